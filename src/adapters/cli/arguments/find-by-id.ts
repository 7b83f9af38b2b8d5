import { findNearest } from '../../../formats/text/find-nearest.ts';
import { UsageError } from '../../../work/errors.ts';
import { quotedNames } from './quoted-names.ts';

/** The texts of an error about an ID that is not found. */
export interface IdWords {
  /** The kind of the object, for example `delivery`. */
  readonly noun: readonly [english: string, japanese: string];
  /** The command that lists the objects. */
  readonly listCommand: string;
}

/**
 * Returns the ID that equals the word, or else the only ID that begins with it, in upper or lower
 * case.
 * @throws {UsageError} if none or several match; lists the candidates
 */
export function findById(
  word: string,
  ids: readonly string[],
  { noun: [english, japanese], listCommand }: IdWords,
): string {
  const lowerCaseWord = word.toLowerCase();
  const matchingIds = ids.includes(word)
    ? [word]
    : ids.filter((id) => lowerCaseWord !== '' && id.toLowerCase().startsWith(lowerCaseWord));
  const [first, ...others] = matchingIds;
  if (first !== undefined && others.length === 0) return first;
  if (first !== undefined) {
    throw new UsageError(
      `cannot find ${english} "${word}": the prefix matches ${quotedNames(matchingIds)}; give more of the ID`,
      `${japanese}「${word}」の検索: 候補は ${quotedNames(matchingIds)} です。ID をもう少し長く指定してください`,
    );
  }
  const similarId = findNearest(word, ids);
  throw new UsageError(
    `cannot find ${english} "${word}": no such ID; ${similarId === undefined ? `to list them: ${listCommand}` : `did you mean ${similarId}?`}`,
    `${japanese}「${word}」の検索: 該当する ID がありません。${similarId === undefined ? `${listCommand} で一覧を表示できます` : `もしかして: ${similarId}`}`,
  );
}
