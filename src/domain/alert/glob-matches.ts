/**
 * Returns whether a text matches a pattern, ignoring case. `*` matches any number of characters,
 * `?` exactly one. Takes at most time proportional to pattern × text.
 */
export function globMatches(pattern: string, text: string): boolean {
  const patternCharacters = [...pattern.toLowerCase()];
  const textCharacters = [...text.toLowerCase()];
  let [at, wantedAt] = [0, 0];
  let run: { readonly wantedAt: number; at: number } | undefined;
  while (at < textCharacters.length) {
    const next = patternCharacters[wantedAt];
    if (next === '*') {
      run = { wantedAt, at };
      wantedAt += 1;
    } else if (next === '?' || (next !== undefined && next === textCharacters[at])) {
      at += 1;
      wantedAt += 1;
    } else if (run !== undefined) {
      // Only the latest `*` can take more characters: longer matches of earlier ones cannot help.
      run.at += 1;
      at = run.at;
      wantedAt = run.wantedAt + 1;
    } else {
      return false;
    }
  }
  return patternCharacters.slice(wantedAt).every((rest) => rest === '*');
}
