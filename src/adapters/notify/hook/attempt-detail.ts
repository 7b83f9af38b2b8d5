/** A ledger row, not an archive: how long the account of one attempt may be, characters. */
const LONGEST = 4096;

/** What is kept of one hook: a line of what became of it, and the end of what it printed; raw, empty where it printed nothing. */
export interface HookAccount {
  readonly line: string;
  readonly tail: string;
}

/** The account of an attempt: every hook's line, below it the end of its output. Long outputs share what room there is. */
export function attemptDetail(accounts: readonly HookAccount[]): string {
  const lines = accounts.map(({ line }) => line).join('\n');
  const lengths = accounts.map(({ tail }) => tail.length).filter((length) => length > 0);
  let room = LONGEST - lines.length - lengths.length;
  let share = 0;
  for (const [index, length] of lengths.sort((a, b) => a - b).entries()) {
    share = Math.max(0, Math.floor(room / (lengths.length - index)));
    // From here on all are longer: what is left is shared equally.
    if (length > share) break;
    room -= length;
  }
  const texts = accounts.map(({ line, tail }) => {
    const kept = tail.slice(Math.max(0, tail.length - share)).trimStart();
    return kept === '' ? line : `${line}\n${kept}`;
  });
  return texts.join('\n').slice(0, LONGEST);
}
