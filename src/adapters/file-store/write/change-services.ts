import { rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { RequestedBy } from '../../../domain/certificate/certificate.ts';
import { stablePathOfEnable } from '../../../domain/store-change/stable-path-request.ts';
import type { ServicesChange } from '../../../domain/store-change/store-change.ts';
import type { AppliedChange } from '../../../work/ports/stores.ts';
import { CERTIFICATE_FILE } from '../read/certificate-note.ts';
import { NEXT_NOTE } from '../read/store-names.ts';
import { openDirectoryOf } from '../walk/open-directory.ts';
import { changedNoteText } from './changed-note-text.ts';
import { ignoreErrors, removeAll, syncDirectory, writeDurably } from './durable-files.ts';
import {
  announceInternalTransport,
  assertInternalTransportWritable,
  withdrawInternalTransport,
} from './internal-transport-link.ts';
import { announceStablePaths, linkFullChain, receivedPathOf, settleStablePaths } from './stable-path-links.ts';
import type { WritableStore } from './writable-store.ts';

/**
 * Enables a certificate for services: writes a new note, which replaces the previous note in one
 * rename.
 */
export async function changeServices(
  store: WritableStore,
  change: ServicesChange,
  requestedBy: RequestedBy,
): Promise<AppliedChange> {
  const { directory, owner } = store;
  const { stored, services, recordsInternal } = change;
  const { thumbprint } = stored.certificate;
  const entryDirectory = dirname(stored.location.path);
  const stablePath = stablePathOfEnable(change, store.path);
  let receivedNames: readonly string[] = [];
  const nextNote = join(directory, NEXT_NOTE);
  if (recordsInternal) await assertInternalTransportWritable(directory);
  await using openEntry = await openDirectoryOf(store, entryDirectory);
  try {
    const note = await changedNoteText(store, { entryDirectory, open: openEntry }, { services, requestedBy });
    await writeDurably(nextNote, note, 0o644, owner);
    if (stablePath !== undefined) {
      await linkFullChain(openEntry.path);
      receivedNames = await announceStablePaths(directory, stablePath, owner);
    }
    if (recordsInternal) await announceInternalTransport(directory, thumbprint);
    if (recordsInternal || receivedNames.length > 0) await syncDirectory(directory);
    await rename(nextNote, join(openEntry.path, CERTIFICATE_FILE));
  } catch (error) {
    // In this order: announcements are ignored while the note is unfinished.
    await ignoreErrors(async () => {
      if (recordsInternal) await withdrawInternalTransport(directory);
      await settleStablePaths(directory);
      await removeAll(nextNote);
    });
    throw error;
  }
  await ignoreErrors(() => openEntry.sync());
  if (receivedNames.length > 0) await ignoreErrors(() => settleStablePaths(directory));
  return { path: entryDirectory, ...receivedPathOf(store, receivedNames) };
}
