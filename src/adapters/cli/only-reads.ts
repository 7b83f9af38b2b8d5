import type { Command } from 'commander';
import { operandsOf } from './operands-of.ts';

/** The commands that change or run something, by their first two words; `[]`: all below the first word. */
const NOT_ONLY_READING: ReadonlyMap<string, readonly string[]> = new Map([
  ['run', []],
  ['demo', []],
  ['certificates', ['new', 'enable', 'remove', 'renew', 'import', 'export']],
  ['connectors', ['reload']],
  ['silences', ['add', 'end']],
  ['deliveries', ['replay']],
  ['notifiers', ['test']],
  ['config', ['init']],
]);

/**
 * Whether a command line only reads. Such a command has nothing to finish: SIGINT ends it at once, also while the system makes
 * it wait for a file. The others finish or undo what they have begun.
 */
export function onlyReads(argv: readonly string[], program: Command): boolean {
  const [command = '', below = ''] = operandsOf(argv, program);
  const changing = NOT_ONLY_READING.get(command);
  return changing === undefined || (changing.length > 0 && !changing.includes(below));
}
