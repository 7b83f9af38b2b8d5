import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { DiscoveryDependencies } from '../../../src/adapters/discovery/discovery-dependencies.ts';
import { dovecotInventory } from '../../../src/adapters/discovery/dovecot-inventory.ts';
import { postfixInventory } from '../../../src/adapters/discovery/postfix-inventory.ts';
import type { ToolRun } from '../../../src/adapters/discovery/run-tool.ts';
import { partName } from '../../../src/domain/connector/inventory-part.ts';
import { REST_OF_INVENTORY } from '../../../src/domain/connector/unread-parts.ts';
import { failureText } from '../../../src/domain/failure/failure-text.ts';
import type { Problem } from '../../../src/domain/failure/problem.ts';
import type { InventorySource } from '../../../src/work/ports/stores.ts';
import { problemSaying } from '../../domain/failure/problem-saying.ts';
import { said } from '../../domain/failure/said.ts';
import { temporaryDirectory } from '../../fixtures/temporary-directory.ts';
import { discoveryDependencies } from './discovery-dependencies.ts';

const SOURCES: readonly (readonly [string, (dependencies: DiscoveryDependencies) => InventorySource])[] = [
  ['Postfix', (dependencies) => postfixInventory(dependencies)],
  ['Dovecot', (dependencies) => dovecotInventory(dependencies)],
];

/**
 * Returns the state of an inventory with this output of its tool: `available` or `unavailable`, and the
 * problem.
 */
async function discover(
  open: (dependencies: DiscoveryDependencies) => InventorySource,
  answer: ToolRun,
): Promise<readonly [string, Problem['reason'] | undefined, string | undefined]> {
  const result = await open(discoveryDependencies({ run: async () => answer })).read(new AbortController().signal);
  const [problem] = result.kind === 'unavailable' ? [result.problem] : result.problems;
  return [result.kind, problem?.reason, failureText(problem?.failure ?? '', 'en')];
}

const failed = (errorOutput: string): ToolRun => ({ kind: 'ran', exitCode: 1, output: '', errorOutput });

describe.each(SOURCES)('%s', (_name, open) => {
  it('that is not installed is available, and empty', async () => {
    expect(await discover(open, { kind: 'not-installed' })).toEqual(['available', 'not_installed', '']);
  });

  it.each([
    [
      'timed_out',
      { kind: 'problem', problem: { reason: 'timed_out', location: 'x', failure: said('not done in 10 s') } },
      'not done in 10 s',
    ],
    ['permission_denied', failed('postconf: fatal: open /etc/x: Permission denied'), 'open /etc/x: Permission denied'],
    [
      'command_failed',
      failed('doveconf: Fatal: Error in configuration file x line 3: y'),
      'Error in configuration file x line 3: y',
    ],
    ['settings_malformed', { kind: 'ran', exitCode: 0, output: 'nonsense\n', errorOutput: '' }, undefined],
  ] as const)('whose tool ends with %s is unavailable', async (reason, answer, detail) => {
    const [kind, expectedReason, said] = await discover(open, answer);
    expect([kind, expectedReason]).toEqual(['unavailable', reason]);
    if (detail !== undefined) expect(said?.replace(/^(?:postconf: fatal|doveconf: Fatal): /, '')).toBe(detail);
  });
});

it.each([
  ['Postfix', SOURCES[0]?.[1], 'postconf: fatal: open /etc/postfix/main.cf: No such file or directory'],
  ['Dovecot', SOURCES[1]?.[1], 'doveconf: Fatal: open(/etc/dovecot/dovecot.conf) failed: No such file or directory'],
])('%s that was never configured is available, and empty', async (_name, open, errorOutput) => {
  if (open === undefined) throw new Error('no source');
  const [kind, reason] = await discover(open, failed(errorOutput));
  expect([kind, reason]).toEqual(['available', 'not_configured']);
});

it.each([
  [
    'Postfix',
    SOURCES[0]?.[1],
    'postconf -M',
    'it prints no service: /srv/postfix/master.cf is empty, cut short or just being written; see what it prints, and complete that file',
  ],
  [
    'Dovecot',
    SOURCES[1]?.[1],
    'doveconf -n',
    'the first line of its output contains no version of Dovecot; to see the output: doveconf -n',
  ],
])(
  '%s with invalid settings has a message with the query, the error and the fix',
  async (_name, open, location, detail) => {
    if (open === undefined) throw new Error('no source');
    const run: DiscoveryDependencies['run'] = async (command) => ({
      kind: 'ran',
      exitCode: 0,
      output:
        command.join(' ') === 'postconf'
          ? 'config_directory = /srv/postfix\nqueue_directory = /var/spool/postfix\n'
          : '',
      errorOutput: '',
    });
    expect(await open(discoveryDependencies({ run })).read(new AbortController().signal)).toMatchObject({
      kind: 'unavailable',
      problem: problemSaying('settings_malformed', location, detail),
    });
  },
);

const POSTCONF = readFileSync(
  new URL('../../formats/server-config/recorded/postconf-3.10.txt', import.meta.url),
  'utf8',
);

describe('a server with more instances than are read', () => {
  const ran = (output: string): ToolRun => ({ kind: 'ran', exitCode: 0, output, errorOutput: '' });
  /** Returns the parts that were not read, and the problems. */
  const incomplete = async (
    open: (dependencies: DiscoveryDependencies) => InventorySource,
    run: DiscoveryDependencies['run'],
  ): Promise<readonly [readonly string[] | undefined, readonly Problem['reason'][]]> => {
    const result = await open(discoveryDependencies({ run })).read(new AbortController().signal);
    if (result.kind === 'unavailable') throw new Error(failureText(result.problem.failure, 'en'));
    return [result.value.unreadParts?.map(partName), result.problems.map(({ reason }) => reason)];
  };

  it.each([
    [31, undefined, []],
    [32, [REST_OF_INVENTORY], ['too_many_files']],
  ])('is incomplete, and reported, for Postfix with %i further instances', async (count, unreadParts, reasons) => {
    const directories = Array.from({ length: count }, (_, index) => `/srv/postfix-${index}`).join(' ');
    const run: DiscoveryDependencies['run'] = async (command) => {
      if (command.includes('-M')) return ran('smtp unix - - y - - smtp\n');
      if (command.includes('-P')) return ran('');
      return ran(command.includes('-c') ? POSTCONF : `${POSTCONF}multi_instance_directories = ${directories}\n`);
    };
    expect(await incomplete(postfixInventory, run)).toEqual([unreadParts, reasons]);
  });

  it.each([
    [31, undefined, []],
    [32, [REST_OF_INVENTORY], ['too_many_files']],
  ])('is incomplete, and reported, for Dovecot with %i further instances', async (count, unreadParts, reasons) => {
    using directory = temporaryDirectory();
    const lines = Array.from({ length: count }, (_, index) => {
      mkdirSync(directory.at(`run-${index}`));
      symlinkSync(directory.write(`${index}.conf`, ''), directory.at(`run-${index}/dovecot.conf`));
      return `${directory.at(`run-${index}`)}\tinstance-${index}\t0\tyes\n`;
    });
    // An instance that was removed stays in the list.
    const removed = `${directory.at('removed')}\tremoved\t0\tno\n`;
    const run: DiscoveryDependencies['run'] = async ([program]) =>
      ran(
        program === 'doveadm'
          ? `path\tname\tlast used\trunning\n${removed}${lines.join('')}`
          : '# 2.4.1 (7d8c0e5759): /etc/dovecot/dovecot.conf\n',
      );
    const open = (dependencies: DiscoveryDependencies): InventorySource =>
      dovecotInventory(dependencies, { file: directory.write('main.conf', ''), reload: [] });
    expect(await incomplete(open, run)).toEqual([unreadParts, reasons]);
  });
});
