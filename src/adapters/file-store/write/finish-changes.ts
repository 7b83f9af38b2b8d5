import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import {
  ANSWERED_REQUEST_PREFIX,
  NEXT_NOTE,
  REMOVED_PREFIX,
  STORE_LOCK_FILE,
  UNFINISHED_PREFIX,
} from '../read/store-names.ts';
import { finishRequestRemoval } from './answered-request.ts';
import { ignoreErrors, removeAll } from './durable-files.ts';
import { finishInternalTransport } from './internal-transport-link.ts';
import { finishRemoval } from './remove-to-trash.ts';
import { finishStablePathLinks } from './stable-path-links.ts';
import type { TrashDirectory } from './trash-directory.ts';
import type { WritableStore } from './writable-store.ts';

/** The prefix of temporary links that an earlier version of mailcertd left when it was killed. */
const EARLIER_LINK_PREFIX = '.internal-transport-';

/**
 * Finishes the committed changes of killed processes, and removes their uncommitted changes. The
 * caller must have locked the store. Rejects with the system error.
 * @param trash undefined if it does not exist or cannot be opened; removed directories then stay in
 * the store
 */
export async function finishChanges(
  { directory: store }: WritableStore,
  trash: TrashDirectory | undefined,
): Promise<void> {
  const names = await readdir(store);
  const namesWithPrefix = (prefix: string): readonly string[] => names.filter((name) => name.startsWith(prefix));
  // Links are finished before temporary directories and notes are removed, because the existence of
  // these shows that the links belong to an uncommitted change.
  await finishInternalTransport(store);
  await finishStablePathLinks(store);
  for (const name of namesWithPrefix(ANSWERED_REQUEST_PREFIX)) {
    await finishRequestRemoval(store, name.slice(ANSWERED_REQUEST_PREFIX.length));
  }
  // The third prefix is that of lock files that were being created.
  const temporaryPrefixes = [NEXT_NOTE, UNFINISHED_PREFIX, `${STORE_LOCK_FILE}-`, EARLIER_LINK_PREFIX];
  for (const name of temporaryPrefixes.flatMap(namesWithPrefix)) await removeAll(join(store, name));
  if (trash === undefined) return;
  // Errors of the trash, for example a full disk, do not prevent other changes: the removed
  // directory stays in the store.
  for (const name of namesWithPrefix(REMOVED_PREFIX)) await ignoreErrors(() => finishRemoval(join(store, name), trash));
  await ignoreErrors(() => trash.removeIncompleteCopies());
}
