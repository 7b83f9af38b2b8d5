import type { Command } from 'commander';

/**
 * Returns the words that are neither options of the program nor their values. A word that begins
 * with `-` is an option, also `--` and `--name=value`. Unknown options are assumed to have no value.
 */
export function operandsOf(argv: readonly string[], { options }: Command): readonly string[] {
  // Commander's `required` means that the option takes a value.
  const takesValue = (word: string): boolean =>
    options.some(({ required, short, long }) => required && (word === short || word === long));
  let isValue = false;
  return argv.filter((word) => {
    const isOperand = !isValue && !word.startsWith('-');
    isValue = !isValue && takesValue(word);
    return isOperand;
  });
}
