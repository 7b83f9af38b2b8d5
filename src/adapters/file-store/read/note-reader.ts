import { dirname, join } from 'node:path';
import type { Service } from '../../../domain/certificate/certificate.ts';
import type { Problem } from '../../../domain/failure/problem.ts';
import type { DirectoryNote } from '../open/directory-note.ts';
import type { FileReader } from '../open/read-file.ts';
import { type FileState, fileStateOf, isSameState } from '../walk/file-state.ts';
import { CERTIFICATE_FILE, NoteError, parseNote } from './certificate-note.ts';
import type { SiblingFiles } from './sibling-files.ts';

/** Reads the `certificate.yaml` of directories. A note is read again only if it has changed. */
export class NoteReader {
  readonly #services: readonly Service[];
  /** The result for a directory without a note. */
  readonly #withoutNote: DirectoryNote;
  readonly #reader: FileReader;
  readonly #notes: Map<string, { readonly state: FileState; readonly directoryNote: DirectoryNote }> = new Map();

  /** @param services the services of the store, the default for certificates without a note */
  constructor(services: readonly Service[], reader: FileReader) {
    this.#services = services;
    this.#withoutNote = { services, hasServices: false, note: undefined, problem: undefined };
    this.#reader = reader;
  }

  /** Returns the note for the directory of the file `path`. */
  async read(path: string, siblings: SiblingFiles): Promise<DirectoryNote> {
    const file = join(dirname(path), CERTIFICATE_FILE);
    // Awaiting only if necessary, because a store can have thousands of directories.
    const { source, state } = siblings.findScanned(file) ?? (await siblings.find(file));
    if (state === undefined) {
      this.#notes.delete(file);
      return source.kind === 'problem' ? { ...this.#withoutNote, problem: source.problem } : this.#withoutNote;
    }
    const previous = this.#notes.get(file);
    if (previous !== undefined && isSameState(previous.state, state)) return previous.directoryNote;
    const reading = this.#reader.read(file);
    if (reading.kind === 'problem') return { ...this.#withoutNote, problem: reading.problem };
    if (reading.kind !== 'read') return this.#withoutNote;
    const directoryNote = await this.#parse(reading.bytes.toString('utf8'), file);
    this.#notes.set(file, { state: fileStateOf(reading.stats), directoryNote });
    return directoryNote;
  }

  async #parse(text: string, location: string): Promise<DirectoryNote> {
    try {
      const { services, note } = await parseNote(text);
      const hasServices = services !== undefined;
      return { services: services ?? this.#services, hasServices, note, problem: undefined };
    } catch (error) {
      if (!(error instanceof NoteError)) throw error;
      const problem: Problem = { reason: 'configuration_invalid', location, failure: error.failure };
      return { ...this.#withoutNote, problem };
    }
  }
}
