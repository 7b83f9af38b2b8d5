import { FILTER_FAILURES } from '../../domain/failure/filter-failures.ts';
import { findNearest } from '../text/find-nearest.ts';
import { FilterValueError } from './filter-value-error.ts';

/**
 * Parses a comma-separated list of known words, in upper or lower case.
 * @throws {FilterValueError} for an unknown word, with the most similar known word
 */
export function parseWords<Word extends string>(text: string, known: readonly Word[]): readonly Word[] {
  return text.split(',').map((part) => {
    const word = part.trim();
    const match = known.find((candidate) => candidate.toLowerCase() === word.toLowerCase());
    if (match !== undefined) return match;
    const similarWord = findNearest(word, known);
    throw new FilterValueError(
      similarWord === undefined
        ? FILTER_FAILURES.known_words({ words: known })
        : FILTER_FAILURES.similar_word({ similar: similarWord }),
    );
  });
}
