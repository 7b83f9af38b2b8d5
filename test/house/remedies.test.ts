import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { buildProgram } from '../../src/adapters/cli/program.ts';
import { Output } from '../../src/adapters/cli/session/output.ts';
import type { Profile } from '../../src/domain/assessment/settings.ts';
import { ALL_EVENTS } from '../../src/domain/event/catalog/all.ts';
import type { NewEventRecord } from '../../src/domain/event/event-record.ts';
import { explainCommand } from '../../src/domain/remedy/explain-command.ts';
import { ALL_RULES } from '../../src/domain/rule/all.ts';
import { shellWords } from '../../src/formats/event/shell-words.ts';
import { deskDependencies } from '../adapters/cli/desk.ts';
import { CHAPTERS } from '../domain/rows/all-rows.ts';
import { CALM, Life, notation, SETTINGS, type World } from '../domain/world.ts';
import { DEMO_EXAMPLE, exampleOf } from './event-examples.ts';

type Remedies = readonly (readonly string[])[];

/** Returns the records of every scan in every row, under a profile. */
function recordsOfRows(profile: Profile): readonly NewEventRecord[] {
  return CHAPTERS.flatMap(({ rows }) => rows).flatMap((row) => {
    const life = new Life();
    let world: World = { ...CALM, ...row.world, profile };
    return [row, ...(row.later ?? [])].flatMap((pass) => {
      world = { ...world, ...pass.world };
      return life.pass(world);
    });
  });
}

const ROW_RECORDS = {
  'exchange-2007': recordsOfRows('exchange-2007'),
  'exchange-2019': recordsOfRows('exchange-2019'),
} satisfies Record<Profile, unknown>;

const OF_ROWS: Remedies = Object.values(ROW_RECORDS).flatMap((records) => records.flatMap(({ remedy }) => remedy));

/** The other commands that `connectors explain` suggests, also for names that resemble options. */
const SUGGESTED: Remedies = ['Internet MAIL01', '--help', "it's"].flatMap((name) => [
  explainCommand(SETTINGS, name),
  explainCommand(SETTINGS, name, ['--at', '2026-12-24']),
  explainCommand(SETTINGS, name, ['--with', 'FILE']),
]);

const EXAMPLES: Remedies = [...ALL_EVENTS.map(({ eventId }) => exampleOf(eventId)), DEMO_EXAMPLE].flatMap(
  (record) => record?.remedy ?? [],
);

const ALL: ReadonlyMap<string, readonly string[]> = new Map(
  [...OF_ROWS, ...SUGGESTED, ...EXAMPLES].map((argv) => [shellWords(argv), argv]),
);

const isOwn = (argv: readonly string[]): boolean => argv[0] === 'mailcertd' || argv[1] === 'mailcertd';

/**
 * Returns the command that mailcertd would run, without running it, and the words that no command
 * accepts.
 */
async function parsed(argv: readonly string[]): Promise<{ readonly path: string; readonly left: readonly string[] }> {
  const { dependencies } = deskDependencies();
  const { program } = buildProgram(dependencies, new Output(dependencies));
  let reached: Command | undefined;
  const disarm = (command: Command): void => {
    command.action(() => {
      reached = command;
    });
    for (const below of command.commands) disarm(below);
  };
  disarm(program);
  await program.parseAsync(argv, { from: 'user' });
  const names: string[] = [];
  for (let at: Command | null | undefined = reached; at; at = at.parent) names.unshift(at.name());
  const takesWords = reached?.registeredArguments[0]?.name() !== 'command';
  return { path: names.join(' '), left: takesWords ? [] : (reached?.args ?? argv) };
}

describe('a remedy', () => {
  const own = [...ALL].filter(([, argv]) => isOwn(argv));
  const others = [...ALL].filter(([, argv]) => !isOwn(argv));

  it('is expected for several commands', () => {
    expect(own.length).toBeGreaterThan(10);
    expect(others.length).toBeGreaterThan(2);
  });

  it.each(ALL_RULES.map(({ event }) => event))('exists for $eventId $symbolicName', ({ eventId }) => {
    expect(exampleOf(eventId)?.remedy).not.toEqual([]);
  });

  it('exists in every row for each Warning or worse, except events whose text says the fix', () => {
    const bare = [...ROW_RECORDS['exchange-2007'], ...ROW_RECORDS['exchange-2019']].filter(
      ({ remedy, level, change }) => remedy.length === 0 && level !== 'Information' && change !== 'once',
    );
    expect(bare.map(notation)).toEqual([]);
  });

  it.each(own)('is a command that mailcertd has: %s', async (_, argv) => {
    const { path, left } = await parsed(argv.slice(argv.indexOf('mailcertd') + 1));
    expect(left).toEqual([]);
    expect(path).toMatch(/^mailcertd \w+/);
  });

  it.each(others)('is a command of the system: %s', (_, [program]) => {
    expect([
      'cat',
      'certbot',
      'chmod',
      'chown',
      'date',
      'df',
      'journalctl',
      'keytool',
      'namei',
      'openssl',
      'setfacl',
      'ss',
      'stat',
      'systemctl',
    ]).toContain(program);
  });

  it('with an unknown command fails the check', async () => {
    expect((await parsed(['certificates', 'enabel', '3F2A', '--services', 'SMTP'])).left).toEqual(['enabel', '3F2A']);
    expect((await parsed(['connectors', 'exlpain', 'x'])).left).toEqual(['exlpain', 'x']);
    await expect(parsed(['connectors', 'explain', '--wiht', 'FILE', 'x'])).rejects.toThrow('--wiht');
  });
});
