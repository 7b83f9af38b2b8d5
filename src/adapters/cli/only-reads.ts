import type { Command } from 'commander';
import { operandsOf } from './arguments/operands-of.ts';

/** The subcommands that change or run something. */
type ChangingSubcommands = 'whole command' | readonly string[];

const CHANGING_SUBCOMMANDS: ReadonlyMap<string, ChangingSubcommands> = new Map<string, ChangingSubcommands>([
  ['run', 'whole command'],
  ['demo', 'whole command'],
  ['events', ['export']],
  ['certificates', ['new', 'enable', 'remove', 'renew', 'import', 'export']],
  ['connectors', ['reload']],
  ['silences', ['add', 'expire']],
  ['deliveries', ['resend']],
  ['notifiers', ['test']],
  ['state', ['backup', 'restore']],
  ['config', ['init']],
]);

/**
 * Returns whether a command line only reads. SIGINT ends such a command immediately, even while it
 * waits for a file; other commands must first finish or undo their changes.
 */
export function onlyReads(argv: readonly string[], program: Command): boolean {
  const [command = '', subcommand = ''] = operandsOf(argv, program);
  const changing = CHANGING_SUBCOMMANDS.get(command) ?? [];
  return changing !== 'whole command' && !changing.includes(subcommand);
}
