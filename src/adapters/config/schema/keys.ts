/** A map of the file as it was written. */
export type Keys = Readonly<Record<string, unknown>>;

export function isKeys(value: unknown): value is Keys {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The maps of a list with their places in it; none where there is no list. */
export function items(list: unknown): [number, Keys][] {
  return Array.isArray(list) ? list.flatMap((item, index) => (isKeys(item) ? [[index, item]] : [])) : [];
}
