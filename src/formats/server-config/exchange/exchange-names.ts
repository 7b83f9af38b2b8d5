import type { ExchangeObject } from './exchange-values.ts';

/** A connector of the export, and its position: `ReceiveConnectors[0]`. */
export interface PlacedObject {
  readonly object: ExchangeObject;
  readonly place: string;
}

/** Returns a text property without `*`, which would be a wildcard in filters; empty if missing. */
function nameIn({ object }: PlacedObject, key: string): string {
  const value = object[key];
  return typeof value === 'string' ? value.replaceAll('*', '_').trim().slice(0, 256) : '';
}

/**
 * Returns a unique name for each connector:
 * 1. its name
 * 2. its identity (`MAIL01\Default MAIL01`), if several servers have a connector with this name
 * 3. its position in the export, if the identity is missing or not unique
 */
export function exchangeNames(all: readonly PlacedObject[]): ReadonlyMap<PlacedObject, string> {
  const nameCounts = new Map<string, number>();
  for (const object of all) {
    const name = nameIn(object, 'Name');
    nameCounts.set(name, (nameCounts.get(name) ?? 0) + 1);
  }
  const names = new Map<PlacedObject, string>();
  const usedNames = new Set<string>();
  for (const object of all) {
    const name = nameIn(object, 'Name');
    const preferred = nameCounts.get(name) === 1 ? name : nameIn(object, 'Identity');
    const unique = preferred === '' || usedNames.has(preferred) ? object.place : preferred;
    usedNames.add(unique);
    names.set(object, unique);
  }
  return names;
}
