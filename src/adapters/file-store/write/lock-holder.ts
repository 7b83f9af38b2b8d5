import { readFileSync, statSync } from 'node:fs';

/**
 * The process that keeps a file locked; undefined: none does, or the kernel does not tell it here, as of one outside of this
 * container. @see https://man7.org/linux/man-pages/man5/proc_locks.5.html
 */
export function lockHolder(path: string): number | undefined {
  try {
    const inode = String(statSync(path).ino);
    for (const line of readFileSync('/proc/locks', 'utf8').split('\n')) {
      const [, , , right, processId, place = ''] = line.trim().split(/\s+/);
      const holder = Number(processId);
      if (right === 'WRITE' && place.split(':').at(-1) === inode && holder > 0) return holder;
    }
  } catch {
    return undefined;
  }
  return undefined;
}
