import { rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { RequestedBy } from '../../../domain/certificate/certificate.ts';
import { stablePathOfEnable } from '../../../domain/store-change/stable-path-request.ts';
import type { ServicesChange } from '../../../domain/store-change/store-change.ts';
import type { Applied } from '../../../work/ports/stores.ts';
import { CERTIFICATE_FILE, changeNote, MAX_NOTE_BYTES, type NoteChange, NoteError } from '../read/certificate-note.ts';
import { NEXT_NOTE } from '../read/store-names.ts';
import { type OpenDirectory, openDirectoryOf } from '../walk/open-directory.ts';
import { ifPossible, removeAll, syncDirectory, writeDurably } from './durable-files.ts';
import { announceInternalTransport, assertRecordable, withdrawInternalTransport } from './internal-transport-link.ts';
import { announceLive, linkFullChain, livePathOf, settleLive } from './live-links.ts';
import type { WritableStore } from './own-directory.ts';
import { ForeignFileError, readOwnFile } from './read-own-file.ts';

/** Enables a certificate: writes a new note, which replaces the previous one in one rename. */
export async function changeServices(
  store: WritableStore,
  change: ServicesChange,
  requestedBy: RequestedBy,
): Promise<Applied> {
  const { directory, owner } = store;
  const { stored, services, recordsInternal } = change;
  const { thumbprint } = stored.certificate;
  const entryDirectory = dirname(stored.location.path);
  const live = stablePathOfEnable(change, store.path);
  let taken: readonly string[] = [];
  const next = join(directory, NEXT_NOTE);
  if (recordsInternal) await assertRecordable(directory);
  await using open = await openDirectoryOf(store, entryDirectory);
  try {
    await writeDurably(next, await noteIn(store, { entryDirectory, open }, { services, requestedBy }), 0o644, owner);
    if (live !== undefined) {
      await linkFullChain(open.path);
      taken = await announceLive(directory, live, owner);
    }
    if (recordsInternal) await announceInternalTransport(directory, thumbprint);
    if (recordsInternal || taken.length > 0) await syncDirectory(directory);
    await rename(next, join(open.path, CERTIFICATE_FILE));
  } catch (error) {
    // In this order: while the note is unfinished, the announcements do not count.
    await ifPossible(async () => {
      if (recordsInternal) await withdrawInternalTransport(directory);
      await settleLive(directory);
      await removeAll(next);
    });
    throw error;
  }
  await ifPossible(() => open.sync());
  if (taken.length > 0) await ifPossible(() => settleLive(directory));
  return { path: entryDirectory, ...livePathOf(store, taken) };
}

/** A directory of the store, with or without a note. */
interface NotedDirectory {
  readonly entryDirectory: string;
  readonly open: OpenDirectory;
}

/**
 * Returns the changed text of the note of a directory.
 * @throws {NoteError} with the path of the note
 */
export async function noteIn(
  store: WritableStore,
  { entryDirectory, open }: NotedDirectory,
  change: NoteChange,
): Promise<string> {
  try {
    const limits = { maxBytes: MAX_NOTE_BYTES, ofRoot: false };
    const bytes = await readOwnFile(join(open.path, CERTIFICATE_FILE), store, limits);
    return await changeNote(bytes?.toString('utf8'), change);
  } catch (error) {
    if (!(error instanceof NoteError) && !(error instanceof ForeignFileError)) throw error;
    const path = join(entryDirectory, CERTIFICATE_FILE);
    throw new NoteError(`${path} cannot be read (${error.message}); fix it or remove it`, { cause: error });
  }
}
