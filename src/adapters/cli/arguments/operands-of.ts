import type { Command } from 'commander';

/**
 * Returns the words that are neither options of the program nor values of these options. Words that
 * begin with `-` are never operands, also after `--`. Unknown options are assumed to have no value.
 */
export function operandsOf(argv: readonly string[], { options }: Command): readonly string[] {
  // Commander's `required` means that the option takes a value.
  const takesValue = (word: string): boolean =>
    options.some(({ required, short, long }) => required && (word === short || word === long));
  let isOptionValue = false;
  return argv.filter((word) => {
    const isOperand = !isOptionValue && !word.startsWith('-');
    isOptionValue = !isOptionValue && takesValue(word);
    return isOperand;
  });
}
