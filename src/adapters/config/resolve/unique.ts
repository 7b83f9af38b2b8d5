/** Each value once, where it stands first. */
export function unique<T>(values: readonly T[]): readonly T[] {
  return [...new Set(values)];
}
