import { InvalidArgumentError } from 'commander';
import { findNearest } from '../../../formats/text/find-nearest.ts';

/**
 * Parses a comma-separated list of known words, in upper or lower case.
 * @throws {InvalidArgumentError} for an unknown word, with the most similar known word
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
