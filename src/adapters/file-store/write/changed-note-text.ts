import { join } from 'node:path';
import { CERTIFICATE_FILE, changeNote, MAX_NOTE_BYTES, type NoteChange, NoteError } from '../read/certificate-note.ts';
import type { OpenDirectory } from '../walk/open-directory.ts';
import { ForeignFileError, readAcceptedFile } from './read-accepted-file.ts';
import type { WritableStore } from './writable-store.ts';

/** A directory of the store, with or without a note. */
interface EntryDirectory {
  readonly entryDirectory: string;
  readonly open: OpenDirectory;
}

/**
 * Returns the changed text of the note of a directory.
 * @throws {NoteError} with the path of the note
 */
export async function changedNoteText(
  store: WritableStore,
  { entryDirectory, open }: EntryDirectory,
  change: NoteChange,
): Promise<string> {
  try {
    const limits = { maxBytes: MAX_NOTE_BYTES, acceptsPrivateRootFiles: false };
    const bytes = await readAcceptedFile(join(open.path, CERTIFICATE_FILE), store, limits);
    return await changeNote(bytes?.toString('utf8'), change);
  } catch (error) {
    if (!(error instanceof NoteError) && !(error instanceof ForeignFileError)) throw error;
    const path = join(entryDirectory, CERTIFICATE_FILE);
    throw new NoteError(`${path} cannot be read (${error.message}); fix it or remove it`, { cause: error });
  }
}
