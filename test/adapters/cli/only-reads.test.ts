import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { onlyReads } from '../../../src/adapters/cli/only-reads.ts';
import { buildProgram } from '../../../src/adapters/cli/program.ts';
import { Output } from '../../../src/adapters/cli/session/output.ts';
import { deskDependencies } from './desk.ts';

const READING = [
  'scan',
  'check',
  'status',
  'events',
  'events show',
  'certificates list',
  'certificates show',
  'connectors list',
  'connectors explain',
  'connectors probe',
  'connectors discover',
  'conditions',
  'silences list',
  'deliveries list',
  'deliveries show',
  'notifiers list',
  'metrics',
  'config check',
  'config show',
  'config schema',
  'completion',
];

const CHANGING = [
  'run',
  'demo',
  'events export',
  'certificates new',
  'certificates enable',
  'certificates remove',
  'certificates renew',
  'certificates import',
  'certificates export',
  'connectors reload',
  'silences add',
  'silences expire',
  'deliveries resend',
  'notifiers test',
  'state backup',
  'state restore',
  'config init',
];

const { dependencies } = deskDependencies();
const { program } = buildProgram(dependencies, new Output(dependencies));

/** Returns all commands as they are typed: those without subcommands, and `events`. */
function commandsOf(command: Command, front: readonly string[] = []): readonly string[] {
  return command.commands.flatMap((each) => {
    const words = [...front, each.name()];
    const below = commandsOf(each, words);
    return each.name() === 'events' || below.length === 0 ? [words.join(' '), ...below] : below;
  });
}

describe('the classification of commands as read-only', () => {
  it('covers every command', () => {
    expect([...READING, ...CHANGING].sort()).toEqual([...commandsOf(program)].sort());
  });

  it.each(READING)('includes %s', (words) => {
    expect(onlyReads(['--config', 'run', ...words.split(' ')], program)).toBe(true);
  });

  it.each(CHANGING)('excludes %s', (words) => {
    expect(onlyReads(['--config', 'status', '-q', ...words.split(' ')], program)).toBe(false);
  });

  it.each([[[]], [['certificates']], [['connectors', '--format', 'json']], [['--version']]])(
    'includes a command line without a command: %j',
    (argv) => {
      expect(onlyReads(argv, program)).toBe(true);
    },
  );
});
