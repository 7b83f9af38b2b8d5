/** The maximum length of the detail of an attempt, characters. */
const MAX_CHARACTERS = 4096;

/** The result of one hook. */
export interface HookReport {
  /** Describes the result. */
  readonly line: string;
  /** The end of the hook's output, not escaped; empty if there is none. */
  readonly tail: string;
}

/**
 * Returns the detail of an attempt: the line of each hook, followed by the end of its output. Long
 * outputs share the available length.
 */
export function attemptDetail(reports: readonly HookReport[]): string {
  const lines = reports.map(({ line }) => line).join('\n');
  const outputLengths = reports.map(({ tail }) => tail.length).filter((length) => length > 0);
  // A line feed precedes each output.
  let remainingCharacters = MAX_CHARACTERS - lines.length - outputLengths.length;
  let charactersPerOutput = 0;
  // From the shortest output: an output that is shorter than its share leaves the rest to the
  // others.
  for (const [index, length] of outputLengths.sort((a, b) => a - b).entries()) {
    charactersPerOutput = Math.max(0, Math.floor(remainingCharacters / (outputLengths.length - index)));
    // This output and all later ones, which are at least as long, are cut to this length.
    if (length > charactersPerOutput) break;
    remainingCharacters -= length;
  }
  const texts = reports.map(({ line, tail }) => {
    const output = tail.slice(Math.max(0, tail.length - charactersPerOutput)).trimStart();
    return output === '' ? line : `${line}\n${output}`;
  });
  return texts.join('\n').slice(0, MAX_CHARACTERS);
}
