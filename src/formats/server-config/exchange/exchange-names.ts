import type { ExchangeObject } from './exchange-values.ts';

/** A connector of the export, and its position: `ReceiveConnectors[0]`. */
export interface PlacedObject {
  readonly object: ExchangeObject;
  readonly place: string;
}

/** Returns a name without `*`, which would be a wildcard in filters. */
function writtenIn({ object }: PlacedObject, key: string): string {
  const value = object[key];
  return typeof value === 'string' ? value.replaceAll('*', '_').trim().slice(0, 256) : '';
}

/**
 * Returns a unique name for each connector: its own name, or its identity (`MAIL01\Default MAIL01`)
 * if several servers have that name, or its position.
 */
export function exchangeNames(all: readonly PlacedObject[]): ReadonlyMap<PlacedObject, string> {
  const times = new Map<string, number>();
  for (const each of all) {
    const name = writtenIn(each, 'Name');
    times.set(name, (times.get(name) ?? 0) + 1);
  }
  const names = new Map<PlacedObject, string>();
  const taken = new Set<string>();
  for (const each of all) {
    const name = writtenIn(each, 'Name');
    const own = times.get(name) === 1 ? name : writtenIn(each, 'Identity');
    const unique = own === '' || taken.has(own) ? each.place : own;
    taken.add(unique);
    names.set(each, unique);
  }
  return names;
}
