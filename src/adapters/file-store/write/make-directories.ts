import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { errorCode } from '../../../formats/system/file-reason.ts';

/**
 * Creates a directory and its missing parents, the highest first. mkdir's `recursive` never returns
 * if the kernel answers ENOENT for an existing directory (/proc). Rejects with the system error.
 */
export async function makeDirectories(
  path: string,
  make: (path: string) => Promise<unknown> = (directory) => mkdir(directory),
): Promise<void> {
  if (await isDirectory(path)) return;
  if (dirname(path) !== path) await makeDirectories(dirname(path), make);
  try {
    await make(path);
  } catch (error) {
    // Another process may have created it meanwhile.
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
