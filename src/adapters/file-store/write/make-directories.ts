import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { errorCode } from '../../../formats/system/file-reason.ts';

/**
 * Creates a directory and its missing parents, the highest first, if they do not exist. Rejects
 * with the system error. The option `recursive` of mkdir is not used: it never returns if the
 * kernel reports ENOENT for an existing directory, as in /proc.
 * @param make creates one directory
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
