/** A part of a pattern segment: any run of characters, or one character of a set. */
type Token = 'any-run' | ((character: string) => boolean);

/** Returns true if a path segment is a pattern (`*`, `?`, `[…]`). */
export function isPattern(segment: string): boolean {
  return /[*?[]/.test(segment);
}

/**
 * Compiles one segment of a glob: `*`, `?`, `[a-z]`, `[!a-z]`, and a backslash before a literal
 * character. A leading dot is matched only by a dot. Takes time in proportion to pattern × name,
 * for any pattern.
 * @see https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_14
 */
export function compileSegment(pattern: string): (name: string) => boolean {
  const tokens = tokenize([...pattern]);
  const matchesHidden = pattern.startsWith('.') || pattern.startsWith('\\.');
  return (name) => (matchesHidden || !name.startsWith('.')) && matches(tokens, [...name]);
}

function tokenize(pattern: readonly string[]): Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < pattern.length; at += 1) {
    const character = pattern[at];
    if (character === '*') {
      if (tokens.at(-1) !== 'any-run') tokens.push('any-run');
    } else if (character === '?') {
      tokens.push(() => true);
    } else if (character === '[') {
      // A bracket directly after the start, or after the negation, is a member of the set.
      const end = pattern.indexOf(']', at + (pattern[at + 1] === '!' || pattern[at + 1] === '^' ? 3 : 2));
      // An opening bracket without a closing one is literal.
      if (end === -1) tokens.push((found) => found === '[');
      else {
        tokens.push(characterClass(pattern.slice(at + 1, end)));
        at = end;
      }
    } else if (character === '\\' && at + 1 < pattern.length) {
      at += 1;
      const literal = pattern[at];
      tokens.push((found) => found === literal);
    } else {
      tokens.push((found) => found === character);
    }
  }
  return tokens;
}

function characterClass(inside: readonly string[]): (character: string) => boolean {
  const isNegated = inside[0] === '!' || inside[0] === '^';
  const members = isNegated ? inside.slice(1) : inside;
  const ranges: (readonly [string, string])[] = [];
  for (let at = 0; at < members.length; at += 1) {
    const from = members[at] ?? '';
    const to = members[at + 2];
    if (members[at + 1] === '-' && to !== undefined) {
      ranges.push([from, to]);
      at += 2;
    } else {
      ranges.push([from, from]);
    }
  }
  return (character) => ranges.some(([from, to]) => from <= character && character <= to) !== isNegated;
}

function matches(tokens: readonly Token[], name: readonly string[]): boolean {
  let token = 0;
  let at = 0;
  // The latest `*`, and the offset in the name where its run ends.
  let lastRun: { readonly token: number; at: number } | undefined;
  while (at < name.length) {
    const expected = tokens[token];
    if (expected === 'any-run') {
      lastRun = { token, at };
      token += 1;
    } else if (expected?.(name[at] ?? '')) {
      token += 1;
      at += 1;
    } else if (lastRun !== undefined) {
      // Extend the run of the latest `*` by one character, and try again from there. Extending an
      // earlier run is not necessary, because it cannot give a better match.
      lastRun.at += 1;
      at = lastRun.at;
      token = lastRun.token + 1;
    } else {
      return false;
    }
  }
  return tokens.slice(token).every((rest) => rest === 'any-run');
}
