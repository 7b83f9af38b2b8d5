import type { Command } from 'commander';
import { operandsOf } from './operands-of.ts';

/** The commands that change or run something: by command, the subcommands, or the whole command. */
const CHANGING_COMMANDS: ReadonlyMap<string, 'whole command' | readonly string[]> = new Map<
  string,
  'whole command' | readonly string[]
>([
  ['run', 'whole command'],
  ['demo', 'whole command'],
  ['certificates', ['new', 'enable', 'remove', 'renew', 'import', 'export']],
  ['connectors', ['reload']],
  ['silences', ['add', 'expire']],
  ['deliveries', ['resend']],
  ['notifiers', ['test']],
  ['config', ['init']],
]);

/**
 * Returns whether a command line only reads. SIGINT ends such a command immediately, even while it
 * waits for a file; other commands must first finish or undo their changes.
 */
export function onlyReads(argv: readonly string[], program: Command): boolean {
  const [command = '', subcommand = ''] = operandsOf(argv, program);
  const changing = CHANGING_COMMANDS.get(command) ?? [];
  return changing !== 'whole command' && !changing.includes(subcommand);
}
