/**
 * Returns whether a text matches a pattern, ignoring case. `*` matches any number of characters,
 * `?` exactly one. Takes O(pattern × text) time.
 */
export function globMatches(pattern: string, text: string): boolean {
  const patternCharacters = [...pattern.toLowerCase()];
  const textCharacters = [...text.toLowerCase()];
  let [patternIndex, textIndex] = [0, 0];
  /** The index of the latest `*`, and the index after the characters that it matches so far. */
  let lastStar: { readonly patternIndex: number; textIndex: number } | undefined;
  while (textIndex < textCharacters.length) {
    const next = patternCharacters[patternIndex];
    if (next === '*') {
      lastStar = { patternIndex, textIndex };
      patternIndex += 1;
    } else if (next === '?' || (next !== undefined && next === textCharacters[textIndex])) {
      textIndex += 1;
      patternIndex += 1;
    } else if (lastStar !== undefined) {
      // Lets the latest `*` match one more character. Longer matches of an earlier `*` cannot help.
      lastStar.textIndex += 1;
      textIndex = lastStar.textIndex;
      patternIndex = lastStar.patternIndex + 1;
    } else {
      return false;
    }
  }
  return patternCharacters.slice(patternIndex).every((character) => character === '*');
}
