/** A YAML map of the file, as written; its values may have any type. */
export type Keys = Readonly<Record<string, unknown>>;

/** Returns whether a value is a map. */
export function isKeys(value: unknown): value is Keys {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Returns the maps in a list with their indexes; empty if the value is not a list. */
export function indexedMaps(list: unknown): [index: number, map: Keys][] {
  return Array.isArray(list) ? list.flatMap((item, index) => (isKeys(item) ? [[index, item]] : [])) : [];
}
