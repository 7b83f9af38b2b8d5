import { describe, expect, it } from 'vitest';
import { MINUTE } from '../../../../src/domain/time.ts';
import { said } from '../../../domain/failure/said.ts';
import { Host } from './host.ts';
import { statusByCommand } from './status-by-command.ts';
import { VirtualTime } from './virtual-time.ts';

describe.each(['files', 'probes'] as const)('a changed probe that is not loaded, with what %s show', (knows) => {
  async function running(time: VirtualTime): Promise<Host> {
    const host = new Host(time, {}, knows);
    host.start();
    await time.until(20 * MINUTE);
    return host;
  }

  it('makes the status unknown', async () => {
    using time = new VirtualTime();
    const host = await running(time);
    expect(await statusByCommand(host)).toMatchObject({ verdict: 'ok', issues: [] });
    host.serverName = 'other.contoso.com';
    const { verdict, issues } = await statusByCommand(host);
    host.stop();
    expect(verdict).toBe('unknown');
    const since = host.clock.now();
    expect(issues).toContainEqual({ kind: 'unproven', connectors: ['Edge', 'Submission', 'Imap'], since });
  });

  it('does not count for an account that may not read all settings', async () => {
    using time = new VirtualTime();
    const host = await running(time);
    host.redefine();
    const problem = { reason: 'permission_denied', location: '/etc/postfix/main.cf', failure: said('EACCES') } as const;
    expect(await statusByCommand(host, { problem })).toMatchObject({ verdict: 'ok', issues: [] });
    host.stop();
  });

  it('is known after the daemon has loaded it and has probed', async () => {
    using time = new VirtualTime();
    const host = await running(time);
    host.redefine();
    expect(await statusByCommand(host)).toMatchObject({ verdict: 'unknown' });
    await time.until(40 * MINUTE);
    expect(await statusByCommand(host)).toMatchObject({ verdict: 'ok', issues: [] });
    host.stop();
  });
});
