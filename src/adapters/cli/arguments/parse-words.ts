import { InvalidArgumentError } from 'commander';
import { findNearest } from '../../../formats/text/find-nearest.ts';

/**
 * Parses a comma-separated list of words in any case.
 * @throws {InvalidArgumentError} with the most similar known word
 */
export function parseWords<Word extends string>(text: string, known: readonly Word[]): readonly Word[] {
  return text.split(',').map((part) => {
    const word = part.trim();
    const match = known.find((candidate) => candidate.toLowerCase() === word.toLowerCase());
    if (match !== undefined) return match;
    const similarWord = findNearest(word, known);
    throw new InvalidArgumentError(
      similarWord === undefined ? `Write one or more of ${known.join(', ')}.` : `Did you mean ${similarWord}?`,
    );
  });
}
