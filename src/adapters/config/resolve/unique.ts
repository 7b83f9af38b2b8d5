/** Returns each value once, in the order of first occurrence. */
export function unique<T>(values: readonly T[]): readonly T[] {
  return [...new Set(values)];
}
