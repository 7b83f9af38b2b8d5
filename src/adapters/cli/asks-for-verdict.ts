import type { Command } from 'commander';

/** What makes `connectors probe` answer as a plugin: whoever gives a limit asks for a verdict, too. */
const VERDICT = /^(?:--check|(?:--warning|--critical)(?:=.*)?|-[wc].*)$/s;

/** The words that are no options of the program, nor their values; unknown options are taken for such without a value. */
function operandsOf(argv: readonly string[], { options }: Command): readonly string[] {
  let isValue = false;
  return argv.filter((word) => {
    const isOperand = !isValue && !word.startsWith('-');
    isValue = !isValue && options.some(({ required, short, long }) => required && (word === short || word === long));
    return isOperand;
  });
}

/**
 * Whether a command line, also one that cannot be read, asks for a Nagios plugin: a monitoring system reads standard output, and
 * takes 2 for CRITICAL, so that its plugin must not answer as other commands do.
 */
export function asksForVerdict(argv: readonly string[], program: Command): boolean {
  const [command, below] = operandsOf(argv, program);
  if (command === 'connectors' && below === 'probe') return argv.some((word) => VERDICT.test(word));
  return command === 'check';
}
