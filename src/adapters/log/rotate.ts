import { existsSync, renameSync, rmSync } from 'node:fs';
import { syncFolder } from './sync-folder.ts';

/**
 * Moves `path` to `path.1`, what stood there to `path.2`, and so on; the oldest of more than `keep` goes. With `keep` 0 it goes
 * itself. Only up to the first gap: a rotation that failed half-way and is repeated then loses nothing. Afterwards nothing stands at `path`.
 */
export function rotate(path: string, keep: number): void {
  let free = 1;
  while (free < keep && existsSync(`${path}.${free}`)) free += 1;
  for (let number = free; number > 1; number -= 1) renameSync(`${path}.${number - 1}`, `${path}.${number}`);
  if (keep > 0) renameSync(path, `${path}.1`);
  else rmSync(path);
  syncFolder(path);
}
