import { InvalidArgumentError } from 'commander';
import { nearest } from '../../../formats/text/nearest.ts';

/**
 * Parses a comma-separated list of words in any case.
 * @throws {InvalidArgumentError} with the most similar known word
 */
export function parseWords<Word extends string>(text: string, known: readonly Word[]): readonly Word[] {
  return text.split(',').map((written) => {
    const word = written.trim();
    const found = known.find((candidate) => candidate.toLowerCase() === word.toLowerCase());
    if (found !== undefined) return found;
    const close = nearest(word, known);
    throw new InvalidArgumentError(
      close === undefined ? `Write one or more of ${known.join(', ')}.` : `Did you mean ${close}?`,
    );
  });
}
