import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ANSWER, LOCK, NEXT_NOTE, REMOVED, UNFINISHED } from '../read/store-names.ts';
import { settleAnswer } from './answered-request.ts';
import { ifPossible, removeAll } from './durable-files.ts';
import { settleInternalTransport } from './internal-transport-link.ts';
import { settleLive } from './live-links.ts';
import type { WrittenStore } from './own-folder.ts';
import { settleRemoval } from './remove-to-trash.ts';
import type { TrashFolder } from './trash-folder.ts';

/** Links that an earlier version left when it was killed. */
const EARLIER_LINK = '.internal-transport-';

/**
 * Brings to its end what a killed process has committed, and clears away what it has not. Only for
 * whoever holds the store: nobody else is at it. Rejects with the system's error.
 * @param trash undefined: it is not there, or cannot be opened; what is on its way there stays in
 * the store.
 */
export async function finishChanges({ directory: store }: WrittenStore, trash: TrashFolder | undefined): Promise<void> {
  const names = await readdir(store);
  const begun = (prefix: string): readonly string[] => names.filter((name) => name.startsWith(prefix));
  // Before what is unfinished goes: that it is there says that what was announced with it does not count.
  await settleInternalTransport(store);
  await settleLive(store);
  for (const name of begun(ANSWER)) await settleAnswer(store, name.slice(ANSWER.length));
  for (const name of [NEXT_NOTE, UNFINISHED, `${LOCK}-`, EARLIER_LINK].flatMap(begun)) {
    await removeAll(join(store, name));
  }
  if (trash === undefined) return;
  // A trash that is full or closed is no reason to change nothing: it lies safe where it is.
  for (const name of begun(REMOVED)) await ifPossible(() => settleRemoval(join(store, name), trash));
  await ifPossible(() => trash.clear());
}
