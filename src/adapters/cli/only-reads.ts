import type { Command } from 'commander';
import { operandsOf } from './operands-of.ts';

/**
 * The commands that change or run something, by their first two words. `[]` means all subcommands.
 */
const NOT_ONLY_READING: ReadonlyMap<string, readonly string[]> = new Map([
  ['run', []],
  ['demo', []],
  ['certificates', ['new', 'enable', 'remove', 'renew', 'import', 'export']],
  ['connectors', ['reload']],
  ['silences', ['add', 'expire']],
  ['deliveries', ['resend']],
  ['notifiers', ['test']],
  ['config', ['init']],
]);

/**
 * Returns whether a command line only reads. SIGINT ends such a command immediately, even while it
 * waits for a file. Other commands first finish or undo their changes.
 */
export function onlyReads(argv: readonly string[], program: Command): boolean {
  const [command = '', below = ''] = operandsOf(argv, program);
  const changing = NOT_ONLY_READING.get(command);
  return changing === undefined || (changing.length > 0 && !changing.includes(below));
}
