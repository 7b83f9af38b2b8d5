import { mkdir, open, readdir, rmdir, unlink } from 'node:fs/promises';
import { errorCode, isGone } from '../../../formats/system/file-reason.ts';
import { openDirectory } from '../walk/open-directory.ts';

/** Who what is written shall belong to. */
export interface FileOwner {
  readonly userId: number;
  readonly groupId: number;
}

/**
 * Writes a new file that has its mode and its owner before it has its content, and survives a power cut. Whatever the
 * umask: a stranger's right is never there, not even for a moment. Rejects with the system's error.
 */
export async function writeDurably(
  path: string,
  content: string | Uint8Array | AsyncIterable<Uint8Array>,
  mode: number,
  owner: FileOwner,
): Promise<void> {
  const file = await open(path, 'wx', mode & 0o600);
  try {
    if (!isOwn(owner)) await file.chown(owner.userId, owner.groupId);
    await file.chmod(mode);
    if (typeof content === 'string' || content instanceof Uint8Array) await file.writeFile(content, 'utf8');
    else for await (const piece of content) await file.writeFile(piece);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Makes a new folder of that mode, whatever the umask, and gives it to its owner: it, and not what may take its place. */
export async function makeDirectory(path: string, mode: number, owner: FileOwner): Promise<void> {
  await mkdir(path, mode & 0o700);
  await using folder = await openDirectory(path);
  if (isOwn(owner)) return folder.give(mode, undefined);
  // Another directory, of root, can be moved into its place; an empty one holds nothing that the
  // owner may not have.
  if ((await readdir(folder.path)).length > 0)
    throw new Error('another directory took the place of the one that was made; try again');
  await folder.give(mode, owner);
}

/** Makes what was created, renamed or removed in a folder survive a power cut. */
export async function syncDirectory(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/**
 * Removes a file, or a folder with all that is in it; nothing where there is none. Node's own goes by paths, and would be led
 * elsewhere by whoever puts a link in the place of a folder meanwhile.
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
    await using folder = await openDirectory(path);
    for (const name of await readdir(folder.path)) await removeAll(`${folder.path}/${name}`);
  }
  await rmdir(path);
}

/**
 * Does what has to be done after a commit, or after a failure. What cannot be done now, whoever holds the store next does:
 * nothing else may come of it.
 */
export async function ifPossible(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch {
    // It is found where it lies.
  }
}

/** Whether this process creates files that way by itself; only root may do otherwise. */
function isOwn({ userId, groupId }: FileOwner): boolean {
  return process.geteuid?.() === userId && process.getegid?.() === groupId;
}
