import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Returns the paths of all files, links and directories below a directory, relative to it and
 * sorted. Links are not followed.
 */
export function pathsBelow(directory: string, parent = ''): readonly string[] {
  const paths = readdirSync(join(directory, parent), { withFileTypes: true }).flatMap((entry) => {
    const path = join(parent, entry.name);
    return entry.isDirectory() ? [path, ...pathsBelow(directory, path)] : [path];
  });
  return paths.sort();
}
