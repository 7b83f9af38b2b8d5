import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { STATE_DIRECTORY_FAILURES } from '../../../domain/failure/state-directory-failures.ts';
import { AlreadyRunningError } from '../../../work/errors.ts';
import { createFile, createStateDirectory } from '../create-state.ts';
import { ledgerFailure } from '../ledger-failure.ts';
import { holdFile } from './hold-file.ts';
import { LOCK_FILE, PROCESS_FILE, stateHolder } from './state-holder.ts';

/**
 * Locks the state directory, so that only this daemon writes to it, and creates it if necessary.
 * The lock is released when it is disposed, or when the process ends for any reason. Until then,
 * `mailcertd.pid` contains the process ID.
 * @throws {AlreadyRunningError} if another daemon holds it
 * @throws {LedgerError} if the lock state cannot be determined
 */
export function holdStateDirectory(stateDirectory: string): Disposable {
  const path = join(stateDirectory, LOCK_FILE);
  const pidFile = join(stateDirectory, PROCESS_FILE);
  let lock: Disposable | undefined;
  try {
    createStateDirectory(stateDirectory);
    // Not readable for the group: a process that can read a database can block its exclusive lock.
    createFile(path, 0o600);
    lock = holdFile(path);
    if (lock === undefined) throw new AlreadyRunningError(stateDirectory, stateHolder(stateDirectory));
    // The existing file is replaced, because it may be a link or another special file.
    rmSync(pidFile, { force: true });
    createFile(pidFile, 0o644, `${process.pid}\n`);
  } catch (failure) {
    lock?.[Symbol.dispose]();
    throw ledgerFailure(
      path,
      // An error of the system contains the path of the file. Other causes are about the lock file.
      ({ cause }) =>
        STATE_DIRECTORY_FAILURES.state_lock_not_taken({
          path: typeof cause === 'string' ? stateDirectory : path,
          cause,
        }),
      failure,
    );
  }
  // Disposing twice is allowed.
  let heldLock: Disposable | undefined = lock;
  return {
    [Symbol.dispose]() {
      if (heldLock === undefined) return;
      // If the directory was renamed, the file at this path may belong to another daemon.
      if (stateHolder(stateDirectory) === process.pid) rmSync(pidFile, { force: true });
      heldLock[Symbol.dispose]();
      heldLock = undefined;
    },
  };
}
