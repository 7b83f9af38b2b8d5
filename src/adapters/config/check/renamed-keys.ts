import { isKeys, items, type Keys } from '../schema/keys.ts';
import type { PathError } from '../schema/path-error.ts';

/** A key that has another name since version 0.1.0. */
interface RenamedKey {
  /** The path of the map that has the key; `[]` is every item of a list. */
  readonly parent: string;
  readonly before: string;
  readonly now: string;
  /** An example, if the value is written differently too. */
  readonly example?: string;
}

/** Every renamed key. */
export const RENAMED_KEYS: readonly RenamedKey[] = [
  { parent: 'stores[]', before: 'automated', now: 'autoRenewed' },
  { parent: 'connectors[].probe', before: 'failuresBeforeUnreachable', now: 'failureThreshold' },
  { parent: 'connectors[].probe', before: 'both', now: 'keyTypes', example: '[rsa, ecdsa]' },
  { parent: 'probing', before: 'every', now: 'interval' },
  { parent: 'probing', before: 'inFlight', now: 'maxConcurrent' },
  { parent: 'probing', before: 'spacing', now: 'hostInterval' },
  { parent: 'expiresSoon', before: 'share', now: 'fraction' },
  { parent: 'expiresSoon', before: 'steps', now: 'remindAt' },
  { parent: 'logs[]', before: 'to', now: 'type' },
  { parent: 'notifiers[]', before: 'on', now: 'changes' },
  { parent: 'notifiers[]', before: 'groupWithin', now: 'groupWait' },
  { parent: 'notifiers[]', before: 'giveUpAfter', now: 'retryFor' },
  { parent: 'notifiers[]', before: 'every', now: 'interval' },
];

/** Returns one error for each renamed key of a configuration as it was written. */
export function checkRenamed(value: unknown): readonly PathError[] {
  if (!isKeys(value)) return [];
  return RENAMED_KEYS.flatMap((key) =>
    mapsAt(value, [], key.parent.split('.'))
      .filter(([, map]) => Object.hasOwn(map, key.before))
      .map(([path]): PathError => ({ path: [...path, key.before], marks: 'key', ...texts(key, path) })),
  );
}

/** Returns the maps at a path such as `connectors[]`, `probe`, each with its own path. */
function mapsAt(
  map: Keys,
  path: readonly PropertyKey[],
  [step, ...rest]: readonly string[],
): readonly (readonly [readonly PropertyKey[], Keys])[] {
  if (step === undefined) return [[path, map]];
  const key = step.replace('[]', '');
  const value = Object.hasOwn(map, key) ? map[key] : undefined;
  if (key !== step) return items(value).flatMap(([index, item]) => mapsAt(item, [...path, key, index], rest));
  return isKeys(value) ? mapsAt(value, [...path, key], rest) : [];
}

function texts(
  { before, now, example }: RenamedKey,
  path: readonly PropertyKey[],
): Pick<PathError, 'message' | 'japanese'> {
  const written = [...path, before].map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`));
  const key = written.join('').slice(1);
  return {
    message: `${key} is now called ${now}${example === undefined ? '' : `, for example ${now}: ${example}`}`,
    japanese: `${key} の名前は ${now} に変わりました${example === undefined ? '' : ` (例: ${now}: ${example})`}`,
  };
}
