import type { Failure } from '../../../domain/failure/failure.ts';
import type { ConnectorObservation } from '../../../domain/served/served-on-disk.ts';
import { findNearest } from '../../../formats/text/find-nearest.ts';
import { FIND_FAILURES } from '../text/find-failures.ts';
import { UsageError } from '../text/usage-error.ts';
import { quotedNames } from './quoted-names.ts';

/**
 * Returns the connector that a name, a prefix of it or an FQDN identifies.
 * @throws {UsageError} if none or several match
 */
export function findConnector<T extends ConnectorObservation>(word: string, all: readonly T[]): T {
  const [first, ...others] = matchingConnectors(word, all);
  if (first !== undefined && others.length === 0) return first;
  if (first !== undefined) {
    const names = [first, ...others].map(({ connector }) => connector.name);
    throw new UsageError(FIND_FAILURES.connector_ambiguous({ word, matches: quotedNames(names) }));
  }
  const names = all.map(({ connector }) => connector.name);
  const similarName = findNearest(word, [...names, ...all.flatMap((item) => fqdnOf(item) ?? [])]);
  throw new UsageError(FIND_FAILURES.connector_not_found({ word, next: suggestionFor(similarName, names) }));
}

/**
 * Tries these criteria in order, and returns the connectors that meet the first criterion with a
 * match:
 * 1. the exact name
 * 2. the name, in upper or lower case
 * 3. a prefix of the name, in upper or lower case
 * 4. the FQDN
 */
function matchingConnectors<T extends ConnectorObservation>(word: string, all: readonly T[]): readonly T[] {
  const lowerCaseWord = word.toLowerCase();
  const matchers: readonly ((item: T) => boolean)[] = [
    ({ connector }) => connector.name === word,
    ({ connector }) => connector.name.toLowerCase() === lowerCaseWord,
    ({ connector }) => lowerCaseWord !== '' && connector.name.toLowerCase().startsWith(lowerCaseWord),
    (item) => fqdnOf(item) === lowerCaseWord.replace(/\.$/, ''),
  ];
  for (const matcher of matchers) {
    const matches = all.filter(matcher);
    if (matches.length > 0) return matches;
  }
  return [];
}

/** Returns the FQDN by which a connector selects its certificate, or else its configured FQDN. */
function fqdnOf({ connector, selection }: ConnectorObservation): string | undefined {
  return selection.kind === 'not-applicable' ? connector.fqdn : selection.name.value;
}

/** Returns the next step for an unknown connector. */
function suggestionFor(similarName: string | undefined, names: readonly string[]): Failure {
  if (similarName !== undefined)
    return FIND_FAILURES.did_you_mean({ name: FIND_FAILURES.quoted_name({ name: similarName }) });
  return names.length === 0
    ? FIND_FAILURES.no_connectors
    : FIND_FAILURES.known_connectors({ names: quotedNames(names) });
}
