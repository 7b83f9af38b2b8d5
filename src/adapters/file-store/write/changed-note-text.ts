import { join } from 'node:path';
import { FailureError } from '../../../domain/failure/failure-error.ts';
import { NOTE_FAILURES } from '../../../domain/failure/note-failures.ts';
import { CERTIFICATE_FILE, changeNote, MAX_NOTE_BYTES, type NoteChange, NoteError } from '../read/certificate-note.ts';
import type { OpenDirectory } from '../walk/open-directory.ts';
import { ForeignFileError, readAcceptedFile } from './read-accepted-file.ts';
import type { WritableStore } from './writable-store.ts';

/** The directory of a certificate or CSR, with or without a note. */
interface EntryDirectory {
  /** The path, for messages. */
  readonly displayedPath: string;
  readonly directory: OpenDirectory;
}

/**
 * Reads the note (`certificate.yaml`) of a directory, and returns its text with a change. Writes
 * nothing.
 * @throws {FailureError} with the path of the note, or the system error
 */
export async function changedNoteText(
  store: WritableStore,
  { displayedPath, directory }: EntryDirectory,
  change: NoteChange,
): Promise<string> {
  try {
    const limits = { maxBytes: MAX_NOTE_BYTES, acceptsPrivateRootFiles: false };
    const bytes = await readAcceptedFile(join(directory.descriptorPath, CERTIFICATE_FILE), store, limits);
    return await changeNote(bytes?.toString('utf8'), change);
  } catch (error) {
    const path = join(displayedPath, CERTIFICATE_FILE);
    if (error instanceof NoteError)
      throw new FailureError(NOTE_FAILURES.note_not_parsed({ path, cause: error.failure }), error);
    if (error instanceof ForeignFileError)
      throw new FailureError(NOTE_FAILURES.note_not_accepted({ path, cause: error.failure }), error);
    throw error;
  }
}
