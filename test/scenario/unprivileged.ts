import { loadSqlite } from '../../src/adapters/sqlite/better-sqlite3.ts';

/**
 * The unprivileged account. Tests of permissions use it, because root can read and write every file.
 */
export const UNPRIVILEGED = 65534;

/** Changes to the unprivileged user. */
export function becomeUnprivileged(): void {
  // The account may have no access to the directory of the program.
  loadSqlite();
  process.setegid?.(UNPRIVILEGED);
  process.seteuid?.(UNPRIVILEGED);
}

/** Changes back to root. */
export function becomeRoot(): void {
  process.seteuid?.(0);
  process.setegid?.(0);
}

/**
 * Changes back to root at the end of a block, before earlier resources of the block are disposed.
 */
export function rootAtTheEnd(): Disposable {
  return { [Symbol.dispose]: becomeRoot };
}
