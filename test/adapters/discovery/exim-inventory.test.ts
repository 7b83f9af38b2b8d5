import { mkdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { eximInventory } from '../../../src/adapters/discovery/exim-inventory.ts';
import type { RunTool, ToolRun } from '../../../src/adapters/discovery/run-tool.ts';
import { failureText } from '../../../src/domain/failure/failure-text.ts';
import { problemSaying } from '../../domain/failure/problem-saying.ts';
import { said } from '../../domain/failure/said.ts';
import { temporaryDirectory } from '../../fixtures/temporary-directory.ts';
import { discoveryDependencies, NOON } from './discovery-dependencies.ts';

const never = new AbortController().signal;
const OPTIONS = `daemon_smtp_ports = smtp
exim_user = exim
local_interfaces = 127.0.0.1
primary_hostname = mail.contoso.com
tls_advertise_hosts = *
tls_certificate = /etc/exim/a.pem
tls_on_connect_ports =
tls_privatekey =
`;
const NOT_INSTALLED: ToolRun = { kind: 'not-installed' };

function printed(output: string): ToolRun {
  return { kind: 'ran', exitCode: 0, output, errorOutput: '' };
}

function complained(errorOutput: string): ToolRun {
  return { kind: 'ran', exitCode: 1, output: '', errorOutput };
}

/** Returns a runner of tools with these answers; all other programs are not installed. */
function answering(answers: Readonly<Record<string, ToolRun>>): RunTool {
  return async (command) => answers[command.join(' ')] ?? NOT_INSTALLED;
}

describe('the inventory of Exim, read with its own tool', () => {
  it('uses either name of the tool', async () => {
    const run = answering({
      'exim -bP': printed(OPTIONS),
      'exim -bP config_file': printed('/etc/exim/exim.conf\n'),
      'exim -bP transports': printed('\nout transport:\ndriver = smtp\ntls_certificate = /etc/exim/client.pem\n'),
    });
    const result = await eximInventory(discoveryDependencies({ run })).read(never);
    expect(result).toMatchObject({
      kind: 'available',
      at: NOON,
      value: {
        connectors: [
          {
            name: 'exim 127.0.0.1:25',
            certificateFiles: ['/etc/exim/a.pem'],
            keyLoadedBy: 'exim',
            reload: ['systemctl', 'reload', 'exim'],
            source: { inventory: 'exim', place: 'exim -bP tls_certificate' },
          },
          { name: 'exim out', direction: 'send' },
        ],
        stores: [],
        readFrom: ['/etc/exim/exim.conf', '/etc/default/exim4'],
      },
      problems: [],
    });
  });

  it('is empty, with a message, if Exim is not installed or has no configuration', async () => {
    const absent = await eximInventory(discoveryDependencies({ run: answering({}) })).read(never);
    expect(absent).toEqual({
      kind: 'available',
      at: NOON,
      value: { connectors: [], stores: [] },
      problems: [problemSaying('not_installed', 'exim4', '')],
    });
    const errorOutput = 'LOG: MAIN PANIC DIE non-existent configuration file(s): /etc/exim4/exim4.conf';
    const bare = await eximInventory(
      discoveryDependencies({ run: answering({ 'exim4 -bP': complained(errorOutput) }) }),
    ).read(never);
    const detail = 'non-existent configuration file(s): /etc/exim4/exim4.conf';
    expect(bare).toMatchObject({
      kind: 'available',
      value: { connectors: [] },
      problems: [problemSaying('not_configured', 'exim4 -bP', detail)],
    });
  });

  it.each([
    ['permission_denied', complained('LOG: MAIN PANIC DIE failed to open configuration file /x: Permission denied')],
    ['command_failed', complained('LOG: PANIC DIE Exim configuration error in line 9 of /x: main option "y" unknown')],
    ['timed_out', { kind: 'problem', problem: { reason: 'timed_out', location: 'exim4 -bP', failure: said('x') } }],
  ] as const)('is unavailable with %s if its tool fails: nothing is removed', async (reason, answer) => {
    const result = await eximInventory(discoveryDependencies({ run: answering({ 'exim4 -bP': answer }) })).read(never);
    expect(result).toMatchObject({ kind: 'unavailable', since: NOON, problem: { reason, location: 'exim4 -bP' } });
    expect(result.kind === 'unavailable' && failureText(result.problem.failure, 'en')).not.toContain('PANIC');
  });

  it('is unavailable if its start options exist and cannot be read, with the connectors of its settings', async () => {
    using directory = temporaryDirectory();
    const run = answering({
      'exim -bP': printed(OPTIONS),
      'exim -bP config_file': printed('/etc/exim/exim.conf\n'),
      'exim -bP transports': printed(''),
    });
    // A directory instead of the file.
    const startOptions = directory.at('default');
    mkdirSync(startOptions);
    expect(await eximInventory(discoveryDependencies({ run }), startOptions).read(never)).toMatchObject({
      kind: 'unavailable',
      problem: { reason: 'not_a_regular_file', location: startOptions },
      last: { value: { connectors: [{ name: 'exim 127.0.0.1:25' }] } },
    });
  });

  it('is unavailable if only a part of it can be queried', async () => {
    const run = answering({ 'exim4 -bP': printed(OPTIONS), 'exim4 -bP transports': complained('no') });
    expect(await eximInventory(discoveryDependencies({ run })).read(never)).toMatchObject({
      kind: 'unavailable',
      problem: { reason: 'command_failed', location: 'exim4 -bP transports' },
    });
  });
});
