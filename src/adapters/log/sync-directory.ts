import { closeSync, fsyncSync, openSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Syncs the directory of a file, so that the creation, renaming or deletion of the file survives a
 * power failure. Errors are ignored.
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
    // The directory is not readable, or the file system does not support syncing it. The content of
    // the file is synced anyway.
  }
}
