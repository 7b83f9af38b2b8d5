import { CONFIGURATION_FAILURES } from '../../../domain/failure/configuration-failures.ts';
import type { Failure } from '../../../domain/failure/failure.ts';
import { indexedMaps, isKeys, type Keys } from '../schema/keys.ts';
import type { PathError } from '../schema/path-error.ts';

/** A key that has another name since version 0.1.0. */
interface RenamedKey {
  /** The path of the map that has the key; `[]` is every item of a list. */
  readonly parent: string;
  readonly oldName: string;
  readonly newName: string;
  /** An example, if the value is written differently too. */
  readonly example?: string;
}

/** Every renamed key. */
export const RENAMED_KEYS: readonly RenamedKey[] = [
  { parent: 'stores[]', oldName: 'automated', newName: 'autoRenewed' },
  { parent: 'connectors[].probe', oldName: 'failuresBeforeUnreachable', newName: 'failureThreshold' },
  { parent: 'connectors[].probe', oldName: 'both', newName: 'keyTypes', example: '[rsa, ecdsa]' },
  { parent: 'probing', oldName: 'every', newName: 'interval' },
  { parent: 'probing', oldName: 'inFlight', newName: 'maxConcurrent' },
  { parent: 'probing', oldName: 'spacing', newName: 'hostInterval' },
  { parent: 'expiresSoon', oldName: 'share', newName: 'fraction' },
  { parent: 'expiresSoon', oldName: 'steps', newName: 'remindAt' },
  { parent: 'logs[]', oldName: 'to', newName: 'type' },
  { parent: 'notifiers[]', oldName: 'on', newName: 'changes' },
  { parent: 'notifiers[]', oldName: 'groupWithin', newName: 'groupWait' },
  { parent: 'notifiers[]', oldName: 'giveUpAfter', newName: 'retryFor' },
  { parent: 'notifiers[]', oldName: 'every', newName: 'interval' },
];

/** Returns one error for each renamed key of a configuration as it was written. */
export function checkRenamedKeys(value: unknown): readonly PathError[] {
  if (!isKeys(value)) return [];
  return RENAMED_KEYS.flatMap((key) =>
    mapsAt(value, [], key.parent.split('.'))
      .filter(([, map]) => Object.hasOwn(map, key.oldName))
      .map(([path]): PathError => ({ path: [...path, key.oldName], pointsAt: 'key', failure: renamedKey(key, path) })),
  );
}

/**
 * Returns every map at a path, with its actual path. For example, the steps `connectors[]` and
 * `probe` lead to the maps `probe` of all connectors.
 */
function mapsAt(
  map: Keys,
  path: readonly PropertyKey[],
  [step, ...laterSteps]: readonly string[],
): readonly (readonly [path: readonly PropertyKey[], map: Keys])[] {
  if (step === undefined) return [[path, map]];
  const key = step.replace('[]', '');
  const value = Object.hasOwn(map, key) ? map[key] : undefined;
  if (key !== step)
    return indexedMaps(value).flatMap(([index, item]) => mapsAt(item, [...path, key, index], laterSteps));
  return isKeys(value) ? mapsAt(value, [...path, key], laterSteps) : [];
}

function renamedKey({ oldName, newName, example }: RenamedKey, path: readonly PropertyKey[]): Failure {
  const segments = [...path, oldName].map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`));
  const key = segments.join('').slice(1);
  return example === undefined
    ? CONFIGURATION_FAILURES.key_renamed({ key, name: newName })
    : CONFIGURATION_FAILURES.key_renamed_with_example({ key, name: newName, example });
}
