import { dirname } from 'node:path';

/**
 * The maximum number of links that Linux follows in one path.
 * @see path_resolution(7)
 */
const MAX_LINKS = 40;

/** A name on a path that is being resolved, and the directory in which the name is searched. */
export interface PathStep {
  /** Resolved: without links. */
  readonly directory: string;
  readonly name: string;
  /** Directory and name joined. */
  readonly path: string;
  /** True if no name follows. If this name is a link, the names of its target will follow. */
  readonly isLast: boolean;
}

/**
 * Resolves an absolute path through all symbolic links, as the kernel does. Returns the resolved
 * path; undefined if `targetOf` stopped, or if there are too many links.
 * @param targetOf called for each name in order; returns the target of a link, undefined if the
 * name is not a link, or null to stop
 * @throws errors of `targetOf`
 */
export function followLinks(path: string, targetOf: (step: PathStep) => string | undefined | null): string | undefined {
  const pendingNames = path.split('/').reverse();
  let resolved = '/';
  let linkCount = 0;
  for (let name = pendingNames.pop(); name !== undefined; name = pendingNames.pop()) {
    if (name === '' || name === '.') continue;
    if (name === '..') {
      resolved = dirname(resolved);
      continue;
    }
    const stepPath = resolved === '/' ? `/${name}` : `${resolved}/${name}`;
    const target = targetOf({ directory: resolved, name, path: stepPath, isLast: pendingNames.length === 0 });
    if (target === null) return undefined;
    if (target === undefined) {
      resolved = stepPath;
      continue;
    }
    linkCount += 1;
    if (linkCount > MAX_LINKS) return undefined;
    if (target.startsWith('/')) resolved = '/';
    for (const step of target.split('/').reverse()) pendingNames.push(step);
  }
  return resolved;
}
