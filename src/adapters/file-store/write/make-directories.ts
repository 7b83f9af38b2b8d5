import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { errorCode } from '../../../formats/system/file-reason.ts';

/**
 * Makes a folder, and those above it that are missing, the highest first. Not mkdir's own recursion: it never ends where the
 * kernel answers ENOENT for a folder that is there (/proc). Rejects with the system's error.
 */
export async function makeDirectories(
  path: string,
  make: (path: string) => Promise<unknown> = (each) => mkdir(each),
): Promise<void> {
  if (await isDirectory(path)) return;
  if (dirname(path) !== path) await makeDirectories(dirname(path), make);
  try {
    await make(path);
  } catch (error) {
    // Unless somebody else has made it meanwhile.
    if (errorCode(error) !== 'EEXIST' || !(await isDirectory(path))) throw error;
  }
}

async function isDirectory(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false;
    throw error;
  }
}
