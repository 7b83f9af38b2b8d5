import { CONFIGURATION_FAILURES } from '../../../domain/failure/configuration-failures.ts';
import type { Keys } from '../schema/keys.ts';
import type { PathError } from '../schema/path-error.ts';
import { unknownEvent } from './unknown-event.ts';
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
    const failure = CONFIGURATION_FAILURES.key_excludes_key({ key: second, other: first });
    return [{ path: ['notifiers', index, second], pointsAt: 'key', failure }];
  }
  if (hasFirst || hasSecond) return [];
  const failure = CONFIGURATION_FAILURES.one_key_required({ first, second });
  return [{ path: ['notifiers', index], pointsAt: 'value', failure }];
}

/** Reports an item that has only one of two keys, which are only valid together. */
function pairErrors(index: number, item: Keys, [first, second]: readonly [string, string]): PathError[] {
  if (Object.hasOwn(item, first) === Object.hasOwn(item, second)) return [];
  const [present, missing] = Object.hasOwn(item, first) ? [first, second] : [second, first];
  const failure = CONFIGURATION_FAILURES.key_requires_key({ key: present, other: missing });
  return [{ path: ['notifiers', index, present], pointsAt: 'key', failure }];
}

function duplicateLoginErrors(index: number, item: Keys): PathError[] {
  if (!Object.hasOwn(item, 'tokenFile') || !Object.hasOwn(item, 'user')) return [];
  const failure = CONFIGURATION_FAILURES.key_excludes_key({ key: 'tokenFile', other: 'user' });
  return [{ path: ['notifiers', index, 'tokenFile'], pointsAt: 'key', failure }];
}

function unknownEventErrors(index: number, { match }: Keys, knownIds: readonly number[]): PathError[] {
  const ids = typeof match === 'object' && match !== null && 'ids' in match ? match.ids : undefined;
  if (!Array.isArray(ids)) return [];
  return ids.flatMap((id: unknown, idIndex): PathError[] => {
    if (typeof id !== 'number' || !Number.isInteger(id) || knownIds.includes(id)) return [];
    const failure = unknownEvent(id, knownIds.map(String));
    return [{ path: ['notifiers', index, 'match', 'ids', idIndex], pointsAt: 'value', failure }];
  });
}

/**
 * Reports a secret that is sent to a remote server that is not verified, unless the item has
 * `allowUnverified: true`.
 */
function unverifiedSecretErrors(index: number, item: Keys): PathError[] {
  const unverified = item['allowUnverified'] === true ? undefined : unverifiedSecret(item);
  if (unverified === undefined) return [];
  const { key, failure } = unverified;
  return [{ path: ['notifiers', index, key], pointsAt: 'key', failure }];
}
