import { dirname, join } from 'node:path';
import type { Service } from '../../../domain/certificate/certificate.ts';
import type { DirectoryNote } from '../open/directory-note.ts';
import type { FileReader } from '../open/read-file.ts';
import { type FileIdentity, fileIdentityOf, sameIdentity } from '../walk/file-identity.ts';
import { CERTIFICATE_FILE, NoteError, parseNote } from './certificate-note.ts';
import type { SiblingFiles } from './sibling-files.ts';

/** Reads the `certificate.yaml` next to certificates, again only if it has changed. */
export class SiblingNote {
  readonly #services: readonly Service[];
  /** The result if there is no note. */
  readonly #nothing: DirectoryNote;
  readonly #reader: FileReader;
  readonly #notes: Map<string, { readonly identity: FileIdentity; readonly directoryNote: DirectoryNote }> = new Map();

  /** @param services the services of the store, the default for certificates without a note */
  constructor(services: readonly Service[], reader: FileReader) {
    this.#services = services;
    this.#nothing = { services, isWritten: false, note: undefined, problem: undefined };
    this.#reader = reader;
  }

  /** Returns the note for the directory of `path`. */
  async of(path: string, siblings: SiblingFiles): Promise<DirectoryNote> {
    const file = join(dirname(path), CERTIFICATE_FILE);
    const { source, identity } = siblings.findScanned(file) ?? (await siblings.find(file));
    if (identity === undefined) {
      this.#notes.delete(file);
      return source.kind === 'problem' ? { ...this.#nothing, problem: source.problem } : this.#nothing;
    }
    const previous = this.#notes.get(file);
    if (previous !== undefined && sameIdentity(previous.identity, identity)) return previous.directoryNote;
    const reading = this.#reader.read(file);
    if (reading.kind === 'problem') return { ...this.#nothing, problem: reading.problem };
    if (reading.kind !== 'read') return this.#nothing;
    const directoryNote = await this.#parse(reading.bytes.toString('utf8'), file);
    this.#notes.set(file, { identity: fileIdentityOf(reading.state), directoryNote });
    return directoryNote;
  }

  async #parse(text: string, location: string): Promise<DirectoryNote> {
    try {
      const { services, note } = await parseNote(text);
      const isWritten = services !== undefined;
      return { services: services ?? this.#services, isWritten, note, problem: undefined };
    } catch (error) {
      if (!(error instanceof NoteError)) throw error;
      return { ...this.#nothing, problem: { reason: 'configuration_invalid', location, detail: error.message } };
    }
  }
}
