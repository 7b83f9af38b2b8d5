import { parseDuration } from '../../formats/duration.ts';
import { nearest } from '../../formats/nearest.ts';
import { quote } from './quote.ts';

/** A fault, and the way to the value it is about. */
export interface PathFault {
  readonly path: readonly PropertyKey[];
  readonly what: 'key' | 'value';
  readonly message: string;
}

type Keys = Readonly<Record<string, unknown>>;

/**
 * What is right by itself and wrong beside the rest: two of one name, steps out of order, levels of events there are not.
 * Looks at the file as it was written, so that these are told even when other things are wrong too.
 */
export function checkTogether(value: unknown, eventIds: readonly number[]): readonly PathFault[] {
  if (!isKeys(value)) return [];
  return [
    ...twice(value, 'stores', 'name', 'two stores are named'),
    ...twice(value, 'connectors', 'name', 'two connectors are named'),
    ...twice(value, 'logs', 'path', 'two outputs write to'),
    ...twoConsoles(value['logs']),
    ...patternForMy(value['stores']),
    ...steps(value['expiresSoon']),
    ...levels(value['levels'], eventIds),
    ...bothSpellings(value['proxy']),
  ];
}

/** What can be used as it is written, and would better be written otherwise. */
export function warnTogether(value: unknown): readonly PathFault[] {
  const proxy = isKeys(value) ? value['proxy'] : undefined;
  if (!isKeys(proxy) || !Object.hasOwn(proxy, REGISTRY_SPELLING)) return [];
  const message = `${REGISTRY_SPELLING} is taken for allowExternalUntrustedCerts; write that`;
  return [{ path: ['proxy', REGISTRY_SPELLING], what: 'key', message }];
}

/** As the registry of Exchange 2007 spells it. */
const REGISTRY_SPELLING = 'allowExternallUntrustedCerts';

function bothSpellings(proxy: unknown): PathFault[] {
  if (!isKeys(proxy) || !Object.hasOwn(proxy, REGISTRY_SPELLING)) return [];
  if (!Object.hasOwn(proxy, 'allowExternalUntrustedCerts')) return [];
  const message = `${REGISTRY_SPELLING} is allowExternalUntrustedCerts spelled otherwise; keep one`;
  return [{ path: ['proxy', REGISTRY_SPELLING], what: 'key', message }];
}

function twice(value: Keys, list: string, key: string, sentence: string): PathFault[] {
  const seen = new Set<string>();
  return items(value[list]).flatMap(([index, item]) => {
    const text = item[key];
    if (typeof text !== 'string') return [];
    const message = `${sentence} ${quote(text)}; change one of them`;
    return seen.size === seen.add(text).size ? [{ path: [list, index, key], what: 'value', message }] : [];
  });
}

function twoConsoles(logs: unknown): PathFault[] {
  const consoles = items(logs).filter(([, item]) => item['to'] === 'console');
  const message = 'the console stands here a second time; keep one';
  return consoles.slice(1).map(([index]) => ({ path: ['logs', index], what: 'value', message }));
}

function patternForMy(stores: unknown): PathFault[] {
  const message = 'the store named My is written to, so its path is one folder and no pattern';
  return items(stores)
    .filter(([, { name, path }]) => name === 'My' && typeof path === 'string' && /[*?[{]/.test(path))
    .map(([index]) => ({ path: ['stores', index, 'path'], what: 'value', message }));
}

function steps(expiresSoon: unknown): PathFault[] {
  if (!isKeys(expiresSoon) || !Array.isArray(expiresSoon['steps'])) return [];
  const within = durationOf(expiresSoon['within'] ?? '21d');
  let before: number | undefined;
  return expiresSoon['steps'].flatMap((written: unknown, index): PathFault[] => {
    const step = durationOf(written);
    if (step === undefined) return [];
    const path = ['expiresSoon', 'steps', index];
    const outOfOrder = before !== undefined && step >= before;
    before = step;
    if (within !== undefined && step > within) {
      const message = `step ${quote(written)} is longer than within (${quote(expiresSoon['within'] ?? '21d')}); shorten it`;
      return [{ path, what: 'value', message }];
    }
    const message = `step ${quote(written)} is not shorter than the one before; write the longest first`;
    return outOfOrder ? [{ path, what: 'value', message }] : [];
  });
}

function levels(value: unknown, eventIds: readonly number[]): PathFault[] {
  const known = eventIds.map(String);
  return Object.keys(isKeys(value) ? value : {})
    .filter((id) => !known.includes(id))
    .map((id) => {
      const meant = nearest(id, known);
      const right = meant === undefined ? 'docs/events lists them' : `did you mean ${meant}?`;
      return { path: ['levels', id], what: 'key', message: `there is no event ${quote(id)}; ${right}` };
    });
}

function durationOf(written: unknown): number | undefined {
  return typeof written === 'string' ? parseDuration(written) : undefined;
}

function items(list: unknown): [number, Keys][] {
  return Array.isArray(list) ? list.flatMap((item, index) => (isKeys(item) ? [[index, item]] : [])) : [];
}

function isKeys(value: unknown): value is Keys {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
