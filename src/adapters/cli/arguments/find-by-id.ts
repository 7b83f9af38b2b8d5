import type { Failure } from '../../../domain/failure/failure.ts';
import { findNearest } from '../../../formats/text/find-nearest.ts';
import { FIND_FAILURES } from '../text/find-failures.ts';
import { UsageError } from '../text/usage-error.ts';
import { quotedNames } from './quoted-names.ts';

/** The texts of an error about an ID that is not found. */
export interface IdWords {
  /**
   * The kind of the objects, for example `delivery`: a part of a message, which is translated with
   * it.
   */
  readonly noun: Failure;
  /** The command that lists the objects. */
  readonly listCommand: string;
}

/**
 * Returns the ID that equals the word, or else the only ID that begins with it. The case of letters
 * is ignored in the beginning.
 * @throws {UsageError} if none or several match; lists the candidates
 */
export function findById(word: string, ids: readonly string[], { noun, listCommand }: IdWords): string {
  const lowerCaseWord = word.toLowerCase();
  const matchingIds = ids.includes(word)
    ? [word]
    : ids.filter((id) => lowerCaseWord !== '' && id.toLowerCase().startsWith(lowerCaseWord));
  const [first, ...others] = matchingIds;
  if (first !== undefined && others.length === 0) return first;
  if (first !== undefined) {
    throw new UsageError(FIND_FAILURES.id_ambiguous({ noun, word, matches: quotedNames(matchingIds) }));
  }
  const similarId = findNearest(word, ids);
  const next =
    similarId === undefined
      ? FIND_FAILURES.list_with_command({ command: listCommand })
      : FIND_FAILURES.did_you_mean({ name: similarId });
  throw new UsageError(FIND_FAILURES.id_not_found({ noun, word, next }));
}
