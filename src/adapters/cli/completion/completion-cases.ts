import type { CompletedCommand, CompletedOption, CompletedValue } from './completion-tree.ts';

/** Quotes a word for bash and zsh, so that the shell expands nothing in it. */
export const shellQuoted = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`;

/**
 * Returns the kind of a value as one word of the script: `words:a b`, `list:a b`, `files`,
 * `connectors`, `nothing`, or a kind of certificates.
 */
export function wantedWord(wanted: CompletedValue): string {
  return 'words' in wanted ? `${wanted.kind}:${wanted.words.join(' ')}` : wanted.kind;
}

const takingValue = ({ wants }: CompletedOption): boolean => wants !== undefined;

/**
 * Returns the two tables of a bash or zsh script. `follow` maps typed words to commands and lists
 * the options with a value. `offer` lists the words that may follow each command.
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
