import { mkdir, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { makeFolder } from './durable-files.ts';
import { makeFolders } from './make-folders.ts';
import { openFolder } from './open-folder.ts';

/**
 * Makes the folder of a store, and those above it, for their owner alone: when root makes it, for whoever owns the folder
 * that it comes into, as the daemon's own state directory. Nothing where it is there. Rejects with the system's error.
 */
export function makeStoreFolder(path: string): Promise<void> {
  // Only root gives folders away.
  return makeFolders(path, process.geteuid?.() === 0 ? makeForOwnerAbove : (each) => mkdir(each, 0o700));
}

async function makeForOwnerAbove(path: string): Promise<void> {
  // One folder, whatever takes its name meanwhile: where it is made, and whose that is.
  await using above = await openFolder(await realpath(dirname(path)));
  const { uid, gid } = await stat(above.path);
  await makeFolder(join(above.path, basename(path)), 0o700, { userId: uid, groupId: gid });
}
