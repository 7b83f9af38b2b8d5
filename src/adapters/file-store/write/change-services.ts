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
  assertInternalTransportWritable,
  finishInternalTransport,
  prepareInternalTransport,
  removePreparedInternalTransport,
} from './internal-transport-link.ts';
import { finishStablePathLinks, linkFullChain, prepareStablePathLinks, stablePathResult } from './stable-path-links.ts';
import type { WritableStore } from './writable-store.ts';

/**
 * Sets the services of a certificate in its note (`certificate.yaml`). Updates its stable path (a link
 * in `live` to its directory) and, if `recordsInternal`, the link that records it as the internal
 * transport certificate. All are changed in one commit:
 * 1. write the next note under a temporary name
 * 2. create temporary links, which readers ignore while the next note exists
 * 3. rename the note, which commits everything
 * 4. rename the links to their final names; if this fails, the next change of the store
 *    does it, because the note is committed
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
  const stablePathRequest = stablePathOfEnable(change, store.path);
  let stablePathNames: readonly string[] = [];
  const temporaryNote = join(directory, NEXT_NOTE);
  if (recordsInternal) await assertInternalTransportWritable(directory);
  await using openEntry = await openDirectoryOf(store, entryDirectory);
  try {
    const note = await changedNoteText(
      store,
      { displayedPath: entryDirectory, directory: openEntry },
      { services, requestedBy },
    );
    await writeDurably(temporaryNote, note, 0o644, owner);
    if (stablePathRequest !== undefined) {
      await linkFullChain(openEntry.descriptorPath);
      stablePathNames = await prepareStablePathLinks(directory, stablePathRequest, owner);
    }
    if (recordsInternal) await prepareInternalTransport(directory, thumbprint);
    if (recordsInternal || stablePathNames.length > 0) await syncDirectory(directory);
    await rename(temporaryNote, join(openEntry.descriptorPath, CERTIFICATE_FILE));
  } catch (error) {
    // The note is removed last: while it exists, readers ignore temporary links, and
    // `finishStablePathLinks` removes them.
    await ignoreErrors(async () => {
      if (recordsInternal) await removePreparedInternalTransport(directory);
      await finishStablePathLinks(directory);
      await removeAll(temporaryNote);
    });
    throw error;
  }
  // The change is committed: later errors do not fail it.
  await ignoreErrors(() => openEntry.sync());
  if (stablePathNames.length > 0) await ignoreErrors(() => finishStablePathLinks(directory));
  if (recordsInternal) await ignoreErrors(() => finishInternalTransport(directory));
  return { path: entryDirectory, ...stablePathResult(store, stablePathNames) };
}
