import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AlreadyRunningError } from '../../work/errors.ts';
import { createFile, createStateDirectory } from './create-state.ts';
import { holdFile } from './hold-file.ts';
import { ledgerFailure } from './ledger-failure.ts';

/**
 * Takes the state directory for the one daemon that may write there, and creates it where there is none. Held until
 * disposed or until the process ends, however it ends. The process's id lies in `mailcertd.pid` meanwhile.
 * @throws {AlreadyRunningError} when another daemon holds it
 * @throws {LedgerError} when it cannot be told
 */
export function holdStateDirectory(stateDirectory: string): Disposable {
  const path = join(stateDirectory, 'lock.db');
  const pidFile = join(stateDirectory, 'mailcertd.pid');
  let lock: Disposable | undefined;
  try {
    createStateDirectory(stateDirectory);
    // Not for the group: whoever can read a database can keep its exclusive lock from others.
    createFile(path, 0o600);
    lock = holdFile(path);
    if (lock === undefined) throw new AlreadyRunningError(stateDirectory, holderOf(pidFile));
    createFile(pidFile, 0o644);
    writeFileSync(pidFile, `${process.pid}\n`);
  } catch (failure) {
    lock?.[Symbol.dispose]();
    throw ledgerFailure(path, 'taking the lock', failure);
  }
  let held: Disposable | undefined = lock;
  return {
    [Symbol.dispose]() {
      if (held === undefined) return;
      rmSync(pidFile, { force: true });
      held[Symbol.dispose]();
      held = undefined;
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
