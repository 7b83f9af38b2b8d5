import type { Problem } from './problem.ts';

/** Returns the location of a problem as it is printed: for a block of a file, `path#block`. */
export function problemLocation({ location, block }: Pick<Problem, 'location' | 'block'>): string {
  return block === undefined ? location : `${location}#${block}`;
}
