import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { AlreadyRunningError } from '../../../work/errors.ts';
import { createFile, createStateDirectory } from '../create-state.ts';
import { ledgerFailure } from '../ledger/ledger-failure.ts';
import { holdFile } from './hold-file.ts';
import { LOCK_FILE, PROCESS_FILE, stateHolder } from './state-holder.ts';

/**
 * Takes the state directory for the one daemon that may write there, and creates it where there is none. Held until
 * disposed or until the process ends, however it ends. The process's id lies in `mailcertd.pid` meanwhile.
 * @throws {AlreadyRunningError} when another daemon holds it
 * @throws {LedgerError} when it cannot be told
 */
export function holdStateDirectory(stateDirectory: string): Disposable {
  const path = join(stateDirectory, LOCK_FILE);
  const pidFile = join(stateDirectory, PROCESS_FILE);
  let lock: Disposable | undefined;
  try {
    createStateDirectory(stateDirectory);
    // Not for the group: whoever can read a database can keep its exclusive lock from others.
    createFile(path, 0o600);
    lock = holdFile(path);
    if (lock === undefined) throw new AlreadyRunningError(stateDirectory, stateHolder(stateDirectory));
    // Anew: what stands there may be anything.
    rmSync(pidFile, { force: true });
    createFile(pidFile, 0o644, `${process.pid}\n`);
  } catch (failure) {
    lock?.[Symbol.dispose]();
    throw ledgerFailure(path, 'taking the lock', failure);
  }
  let held: Disposable | undefined = lock;
  return {
    [Symbol.dispose]() {
      if (held === undefined) return;
      // If the directory was renamed, the file at this path may be another daemon's.
      if (stateHolder(stateDirectory) === process.pid) rmSync(pidFile, { force: true });
      held[Symbol.dispose]();
      held = undefined;
    },
  };
}
