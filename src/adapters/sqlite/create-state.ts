import { chmodSync, chownSync, closeSync, existsSync, mkdirSync, openSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** Makes the state directory, mode 0750, and what is missing above it; one that exists stays as it is. */
export function createStateDirectory(path: string): void {
  if (existsSync(path)) return;
  // Not mkdir's own recursion: it never ends where the kernel answers ENOENT for a folder that is there (/proc).
  if (dirname(path) !== path) createStateDirectory(dirname(path));
  mkdirSync(path);
  chmodSync(path, 0o750);
}

/**
 * Makes an empty file where there is none. What root makes belongs to the owner of the folder: else the daemon, which
 * is not root, could never open it again.
 */
export function createFile(path: string, mode: number): void {
  if (existsSync(path)) return;
  closeSync(openSync(path, 'a', mode));
  // Again, for the umask took its share.
  chmodSync(path, mode);
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = statSync(dirname(path));
  chownSync(path, uid, gid);
}
