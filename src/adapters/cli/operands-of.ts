import type { Command } from 'commander';

/**
 * Returns the words that are neither options of the program nor their values. Unknown options are
 * assumed to have no value.
 */
export function operandsOf(argv: readonly string[], { options }: Command): readonly string[] {
  let isValue = false;
  return argv.filter((word) => {
    const isOperand = !isValue && !word.startsWith('-');
    isValue = !isValue && options.some(({ required, short, long }) => required && (word === short || word === long));
    return isOperand;
  });
}
