import { mkdir, stat } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { giveTo, type Ownership } from './durable-files.ts';
import { errorCode } from './file-trouble.ts';

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
  await giveTo(first, owner);
  let folder = first;
  for (const name of relative(first, path)
    .split(sep)
    .filter((part) => part !== '')) {
    folder = join(folder, name);
    await giveTo(folder, owner);
  }
}
