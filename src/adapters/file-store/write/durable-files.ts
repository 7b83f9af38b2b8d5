import { mkdir, open, readdir, rmdir, unlink } from 'node:fs/promises';
import { STORE_CAUSES } from '../../../domain/store-change/store-sentences.ts';
import { errorCode, isGone } from '../../../formats/system/file-reason.ts';
import { openDirectory } from '../walk/open-directory.ts';

/** The owner of written files. */
export interface FileOwner {
  readonly userId: number;
  readonly groupId: number;
}

/**
 * Writes a new file that survives a power failure. The mode and owner are set before the content is
 * written, so an account without rights can never read it. The umask does not matter. Rejects with
 * the system error; EEXIST if the file exists.
 */
export async function writeDurably(
  path: string,
  content: string | Uint8Array | AsyncIterable<Uint8Array>,
  mode: number,
  owner: FileOwner,
): Promise<void> {
  const file = await open(path, 'wx', mode & 0o600);
  try {
    if (!isOwnerOfProcess(owner)) await file.chown(owner.userId, owner.groupId);
    await file.chmod(mode);
    if (typeof content === 'string' || content instanceof Uint8Array) await file.writeFile(content, 'utf8');
    else for await (const chunk of content) await file.writeFile(chunk);
    await file.sync();
  } finally {
    await file.close();
  }
}

/**
 * Creates a directory with this mode and owner. The umask does not matter. Mode and owner are set
 * on the open directory, so that no other directory gets them if it takes the path meanwhile.
 */
export async function makeDirectory(path: string, mode: number, owner: FileOwner): Promise<void> {
  await mkdir(path, mode & 0o700);
  await using directory = await openDirectory(path);
  if (isOwnerOfProcess(owner)) return directory.setModeAndOwner(mode, undefined);
  // Another directory of root may have been moved to this path before it was opened. If it is
  // empty, the new owner gets no data.
  if ((await readdir(directory.path)).length > 0) throw new Error(STORE_CAUSES.directoryReplaced.en);
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
 * Removes a file or a directory tree, if it exists. Directories are opened and not followed by
 * path, as `rm` of Node does: another account could replace a directory by a link to other files.
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
    for (const name of await readdir(directory.path)) await removeAll(`${directory.path}/${name}`);
  }
  await rmdir(path);
}

/**
 * Runs the last step of a change, after its commit or failure, and ignores its errors. The next
 * process that locks the store finds what is left, and finishes it.
 */
export async function ignoreErrors(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch {
    // The next process finishes the step.
  }
}

/** Returns whether new files of this process have this owner anyway. Only root can set another. */
function isOwnerOfProcess({ userId, groupId }: FileOwner): boolean {
  return process.geteuid?.() === userId && process.getegid?.() === groupId;
}
