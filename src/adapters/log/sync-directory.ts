import { closeSync, fsyncSync, openSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Syncs the directory of a file, so that a created, renamed or deleted file survives a power
 * failure. Does nothing if that is not possible.
 */
export function syncDirectoryOf(path: string): void {
  try {
    const directory = openSync(dirname(path), 'r');
    try {
      fsyncSync(directory);
    } finally {
      closeSync(directory);
    }
  } catch {
    // The directory is not readable, or the file system does not support it. The file itself is
    // synced anyway.
  }
}
