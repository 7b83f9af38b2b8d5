/** The maximum length of the detail of an attempt, characters. */
const MAX_CHARACTERS = 4096;

/**
 * The result of one hook: a line that describes it, and the unescaped end of its output, which may
 * be empty.
 */
export interface HookReport {
  readonly line: string;
  readonly tail: string;
}

/**
 * Returns the detail of an attempt: the line of each hook, followed by the end of its output. Long
 * outputs share the available length.
 */
export function attemptDetail(reports: readonly HookReport[]): string {
  const lines = reports.map(({ line }) => line).join('\n');
  const lengths = reports.map(({ tail }) => tail.length).filter((length) => length > 0);
  let remainingCharacters = MAX_CHARACTERS - lines.length - lengths.length;
  let charactersPerOutput = 0;
  for (const [index, length] of lengths.sort((a, b) => a - b).entries()) {
    charactersPerOutput = Math.max(0, Math.floor(remainingCharacters / (lengths.length - index)));
    // All remaining outputs are longer and share the rest equally.
    if (length > charactersPerOutput) break;
    remainingCharacters -= length;
  }
  const texts = reports.map(({ line, tail }) => {
    const output = tail.slice(Math.max(0, tail.length - charactersPerOutput)).trimStart();
    return output === '' ? line : `${line}\n${output}`;
  });
  return texts.join('\n').slice(0, MAX_CHARACTERS);
}
