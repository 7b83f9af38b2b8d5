import { closeSync, fsyncSync, openSync } from 'node:fs';
import { dirname } from 'node:path';

/** Makes a new, moved or deleted name in a file's folder survive a power cut, where the file system can. */
export function syncDirectoryOf(path: string): void {
  try {
    const folder = openSync(dirname(path), 'r');
    try {
      fsyncSync(folder);
    } finally {
      closeSync(folder);
    }
  } catch {
    // A folder that may be written but not read, or a file system that cannot: the file itself is synced all the same.
  }
}
