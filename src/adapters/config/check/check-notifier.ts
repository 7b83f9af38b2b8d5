import { findNearest } from '../../../formats/text/find-nearest.ts';
import { quote } from '../quote.ts';
import type { Keys } from '../schema/keys.ts';
import type { PathError } from '../schema/path-error.ts';
import { unverifiedSecret } from './unverified-secret.ts';

/** Returns errors between the keys of an item of `notifiers`, as written in the file. */
export function checkNotifier(index: number, item: Keys, eventIds: readonly number[]): readonly PathError[] {
  const { type } = item;
  return [
    ...(type === 'exec' ? exactlyOneErrors(index, item, ['directory', 'command']) : []),
    ...(type === 'webhook' || type === 'heartbeat' ? exactlyOneErrors(index, item, ['url', 'urlFile']) : []),
    ...(type === 'mail' || type === 'alertmanager' ? pairErrors(index, item, ['user', 'passwordFile']) : []),
    ...(type === 'alertmanager' ? duplicateLoginErrors(index, item) : []),
    ...unverifiedSecretErrors(index, item),
    ...unknownEventErrors(index, item, eventIds),
  ];
}

/**
 * Reports an item that has both of two keys, at the second key; or neither of them, at the item.
 */
function exactlyOneErrors(index: number, item: Keys, [first, second]: readonly [string, string]): PathError[] {
  const [hasFirst, hasSecond] = [Object.hasOwn(item, first), Object.hasOwn(item, second)];
  if (hasFirst && hasSecond) {
    const message = `${second} is only valid without ${first}; remove one of them`;
    return [{ path: ['notifiers', index, second], pointsAt: 'key', message }];
  }
  if (hasFirst || hasSecond) return [];
  return [{ path: ['notifiers', index], pointsAt: 'value', message: `${first} or ${second} is required` }];
}

/** Reports an item that has only one of two keys, which are only valid together. */
function pairErrors(index: number, item: Keys, [first, second]: readonly [string, string]): PathError[] {
  if (Object.hasOwn(item, first) === Object.hasOwn(item, second)) return [];
  const [present, missing] = Object.hasOwn(item, first) ? [first, second] : [second, first];
  const message = `${present} requires ${missing}`;
  return [{ path: ['notifiers', index, present], pointsAt: 'key', message }];
}

function duplicateLoginErrors(index: number, item: Keys): PathError[] {
  if (!Object.hasOwn(item, 'tokenFile') || !Object.hasOwn(item, 'user')) return [];
  const message = 'tokenFile is only valid without user; remove one of them';
  return [{ path: ['notifiers', index, 'tokenFile'], pointsAt: 'key', message }];
}

function unknownEventErrors(index: number, { match }: Keys, knownIds: readonly number[]): PathError[] {
  const ids = typeof match === 'object' && match !== null && 'ids' in match ? match.ids : undefined;
  if (!Array.isArray(ids)) return [];
  return ids.flatMap((id: unknown, idIndex): PathError[] => {
    if (typeof id !== 'number' || !Number.isInteger(id) || knownIds.includes(id)) return [];
    const suggestion = findNearest(String(id), knownIds.map(String));
    const hint = suggestion === undefined ? 'docs/events lists them' : `did you mean ${suggestion}?`;
    const message = `there is no event ${quote(id)}; ${hint}`;
    return [{ path: ['notifiers', index, 'match', 'ids', idIndex], pointsAt: 'value', message }];
  });
}

/**
 * Reports a secret that is sent to a remote server that is not verified, unless the item has
 * `allowUnverified: true`.
 */
function unverifiedSecretErrors(index: number, item: Keys): PathError[] {
  const unverified = item['allowUnverified'] === true ? undefined : unverifiedSecret(item);
  if (unverified === undefined) return [];
  const { key, rule, reason } = unverified;
  const message = `${rule}: ${reason}; to allow it, set allowUnverified: true`;
  return [{ path: ['notifiers', index, key], pointsAt: 'key', message }];
}
