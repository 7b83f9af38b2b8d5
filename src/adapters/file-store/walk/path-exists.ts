import { lstat } from 'node:fs/promises';
import { isGone } from '../../../formats/system/file-reason.ts';

/** Whether anything has this path, be it a link that leads nowhere. Rejects with the system's error when it cannot be told. */
export async function pathExists(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    if (isGone(error)) return false;
    throw error;
  }
}
