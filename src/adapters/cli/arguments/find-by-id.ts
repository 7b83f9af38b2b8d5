import { findNearest } from '../../../formats/text/find-nearest.ts';
import { UsageError } from '../../../work/errors.ts';
import { quotedNames } from './find-connector.ts';

/**
 * The noun for an object with an ID, in English and Japanese, and the command that lists these
 * objects.
 */
export interface IdWords {
  readonly noun: readonly [string, string];
  readonly list: string;
}

/**
 * Returns the only ID that equals or begins with the word.
 * @throws {UsageError} if none or several match; lists the candidates
 */
export function findById(word: string, ids: readonly string[], { noun: [english, japanese], list }: IdWords): string {
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
    `cannot find ${english} "${word}": no such ID; ${similarId === undefined ? `to list them: ${list}` : `did you mean ${similarId}?`}`,
    `${japanese}「${word}」の検索: 該当する ID がありません。${similarId === undefined ? `${list} で一覧を表示できます` : `もしかして: ${similarId}`}`,
  );
}
