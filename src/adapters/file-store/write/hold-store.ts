import { randomBytes } from 'node:crypto';
import { closeSync, lstatSync, openSync, readFileSync, rmSync, statSync } from 'node:fs';
import { link } from 'node:fs/promises';
import { join } from 'node:path';
import { FailureError } from '../../../domain/failure/failure-error.ts';
import { STORE_FAILURES } from '../../../domain/failure/store-failures.ts';
import { StoreBusyError } from '../../../work/errors.ts';
import { STORE_LOCK_FILE } from '../read/store-names.ts';
import { pathExists } from '../walk/path-exists.ts';
import { type FileOwner, ignoreErrors, removeAll, writeDurably } from './durable-files.ts';
import type { WritableStore } from './writable-store.ts';

/**
 * Locks a file for this process, until the result is disposed or the process ends. Returns
 * undefined if another process has locked the file.
 */
export type HoldFile = (path: string) => Disposable | undefined;

/**
 * Locks a store for one change, until the result is disposed. The lock file is in the store itself
 * and not in a state directory, so that every process that can change the store uses the same lock.
 * @throws {StoreBusyError} if another process has locked it, or the system error
 */
export async function holdStore(
  { path: store, directory, owner }: WritableStore,
  holdFile: HoldFile,
): Promise<Disposable> {
  const path = join(directory, STORE_LOCK_FILE);
  await makeLockFile(path, join(store, STORE_LOCK_FILE), owner);
  let lock: Disposable | undefined;
  try {
    lock = holdFile(path);
  } catch (failure) {
    assertWritable(path);
    // SQLite opens the file by the path of the store, and not through the descriptor of its
    // directory.
    assertWritable(join(store, STORE_LOCK_FILE));
    throw failure;
  }
  if (lock === undefined) throw new StoreBusyError(store, lockHolder(path));
  return lock;
}

/**
 * Creates the lock file if it does not exist. The owner is set before the file has its final name;
 * otherwise a killed process could leave a file that the owner can never open. An existing file is
 * not opened, because closing it would release a lock that this process has on it.
 */
async function makeLockFile(path: string, displayedPath: string, owner: FileOwner): Promise<void> {
  if (await pathExists(path)) {
    if (!lstatSync(path).isFile())
      throw new FailureError(STORE_FAILURES.store_file_not_regular({ path: displayedPath }));
    // Locking opens the file with SQLite, which would replay a journal into it. mailcertd never
    // writes to the lock file, so a journal is from another program and is removed.
    rmSync(`${path}-journal`, { force: true });
    return;
  }
  // A random name, because another process may create the file at the same moment. A process ID
  // would not be unique: a process in another container may have the same.
  const temporaryPath = `${path}-${randomBytes(8).toString('hex')}`;
  // Not readable for others, because a process that can read it could block the lock.
  try {
    await writeDurably(temporaryPath, '', 0o600, owner);
    await link(temporaryPath, path);
  } catch (error) {
    // Another process may have created it meanwhile.
    if (!(await pathExists(path))) throw error;
  } finally {
    await ignoreErrors(() => removeAll(temporaryPath));
  }
}

/** Throws the system error if the file cannot be opened for writing. */
function assertWritable(path: string): void {
  closeSync(openSync(path, 'r+'));
}

/**
 * Returns the ID of the process that has locked a file; undefined if there is none, or if it is not
 * visible here, for example in another container.
 * @see https://man7.org/linux/man-pages/man5/proc_locks.5.html
 */
function lockHolder(path: string): number | undefined {
  try {
    const inode = String(statSync(path).ino);
    for (const line of readFileSync('/proc/locks', 'utf8').split('\n')) {
      // For example `1: POSIX  ADVISORY  WRITE 1234 08:01:5678 0 EOF`. The file ID ends with the
      // inode.
      const [, , , lockType, processId, fileId = ''] = line.trim().split(/\s+/);
      const holder = Number(processId);
      if (lockType === 'WRITE' && fileId.split(':').at(-1) === inode && holder > 0) return holder;
    }
  } catch {
    return undefined;
  }
  return undefined;
}
