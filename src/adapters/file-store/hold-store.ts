import { closeSync, lstatSync, openSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StoreBusyError } from '../../work/errors.ts';
import { giveTo, type Ownership } from './durable-files.ts';
import { errorCode } from './file-trouble.ts';
import { LOCK } from './store-names.ts';

/** Takes a file for this process, until it is disposed or the process ends; undefined: another process has it. */
export type HoldFile = (path: string) => Promise<Disposable | undefined>;

/**
 * Takes a store for one change. What is locked lies in the store itself: whoever can change the store can take it, whatever
 * their configuration says of state directories. @throws {StoreBusyError}; else rejects with what came back
 */
export async function holdStore(store: string, owner: Ownership, holdFile: HoldFile): Promise<Disposable> {
  const path = join(store, LOCK);
  await makeLock(path, owner);
  let held: Disposable | undefined;
  try {
    held = await holdFile(path);
  } catch (failure) {
    assertWritable(path);
    throw failure;
  }
  if (held === undefined) throw new StoreBusyError(store);
  return held;
}

/** One that is there is left alone: to open and close it would let go of what this very process holds. */
async function makeLock(path: string, owner: Ownership): Promise<void> {
  try {
    // Not for others: whoever can read it can keep its lock from those who change the store.
    await writeFile(path, '', { flag: 'wx', mode: 0o600 });
    await giveTo(path, owner);
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
    if (!lstatSync(path).isFile()) throw new Error(`${path} is no file; remove it`);
    // Nothing is ever written into it, so this is none of ours: a stranger would have it played back.
    rmSync(`${path}-journal`, { force: true });
  }
}

/** Says in the system's words why the file could not be taken. */
function assertWritable(path: string): void {
  closeSync(openSync(path, 'r+'));
}
