/** Returns a count with its noun: `1 connector`, `2 connectors`. Only for English. */
export function countWithNoun(count: number | string, noun: string): string {
  return `${count} ${noun}${Number(count) === 1 ? '' : 's'}`;
}

/** Returns the verb that agrees with a count: `1 certificate has`, `2 certificates have`. */
export function singularOrPlural(count: number | string, singular: string, plural: string): string {
  return Number(count) === 1 ? singular : plural;
}
