import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database, { type Database as Connection } from 'better-sqlite3';
import { AlreadyRunningError } from '../../work/errors.ts';
import { createFile, createStateDirectory } from './create-state.ts';
import { ledgerFailure, primaryCode } from './ledger-failure.ts';

/**
 * Takes the state directory for the one daemon that may write there, and creates it where there is none. Held until
 * disposed or until the process ends, however it ends. The process's id lies in `mailcertd.pid` meanwhile.
 * @throws {AlreadyRunningError} when another daemon holds it
 * @throws {LedgerError} when it cannot be told
 */
export function holdStateDirectory(stateDirectory: string): Disposable {
  const path = join(stateDirectory, 'lock.db');
  const pidFile = join(stateDirectory, 'mailcertd.pid');
  let lock: Connection | undefined;
  try {
    createStateDirectory(stateDirectory);
    // Not for the group: whoever can read a database can keep its exclusive lock from others.
    createFile(path, 0o600);
    lock = new Database(path, { fileMustExist: true, timeout: 0 });
    lock.exec('BEGIN EXCLUSIVE');
    createFile(pidFile, 0o644);
    writeFileSync(pidFile, `${process.pid}\n`);
  } catch (failure) {
    lock?.close();
    if (primaryCode(failure) === 'SQLITE_BUSY') throw new AlreadyRunningError(stateDirectory, holderOf(pidFile));
    throw ledgerFailure(path, 'taking the lock', failure);
  }
  const held = lock;
  return {
    [Symbol.dispose]() {
      if (!held.open) return;
      rmSync(pidFile, { force: true });
      held.close();
    },
  };
}

/** The process that the file names, if it runs: the file may be left from one that was killed. */
function holderOf(pidFile: string): number | undefined {
  try {
    const processId = Number(readFileSync(pidFile, 'utf8'));
    return Number.isInteger(processId) && processId > 0 && runs(processId) ? processId : undefined;
  } catch {
    return undefined;
  }
}

function runs(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (failure) {
    // It is there, and somebody else's.
    return failure instanceof Error && 'code' in failure && failure.code === 'EPERM';
  }
}
