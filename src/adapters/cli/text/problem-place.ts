import type { Problem } from '../../../domain/failure/problem.ts';
import type { Locale } from '../../../domain/text/locale.ts';
import { phrase } from '../../../domain/text/phrase.ts';

const BLOCK_OF_FILE = phrase({
  en: (path: string, block: number) => `${path} (block ${block})`,
  ja: (path, block) => `${path} (ブロック ${block})`,
});

/** Returns the location of a problem as screens print it: for a block of a file, `path (block 0)`. */
export function problemPlace({ location, block }: Pick<Problem, 'location' | 'block'>, locale: Locale): string {
  return block === undefined ? location : BLOCK_OF_FILE[locale](location, block);
}
