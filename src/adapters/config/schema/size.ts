const UNITS = [
  ['GB', 1e9],
  ['MB', 1e6],
  ['kB', 1e3],
  ['B', 1],
] as const;

/** Parses a size in bytes; undefined if it is invalid or not a safe integer. */
export function parseSize(text: string): number | undefined {
  const [, digits, unitName] = /^(\d{1,16})\s?([a-zA-Z]{1,2})$/.exec(text) ?? [];
  const unit = UNITS.find(([name]) => name.toLowerCase() === unitName?.toLowerCase());
  if (unit === undefined) return undefined;
  const size = Number(digits) * unit[1];
  return Number.isSafeInteger(size) ? size : undefined;
}

/** Renders a size in the largest unit without a remainder. */
export function renderSize(size: number): string {
  // Only 0 has no such unit.
  const [name, unitBytes] = UNITS.find(([, bytes]) => size % bytes === 0 && size >= bytes) ?? (['B', 1] as const);
  return `${size / unitBytes}${name}`;
}
