import { dirname } from 'node:path';

/** Linux follows no more in one path. @see path_resolution(7) */
const MAX_LINKS = 40;

/** A name on the way, in the folder, free of links, that it is looked for in. */
export interface Step {
  readonly folder: string;
  readonly name: string;
  /** Both together. */
  readonly path: string;
  /** Nothing of the way is left behind it, as far as it is known. */
  readonly isLast: boolean;
}

/**
 * Goes the way that an absolute path leads, through every link on it, as the kernel does. `targetOf` says of each name
 * where it leads: undefined, it is no link; null, the way ends here. What it throws is passed on.
 * Answers the end, free of links; undefined: the way was not gone to its end, or has more links than the kernel follows.
 */
export function followLinks(path: string, targetOf: (step: Step) => string | undefined | null): string | undefined {
  const waiting = path.split('/').reverse();
  let folder = '/';
  let links = 0;
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (name === '' || name === '.') continue;
    if (name === '..') {
      folder = dirname(folder);
      continue;
    }
    const own = folder === '/' ? `/${name}` : `${folder}/${name}`;
    const target = targetOf({ folder, name, path: own, isLast: waiting.length === 0 });
    if (target === null) return undefined;
    if (target === undefined) {
      folder = own;
      continue;
    }
    links += 1;
    if (links > MAX_LINKS) return undefined;
    if (target.startsWith('/')) folder = '/';
    for (const step of target.split('/').reverse()) waiting.push(step);
  }
  return folder;
}
