/**
 * Whether a text is what a pattern describes, in any case: `*` stands for any run of characters, `?` for one, all else for
 * itself. Takes time in proportion to pattern × text, whatever the pattern.
 */
export function globMatches(pattern: string, text: string): boolean {
  const wanted = [...pattern.toLowerCase()];
  const found = [...text.toLowerCase()];
  let [at, wantedAt] = [0, 0];
  let run: { readonly wantedAt: number; at: number } | undefined;
  while (at < found.length) {
    const next = wanted[wantedAt];
    if (next === '*') {
      run = { wantedAt, at };
      wantedAt += 1;
    } else if (next === '?' || (next !== undefined && next === found[at])) {
      at += 1;
      wantedAt += 1;
    } else if (run !== undefined) {
      // Only the latest run needs to be tried longer: an earlier one cannot do better.
      run.at += 1;
      at = run.at;
      wantedAt = run.wantedAt + 1;
    } else {
      return false;
    }
  }
  return wanted.slice(wantedAt).every((rest) => rest === '*');
}
