import { findNearest } from '../../../formats/text/find-nearest.ts';
import { ARGUMENT_FAILURES } from '../text/argument-failures.ts';
import { InvalidValueError } from './invalid-value-error.ts';

/**
 * Parses a comma-separated list of known words, in upper or lower case.
 * @throws {InvalidValueError} for an unknown word, with the most similar known word
 */
export function parseWords<Word extends string>(text: string, known: readonly Word[]): readonly Word[] {
  return text.split(',').map((part) => {
    const word = part.trim();
    const match = known.find((candidate) => candidate.toLowerCase() === word.toLowerCase());
    if (match !== undefined) return match;
    const similarWord = findNearest(word, known);
    throw new InvalidValueError(
      similarWord === undefined
        ? ARGUMENT_FAILURES.known_words({ words: known })
        : ARGUMENT_FAILURES.similar_word({ similar: similarWord }),
    );
  });
}
