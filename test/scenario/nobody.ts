import { loadSqlite } from '../../src/adapters/sqlite/better-sqlite3.ts';

/** The unprivileged user of the tests: root reads a file of mode 000, and writes into a folder of mode 555. */
export const NOBODY = 65534;

export function becomeNobody(): void {
  // This account may not be able to read the directory of the program.
  loadSqlite();
  process.setegid?.(NOBODY);
  process.seteuid?.(NOBODY);
}

export function becomeRoot(): void {
  process.seteuid?.(0);
  process.setegid?.(0);
}

/** Root again at the end of a block, before what was declared above it is tidied away. */
export function rootAtTheEnd(): Disposable {
  return { [Symbol.dispose]: becomeRoot };
}
