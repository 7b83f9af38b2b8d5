import { nearest } from '../../../formats/text/nearest.ts';
import { quote } from '../quote.ts';
import type { PathError } from '../schema/path-error.ts';
import { unverifiedSecret } from './unverified-secret.ts';

type Keys = Readonly<Record<string, unknown>>;

/**
 * Reports an item that does not have exactly one of two keys. The place is the item or the second
 * key.
 */
function oneOf(index: number, item: Keys, [first, second]: readonly [string, string]): PathError[] {
  const [hasFirst, hasSecond] = [Object.hasOwn(item, first), Object.hasOwn(item, second)];
  if (hasFirst && hasSecond) {
    const message = `${second} is only valid without ${first}; remove one of them`;
    return [{ path: ['notifiers', index, second], marks: 'key', message }];
  }
  if (hasFirst || hasSecond) return [];
  return [{ path: ['notifiers', index], marks: 'value', message: `${first} or ${second} is required` }];
}

/** Reports one of two keys that are only valid together. */
function together(index: number, item: Keys, [first, second]: readonly [string, string]): PathError[] {
  if (Object.hasOwn(item, first) === Object.hasOwn(item, second)) return [];
  const [has, lacks] = Object.hasOwn(item, first) ? [first, second] : [second, first];
  const message = `${has} requires ${lacks}`;
  return [{ path: ['notifiers', index, has], marks: 'key', message }];
}

function twoLogins(index: number, item: Keys): PathError[] {
  if (!Object.hasOwn(item, 'tokenFile') || !Object.hasOwn(item, 'user')) return [];
  const message = 'tokenFile is only valid without user; remove one of them';
  return [{ path: ['notifiers', index, 'tokenFile'], marks: 'key', message }];
}

function unknownIds(index: number, { match }: Keys, known: readonly number[]): PathError[] {
  const ids = typeof match === 'object' && match !== null && 'ids' in match ? match.ids : undefined;
  if (!Array.isArray(ids)) return [];
  return ids.flatMap((id: unknown, at): PathError[] => {
    if (typeof id !== 'number' || !Number.isInteger(id) || known.includes(id)) return [];
    const meant = nearest(String(id), known.map(String));
    const right = meant === undefined ? 'docs/events lists them' : `did you mean ${meant}?`;
    const message = `there is no event ${quote(id)}; ${right}`;
    return [{ path: ['notifiers', index, 'match', 'ids', at], marks: 'value', message }];
  });
}

/**
 * Returns an error if a secret is sent to a remote server that is not verified, unless the item
 * allows that.
 */
function sentUnverified(index: number, item: Keys): PathError[] {
  const found = item['allowUnverified'] === true ? undefined : unverifiedSecret(item);
  if (found === undefined) return [];
  const { key, rule, because } = found;
  const message = `${rule}: ${because}; to allow it, set allowUnverified: true`;
  return [{ path: ['notifiers', index, key], marks: 'key', message }];
}

/** Returns errors between the keys of an item of `notifiers`, as written in the file. */
export function checkNotifier(index: number, item: Keys, eventIds: readonly number[]): readonly PathError[] {
  const { type } = item;
  return [
    ...(type === 'exec' ? oneOf(index, item, ['directory', 'command']) : []),
    ...(type === 'webhook' || type === 'heartbeat' ? oneOf(index, item, ['url', 'urlFile']) : []),
    ...(type === 'mail' || type === 'alertmanager' ? together(index, item, ['user', 'passwordFile']) : []),
    ...(type === 'alertmanager' ? twoLogins(index, item) : []),
    ...sentUnverified(index, item),
    ...unknownIds(index, item, eventIds),
  ];
}
