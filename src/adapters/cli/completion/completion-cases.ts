import type { CompletedCommand, CompletedOption, CompletedValue } from './completion-tree.ts';

/** Returns a word in single quotes, in which bash and zsh expand nothing. */
export const quoteForShell = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`;

/**
 * Returns the kind of a value as one word of the script: `words:a b`, `list:a b`, `files`,
 * `connectors`, `nothing`, or a kind of certificates.
 */
export function valueKindWord(value: CompletedValue): string {
  return 'words' in value ? `${value.kind}:${value.words.join(' ')}` : value.kind;
}

const takesValue = ({ value }: CompletedOption): boolean => value !== undefined;

/**
 * Returns the branches of the two `case` statements in a bash or zsh script.
 * - parseCases: for a command and the next word, sets `at` to the subcommand, or `wanted` to the
 *   kind of the option's value
 * - offerCases: for a command, sets `below`, `options` and `argument` to what may follow it
 */
export function completionCases(commands: readonly CompletedCommand[]): {
  readonly parseCases: string;
  readonly offerCases: string;
} {
  const parseCases = commands.flatMap(({ path, subcommands, options }) => [
    ...subcommands.map(
      ({ name }) => `      ${quoteForShell(`${path} ${name}`)}) at=${quoteForShell(`${path} ${name}`)} ;;`,
    ),
    ...options.filter(takesValue).map(({ flags, value }) => {
      const patterns = flags.map((flag) => quoteForShell(`${path} ${flag}`)).join('|');
      return `      ${patterns}) wanted=${quoteForShell(value === undefined ? '' : valueKindWord(value))} ;;`;
    }),
  ]);
  const offerCases = commands.map(({ path, subcommands, options, argument }) => {
    const names = subcommands.map(({ name }) => quoteForShell(name)).join(' ');
    const flags = options.flatMap((option) => option.flags.map(quoteForShell)).join(' ');
    return `    ${quoteForShell(path)}) below=(${names}) options=(${flags}) argument=${quoteForShell(valueKindWord(argument))} ;;`;
  });
  return { parseCases: parseCases.join('\n'), offerCases: offerCases.join('\n') };
}
