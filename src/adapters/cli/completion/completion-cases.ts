import type { CompletedCommand, CompletedOption, CompletedValue } from './completion-tree.ts';

/** A word that no shell expands. */
export const shellQuoted = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`;

/** What is wanted, in one word of the script: `words:a b`, `list:a b`, `files`, `connectors`, `nothing`, or which certificates. */
export function wantedWord(wanted: CompletedValue): string {
  return 'words' in wanted ? `${wanted.kind}:${wanted.words.join(' ')}` : wanted.kind;
}

const takingValue = ({ wants }: CompletedOption): boolean => wants !== undefined;

/**
 * The two tables of a script for bash or zsh: one follows a typed word from one command to the next, and knows which options
 * want a value; the other has what can stand behind a command.
 */
export function completionCases(commands: readonly CompletedCommand[]): {
  readonly follow: string;
  readonly offer: string;
} {
  const follow = commands.flatMap(({ path, below, options }) => [
    ...below.map(({ name }) => `      ${shellQuoted(`${path} ${name}`)}) at=${shellQuoted(`${path} ${name}`)} ;;`),
    ...options.filter(takingValue).map(({ flags, wants }) => {
      const patterns = flags.map((flag) => shellQuoted(`${path} ${flag}`)).join('|');
      return `      ${patterns}) wanted=${shellQuoted(wants === undefined ? '' : wantedWord(wants))} ;;`;
    }),
  ]);
  const offer = commands.map(({ path, below, options, argument }) => {
    const names = below.map(({ name }) => shellQuoted(name)).join(' ');
    const flags = options.flatMap((option) => option.flags.map(shellQuoted)).join(' ');
    return `    ${shellQuoted(path)}) below=(${names}) options=(${flags}) argument=${shellQuoted(wantedWord(argument))} ;;`;
  });
  return { follow: follow.join('\n'), offer: offer.join('\n') };
}
