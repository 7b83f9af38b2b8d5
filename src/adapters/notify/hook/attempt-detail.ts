/** The maximum length of the detail of an attempt, characters. */
const LONGEST = 4096;

/**
 * The result of one hook: a line that describes it, and the unescaped end of its output, which may
 * be empty.
 */
export interface HookAccount {
  readonly line: string;
  readonly tail: string;
}

/**
 * Returns the detail of an attempt: the line of each hook, followed by the end of its output. Long
 * outputs share the available length.
 */
export function attemptDetail(accounts: readonly HookAccount[]): string {
  const lines = accounts.map(({ line }) => line).join('\n');
  const lengths = accounts.map(({ tail }) => tail.length).filter((length) => length > 0);
  let room = LONGEST - lines.length - lengths.length;
  let share = 0;
  for (const [index, length] of lengths.sort((a, b) => a - b).entries()) {
    share = Math.max(0, Math.floor(room / (lengths.length - index)));
    // All remaining outputs are longer and share the rest equally.
    if (length > share) break;
    room -= length;
  }
  const texts = accounts.map(({ line, tail }) => {
    const output = tail.slice(Math.max(0, tail.length - share)).trimStart();
    return output === '' ? line : `${line}\n${output}`;
  });
  return texts.join('\n').slice(0, LONGEST);
}
