import type { Command } from 'commander';
import { operandsOf } from './operands-of.ts';

/** What makes `connectors probe` answer as a plugin: whoever gives a limit asks for a verdict, too. */
const VERDICT = /^(?:--check|(?:--warning|--critical)(?:=.*)?|-[wc].*)$/s;

/**
 * Whether a command line, also one that cannot be read, asks for a Nagios plugin: a monitoring system reads standard output, and
 * takes 2 for CRITICAL, so that its plugin must not answer as other commands do.
 */
export function asksForVerdict(argv: readonly string[], program: Command): boolean {
  const [command, below] = operandsOf(argv, program);
  if (command === 'connectors' && below === 'probe') return argv.some((word) => VERDICT.test(word));
  return command === 'check';
}
