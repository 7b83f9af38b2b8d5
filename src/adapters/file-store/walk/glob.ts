import { isPattern } from '../../../formats/text/match-segment.ts';

/** An absolute path with wildcards, split before the first segment that has one. */
export interface Glob {
  /** The directory without wildcards, absolute; at least `/`. */
  readonly base: string;
  /** The remaining segments, at least one. `**` matches any number of directories. */
  readonly segments: readonly string[];
}

/** Parses an absolute path as a glob; undefined if it has no wildcard. */
export function parseGlob(path: string): Glob | undefined {
  const segments = path.split('/').filter((segment) => segment !== '');
  const first = segments.findIndex(isPattern);
  if (first === -1) return undefined;
  return { base: `/${segments.slice(0, first).join('/')}`, segments: segments.slice(first) };
}
