import { describe, expect, it } from 'vitest';
import { runTool } from '../../../src/adapters/discovery/run-tool.ts';
import { runWithoutCapability } from '../../../src/adapters/discovery/run-without-capability.ts';
import { saying } from '../../domain/failure/saying.ts';

const signal = new AbortController().signal;

/**
 * Returns a function that puts a program before a command, as setpriv is put to drop a capability.
 */
const prefixedWith =
  (...program: readonly string[]) =>
  async (command: readonly string[]): Promise<readonly string[]> => [...program, ...command];

describe('a tool that runs without the capability of the daemon', () => {
  const run = runWithoutCapability(runTool, prefixedWith('setpriv', '--inh-caps=-all', '--'));

  it('has the same output as with it', async () => {
    expect(await run(['sh', '-c', 'echo out; echo bad >&2; exit 75'], signal)).toEqual({
      kind: 'ran',
      exitCode: 75,
      output: 'out\n',
      errorOutput: 'bad',
    });
  });

  it('is reported as not installed if it is not', async () => {
    expect(await run(['mailcertd-no-such-tool'], signal)).toEqual({ kind: 'not-installed' });
  });

  it('that may not be started has its problem at the command, not at setpriv', async () => {
    expect(await run(['/etc/hostname', '-n'], signal)).toMatchObject({
      kind: 'problem',
      problem: { reason: 'permission_denied', location: '/etc/hostname -n' },
    });
  });

  it('is not reported as missing if setpriv is', async () => {
    const lacking = runWithoutCapability(runTool, prefixedWith('mailcertd-no-setpriv', '--'));
    expect(await lacking(['sh', '-c', 'true'], signal)).toMatchObject({
      kind: 'problem',
      problem: {
        reason: 'not_installed',
        location: 'mailcertd-no-setpriv',
        failure: saying(/util-linux/),
      },
    });
  });

  it.each(['doveconf', 'doveadm', 'exim4', 'exim', 'smtpd'])(
    'keeps the capability for %s, which needs it',
    async (tool) => {
      const started: (readonly string[])[] = [];
      const noted = runWithoutCapability(
        async (command) => {
          started.push(command);
          return { kind: 'not-installed' };
        },
        prefixedWith('setpriv', '--'),
      );
      await noted([tool, '-n'], signal);
      await noted(['postconf'], signal);
      expect(started).toEqual([
        [tool, '-n'],
        ['setpriv', '--', 'postconf'],
      ]);
    },
  );
});
