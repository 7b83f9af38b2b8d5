import { existsSync, rmSync, statSync } from 'node:fs';
import { createFile } from '../create-state.ts';

/** Beside the ledger while it must be checked before it is used again. */
const mark = (path: string): string => `${path}.doubtful`;

/** Has the next start check the whole ledger. Never throws: it is called where something has failed already. */
export function markDamaged(path: string): void {
  try {
    createFile(mark(path), 0o640);
  } catch {
    // Without the mark the next start still checks when the write-ahead log is not empty.
  }
}

export function clearDamageMark(path: string): void {
  rmSync(mark(path), { force: true });
}

/** Whether the last shutdown was unclean: a clean one leaves an empty write-ahead log and no mark. */
export function wasShutDownUncleanly(path: string): boolean {
  const log = statSync(`${path}-wal`, { throwIfNoEntry: false });
  return existsSync(mark(path)) || (log?.size ?? 0) > 0;
}
