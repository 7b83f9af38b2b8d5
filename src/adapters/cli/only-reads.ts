import type { Command } from 'commander';
import { operandsOf } from './operands-of.ts';

/**
 * The commands that change or run something, by their first two words. `[]` means all subcommands.
 */
const CHANGING_COMMANDS: ReadonlyMap<string, readonly string[]> = new Map([
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
  const [command = '', subcommand = ''] = operandsOf(argv, program);
  const changing = CHANGING_COMMANDS.get(command);
  return changing === undefined || (changing.length > 0 && !changing.includes(subcommand));
}
