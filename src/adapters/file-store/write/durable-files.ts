import type { Stats } from 'node:fs';
import { mkdir, open, readdir, rmdir, stat, unlink } from 'node:fs/promises';
import { FailureError } from '../../../domain/failure/failure-error.ts';
import { STORE_FAILURES } from '../../../domain/failure/store-failures.ts';
import { errorCode, isGone } from '../../../formats/system/file-reason.ts';
import { openDirectory } from '../walk/open-directory.ts';

/** The owner of written files. */
export interface FileOwner {
  readonly userId: number;
  readonly groupId: number;
}

/**
 * Writes and syncs a new file. Its name survives a power failure only after the caller has synced
 * the directory. The mode and owner are set before the content is written, so an account without
 * rights can never read it. The umask does not matter. Rejects with the system error; EEXIST if the
 * file exists.
 */
export async function writeDurably(
  path: string,
  content: string | Uint8Array | AsyncIterable<Uint8Array>,
  mode: number,
  owner: FileOwner,
): Promise<void> {
  const file = await open(path, 'wx', mode & 0o600);
  try {
    if (mustSetOwner(await file.stat(), owner, mode)) await file.chown(owner.userId, owner.groupId);
    await file.chmod(mode);
    if (typeof content === 'string' || content instanceof Uint8Array) await file.writeFile(content, 'utf8');
    else for await (const chunk of content) await file.writeFile(chunk);
    await file.sync();
  } finally {
    await file.close();
  }
}

/**
 * Creates a directory with this mode and owner. The umask does not matter.
 * @throws the system error, or an error if another account has replaced the new directory
 */
export async function makeDirectory(path: string, mode: number, owner: FileOwner): Promise<void> {
  await mkdir(path, mode & 0o700);
  // Mode and owner are set through the descriptor, so that a directory that replaces the new one
  // after it was opened does not get them.
  await using directory = await openDirectory(path);
  if (!mustSetOwner(await stat(directory.descriptorPath), owner, mode))
    return directory.setModeAndOwner(mode, undefined);
  // Between mkdir and open, another account may have moved a directory of root to this path. Giving
  // that directory away would expose its content, so only an empty directory gets a new owner.
  if ((await readdir(directory.descriptorPath)).length > 0) throw new FailureError(STORE_FAILURES.directory_replaced);
  await directory.setModeAndOwner(mode, owner);
}

/** Syncs a directory, so that created, renamed and removed entries survive a power failure. */
export async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}

/**
 * Removes a file or a directory tree, if it exists. Entries of a directory are removed through its
 * file descriptor. `rm` of Node uses paths instead, so another account could replace the directory
 * by a link and make root remove other files.
 */
export async function removeAll(path: string): Promise<void> {
  try {
    await unlink(path);
  } catch (error) {
    if (isGone(error)) return;
    if (errorCode(error) !== 'EISDIR') throw error;
    await removeDirectory(path);
  }
}

async function removeDirectory(path: string): Promise<void> {
  {
    await using directory = await openDirectory(path);
    for (const name of await readdir(directory.descriptorPath)) await removeAll(`${directory.descriptorPath}/${name}`);
  }
  await rmdir(path);
}

/**
 * Runs a step that need not succeed, because the change is already committed or has failed, and
 * ignores its errors. What is left in a store is finished by the next process that locks it.
 */
export async function ignoreErrors(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch {
    // Nothing depends on the step.
  }
}

/**
 * Returns whether a new file or directory needs another owner than it has. Returns false where a
 * chown would change no right if this process is the owner, because file systems without owners
 * refuse it.
 */
function mustSetOwner({ uid, gid }: Stats, { userId, groupId }: FileOwner, mode: number): boolean {
  const isOwnerOfProcess = process.geteuid?.() === userId && process.getegid?.() === groupId;
  if (!isOwnerOfProcess) return true;
  // In a directory with the set-group-ID bit, a new file has the group of the directory.
  const hasOtherGroup = uid === userId && gid !== groupId;
  return hasOtherGroup && ((mode >> 3) & 0o7) !== (mode & 0o7);
}
