import { randomBytes } from 'node:crypto';
import { closeSync, lstatSync, openSync, readFileSync, rmSync, statSync } from 'node:fs';
import { link } from 'node:fs/promises';
import { join } from 'node:path';
import { StoreBusyError } from '../../../work/errors.ts';
import { LOCK } from '../read/store-names.ts';
import { pathExists } from '../walk/path-exists.ts';
import { type FileOwner, ifPossible, removeAll, writeDurably } from './durable-files.ts';
import type { WritableStore } from './own-directory.ts';

/**
 * The process that keeps a file locked; undefined: none does, or the kernel does not tell it here, as of one outside of this
 * container. @see https://man7.org/linux/man-pages/man5/proc_locks.5.html
 */
function lockHolder(path: string): number | undefined {
  try {
    const inode = String(statSync(path).ino);
    for (const line of readFileSync('/proc/locks', 'utf8').split('\n')) {
      const [, , , right, processId, place = ''] = line.trim().split(/\s+/);
      const holder = Number(processId);
      if (right === 'WRITE' && place.split(':').at(-1) === inode && holder > 0) return holder;
    }
  } catch {
    return undefined;
  }
  return undefined;
}

/** Takes a file for this process, until it is disposed or the process ends; undefined: another process has it. */
export type HoldFile = (path: string) => Disposable | undefined;

/**
 * Takes a store for one change. What is locked lies in the store itself: whoever can change the store can take it, whatever
 * their configuration says of state directories. @throws {StoreBusyError}; else rejects with what came back
 */
export async function holdStore(
  { path: store, directory, owner }: WritableStore,
  holdFile: HoldFile,
): Promise<Disposable> {
  const path = join(directory, LOCK);
  await makeLock(path, join(store, LOCK), owner);
  let held: Disposable | undefined;
  try {
    held = holdFile(path);
  } catch (failure) {
    assertWritable(path);
    // SQLite goes by the name of the store, not by its descriptor.
    assertWritable(join(store, LOCK));
    throw failure;
  }
  if (held === undefined) throw new StoreBusyError(store, lockHolder(path));
  return held;
}

/**
 * Makes it where there is none: its owner's before it has its name, else a kill between would keep the owner from it for
 * ever. One that is there is left alone: to open and close it would let go of what this very process holds.
 */
async function makeLock(path: string, shown: string, owner: FileOwner): Promise<void> {
  if (await pathExists(path)) {
    if (!lstatSync(path).isFile()) throw new Error(`${shown} is no file; remove it`);
    // Nothing is ever written into it, so this is none of ours: a stranger would have it played back.
    rmSync(`${path}-journal`, { force: true });
    return;
  }
  // Unlike that of anybody else who makes it at this moment; a process in another container may have this one's number.
  const fresh = `${path}-${randomBytes(8).toString('hex')}`;
  // Not for others: whoever can read it can keep its lock from those who change the store.
  try {
    await writeDurably(fresh, '', 0o600, owner);
    await link(fresh, path);
  } catch (error) {
    // Unless somebody else has made it meanwhile.
    if (!(await pathExists(path))) throw error;
  } finally {
    await ifPossible(() => removeAll(fresh));
  }
}

/** Says in the system's words why the file could not be taken. */
function assertWritable(path: string): void {
  closeSync(openSync(path, 'r+'));
}
