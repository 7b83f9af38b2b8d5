import { describe, expect, it } from 'vitest';
import type { DiscoveryDependencies } from '../../../src/adapters/discovery/discovery-dependencies.ts';
import { dovecotInventory } from '../../../src/adapters/discovery/dovecot-inventory.ts';
import { postfixInventory } from '../../../src/adapters/discovery/postfix-inventory.ts';
import type { ToolRun } from '../../../src/adapters/discovery/run-tool.ts';
import type { Problem } from '../../../src/domain/problem.ts';
import type { InventorySource } from '../../../src/work/ports/stores.ts';
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
  return [result.kind, problem?.reason, problem?.detail];
}

const failed = (errorOutput: string): ToolRun => ({ kind: 'ran', exitCode: 1, output: '', errorOutput });

describe.each(SOURCES)('%s', (_name, open) => {
  it('that is not installed is available, and empty', async () => {
    expect(await discover(open, { kind: 'not-installed' })).toEqual(['available', 'not_installed', '']);
  });

  it.each([
    [
      'timed_out',
      { kind: 'problem', problem: { reason: 'timed_out', location: 'x', detail: 'not done in 10 s' } },
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
    'its first line names no version, as that of Dovecot does; run doveconf -n to see what it prints',
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
      problem: { reason: 'settings_malformed', location, detail },
    });
  },
);
