import { isPattern } from '../../../formats/text/match-segment.ts';

/** A path pattern, cut where the patterns begin. */
export interface Glob {
  /** The folder that holds no pattern, absolute; `/` at least. */
  readonly base: string;
  /** What follows it, at least one segment. `**` stands for any number of folders. */
  readonly segments: readonly string[];
}

/** The glob that an absolute path is; undefined when it holds no pattern. */
export function parseGlob(path: string): Glob | undefined {
  const segments = path.split('/').filter((segment) => segment !== '');
  const first = segments.findIndex(isPattern);
  if (first === -1) return undefined;
  return { base: `/${segments.slice(0, first).join('/')}`, segments: segments.slice(first) };
}
