import { lstat } from 'node:fs/promises';
import { isGone } from '../../../formats/system/file-reason.ts';

/**
 * Returns whether a path exists, also as a broken link.
 * @throws the system error if this cannot be determined
 */
export async function pathExists(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    if (isGone(error)) return false;
    throw error;
  }
}
