/** The maximum number of names in a message. */
const MAX_LISTED = 5;

/** Returns the first names, quoted, and the number of the others, for a message. */
export function quotedNames(names: readonly string[]): string {
  const firstNames = names.slice(0, MAX_LISTED).map((name) => `"${name}"`);
  return names.length > MAX_LISTED
    ? `${firstNames.join(', ')} and ${names.length - MAX_LISTED} more`
    : firstNames.join(', ');
}
