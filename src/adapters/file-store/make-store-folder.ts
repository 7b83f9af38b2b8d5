import { mkdir, stat } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { errorCode } from '../../formats/file-trouble.ts';
import type { Ownership } from './durable-files.ts';
import { openFolder } from './open-folder.ts';

/** The nearest folder above that is there: whoever owns it is to own what is made in it. */
async function ownerAbove(path: string): Promise<Ownership> {
  try {
    const { uid, gid } = await stat(dirname(path));
    return { userId: uid, groupId: gid };
  } catch (error) {
    if (errorCode(error) !== 'ENOENT' || dirname(path) === path) throw error;
    return ownerAbove(dirname(path));
  }
}

/**
 * Makes the folder of a store, and those above it, for their owner alone: when root makes it, for whoever owns the folder
 * that it comes into, as the daemon's own state directory. Nothing where it is there. Rejects with the system's error.
 */
export async function makeStoreFolder(path: string): Promise<void> {
  const owner = await ownerAbove(path);
  const first = await mkdir(path, { recursive: true, mode: 0o700 });
  // Only root gives folders away.
  if (first === undefined || process.geteuid?.() !== 0) return;
  let folder = await openFolder(first);
  try {
    await folder.give(0o700, owner);
    for (const name of relative(first, path)
      .split(sep)
      .filter((part) => part !== '')) {
      const next = await openFolder(join(folder.path, name));
      await folder[Symbol.asyncDispose]();
      folder = next;
      await folder.give(0o700, owner);
    }
  } finally {
    await folder[Symbol.asyncDispose]();
  }
}
