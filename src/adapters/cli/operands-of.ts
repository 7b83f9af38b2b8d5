import type { Command } from 'commander';

/** The words that are no options of the program, nor their values; unknown options are taken for such without a value. */
export function operandsOf(argv: readonly string[], { options }: Command): readonly string[] {
  let isValue = false;
  return argv.filter((word) => {
    const isOperand = !isValue && !word.startsWith('-');
    isValue = !isValue && options.some(({ required, short, long }) => required && (word === short || word === long));
    return isOperand;
  });
}
