/** Returns the values of a repeatable option, with the next value at the end. */
export function collectValues(value: string, previous: readonly string[] = []): readonly string[] {
  return [...previous, value];
}
