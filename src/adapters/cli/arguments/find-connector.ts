import type { ConnectorObservation } from '../../../domain/served/served-on-disk.ts';
import { nearest } from '../../../formats/text/nearest.ts';
import { UsageError } from '../../../work/errors.ts';

/** Returns the FQDN that a connector uses; undefined if it offers no TLS and has no FQDN. */
function nameOf({ connector, selection }: ConnectorObservation): string | undefined {
  return selection.kind === 'not-applicable' ? connector.fqdn : selection.name.value;
}

/**
 * Finds connectors by exact name, then by name in any case, by prefix, and by FQDN. The first kind
 * with a match counts.
 */
function connectorsNamed<T extends ConnectorObservation>(word: string, all: readonly T[]): readonly T[] {
  const low = word.toLowerCase();
  const ways: readonly ((item: T) => boolean)[] = [
    ({ connector }) => connector.name === word,
    ({ connector }) => connector.name.toLowerCase() === low,
    ({ connector }) => low !== '' && connector.name.toLowerCase().startsWith(low),
    (item) => nameOf(item) === low.replace(/\.$/, ''),
  ];
  for (const way of ways) {
    const found = all.filter(way);
    if (found.length > 0) return found;
  }
  return [];
}

const LISTED = 5;

/** Lists the first names, quoted, for a message. */
export function listed(names: readonly string[]): string {
  const shown = names.slice(0, LISTED).map((name) => `"${name}"`);
  return names.length > LISTED ? `${shown.join(', ')} and ${names.length - LISTED} more` : shown.join(', ');
}

/**
 * Finds the one connector for a name, a prefix or an FQDN.
 * @throws {UsageError} if none or several match
 */
export function findConnector<T extends ConnectorObservation>(word: string, all: readonly T[]): T {
  const [first, ...others] = connectorsNamed(word, all);
  if (first !== undefined && others.length === 0) return first;
  if (first !== undefined) {
    const names = [first, ...others].map(({ connector }) => connector.name);
    throw new UsageError(
      `cannot find connector "${word}": it matches ${listed(names)}; give more of the name`,
      `コネクタ「${word}」の検索: 候補は ${listed(names)} です。名前をもう少し長く指定してください`,
    );
  }
  const names = all.map(({ connector }) => connector.name);
  const close = nearest(word, [...names, ...all.flatMap((item) => nameOf(item) ?? [])]);
  const instead =
    close !== undefined
      ? `did you mean "${close}"?`
      : names.length === 0
        ? 'the configuration has no connectors'
        : `known connectors: ${listed(names)}`;
  const japanese =
    close !== undefined
      ? `もしかして: "${close}"`
      : names.length === 0
        ? '構成にコネクタがありません'
        : `コネクタは ${listed(names)} です`;
  throw new UsageError(
    `cannot find connector "${word}": no such name; ${instead}`,
    `コネクタ「${word}」の検索: 該当するコネクタがありません。${japanese}`,
  );
}
