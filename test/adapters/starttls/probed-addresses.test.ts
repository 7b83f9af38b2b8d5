import { describe, expect, it } from 'vitest';
import { StarttlsProbe } from '../../../src/adapters/starttls/starttls-probe.ts';
import { systemClock } from '../../../src/adapters/system/clock.ts';
import { saying } from '../../domain/failure/saying.ts';
import { dnsServer } from './dns-server.ts';
import { CLIENT_NAME, LEAF, NEVER, PROBE, targetOf } from './probe-samples.ts';
import { scriptedServer } from './scripted-server.ts';

describe('the addresses of a server', () => {
  it.each(['::1'])('can be only IPv6', async (address) => {
    await using names = await dnsServer({ 'mx.contoso.com': { AAAA: ['0:0:0:0:0:0:0:1'] } });
    await using server = await scriptedServer('smtp', LEAF, { host: address });
    const probe = probeBy(names.address);
    const target = targetOf(server.port, { host: 'mx.contoso.com' });
    const found = await probe.resolve(target, NEVER);
    expect(found).toMatchObject({ kind: 'available', value: ['::1'], problems: [] });
    const { conversation } = await probe.converse(target, address, 'any', NEVER);
    expect(conversation).toMatchObject({ kind: 'available', value: { starttls: 'offered' } });
  });

  it('have separate reasons: an unreachable one does not affect the next', async () => {
    await using names = await dnsServer({ 'mx.contoso.com': { A: ['127.0.0.2', '127.0.0.1'] } });
    await using server = await scriptedServer('smtp', LEAF);
    const probe = probeBy(names.address);
    const target = targetOf(server.port, { host: 'mx.contoso.com' });
    const found = await probe.resolve(target, NEVER);
    expect(found).toMatchObject({ kind: 'available', value: ['127.0.0.2', '127.0.0.1'] });
    const [dead, live] = await Promise.all(
      ['127.0.0.2', '127.0.0.1'].map((address) => probe.converse(target, address, 'any', NEVER)),
    );
    expect(dead).toMatchObject({
      address: '127.0.0.2',
      conversation: {
        kind: 'unavailable',
        problem: {
          reason: 'connection_refused',
          location: `smtp://127.0.0.2:${server.port}`,
          failure: saying(`cannot connect: connect ECONNREFUSED 127.0.0.2:${server.port}`),
        },
      },
      steps: [{ step: 'connect', sent: [], received: [] }],
    });
    expect(live?.conversation.kind).toBe('available');
  });

  it('without a network route are unreachable', async () => {
    // A multicast address, which TCP cannot connect to.
    const { conversation } = await PROBE.converse(targetOf(25), '224.0.0.1', 'any', NEVER);
    expect(conversation).toMatchObject({ kind: 'unavailable', problem: { reason: 'network_unreachable' } });
  });

  it('of an unknown name are none: unavailable, for the probed URL', async () => {
    await using names = await dnsServer({});
    const target = targetOf(25, { host: 'mx.invalid' });
    expect(await probeBy(names.address).resolve(target, NEVER)).toMatchObject({
      kind: 'unavailable',
      times: 1,
      problem: { reason: 'host_not_found', location: 'smtp://mx.invalid:25' },
    });
  });
});

function probeBy(nameServer: string): StarttlsProbe {
  const names = { hostsFile: '/nonexistent', nameServers: [nameServer] };
  return new StarttlsProbe({ clientName: CLIENT_NAME, clock: systemClock, chain: 'all', names });
}
