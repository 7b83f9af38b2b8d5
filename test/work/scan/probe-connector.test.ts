import { describe, expect, it } from 'vitest';
import type { TrustSource } from '../../../src/domain/certificate/trust-source.ts';
import { currentOrLastKnown, type ScanResult } from '../../../src/domain/scan-result.ts';
import type { Endpoint } from '../../../src/domain/served/served.ts';
import type { ConnectorProbe, ServedChainVerifier } from '../../../src/work/ports/probes.ts';
import { probeConnector } from '../../../src/work/scan/probe-connector.ts';
import { ProbeSlots } from '../../../src/work/scan/probe-slots.ts';
import { ServedCache } from '../../../src/work/scan/served-cache.ts';
import { said } from '../../domain/failure/said.ts';
import { saying } from '../../domain/failure/saying.ts';
import { endpoint, seen, serves, silent, TRUSTED, target } from '../../domain/serving.ts';
import { NOON, stored } from '../../domain/world.ts';
import { FakeServers } from '../../fakes/fake-servers.ts';

const MX = target({ host: 'mx.example' });
const SYSTEM: readonly TrustSource[] = [{ kind: 'system' }];
const LEAF = stored('S', { dnsNames: ['mail.contoso.com'] });
const OTHER = stored('R', { dnsNames: ['mail.contoso.com'], publicKeyAlgorithm: 'RSA' });
const servedCache = new ServedCache();
const trusting: ServedChainVerifier = { verify: async () => TRUSTED };

function serversAt(...addresses: readonly string[]): FakeServers {
  const servers = new FakeServers({ now: () => NOON, monotonicMs: () => 0 });
  servers.names.set('mx.example', addresses);
  for (const address of addresses) servers.servers.set(address, LEAF);
  return servers;
}

async function runProbe(
  probe: FakeServers,
  previous?: ScanResult<readonly Endpoint[]>,
  { where = MX, verifier = trusting, isRetry = false } = {},
): Promise<ScanResult<readonly Endpoint[]>> {
  const slots = new ProbeSlots({ maxConcurrent: 8, hostIntervalMs: 0 }, new AbortController().signal);
  return probeConnector(
    { target: where, trust: SYSTEM, previous, isRetry },
    { probe, verifier },
    { slots, servedCache },
  );
}

describe('a connector', () => {
  it('is probed at every address of its name, and the certificate of each is kept with its verdict', async () => {
    const probe = serversAt('192.0.2.1', '2001:db8::1');
    const asked: unknown[] = [];
    const verifier: ServedChainVerifier = {
      verify: async ({ chain }, trust) => {
        asked.push([chain[0].certificate?.thumbprint, trust]);
        return TRUSTED;
      },
    };
    const served = serves(LEAF);
    expect(await runProbe(probe, undefined, { verifier })).toEqual(
      seen(NOON, [endpoint(seen(NOON, served), '192.0.2.1'), endpoint(seen(NOON, served), '2001:db8::1')]),
    );
    expect(asked).toEqual([
      [LEAF.certificate.thumbprint, SYSTEM],
      [LEAF.certificate.thumbprint, SYSTEM],
    ]);
  });

  it('keeps the duration of the last probe of an address, also of a failed one', async () => {
    const probe = serversAt('192.0.2.1', '192.0.2.2');
    probe.servers.delete('192.0.2.2');
    const timed: ConnectorProbe = {
      resolve: (target, signal) => probe.resolve(target, signal),
      converse: async (...asked) => {
        const steps = [12.2, 30.1].map(
          (durationMs) => ({ step: 'connect', durationMs, sent: [], received: [] }) as const,
        );
        return { ...(await probe.converse(...asked)), steps };
      },
    };
    const slots = new ProbeSlots({ maxConcurrent: 8, hostIntervalMs: 0 }, new AbortController().signal);
    const found = await probeConnector(
      { target: MX, trust: SYSTEM, previous: undefined },
      { probe: timed, verifier: trusting },
      { slots, servedCache },
    );
    const endpoints = found.kind === 'available' ? found.value : [];
    expect(endpoints.map(({ conversation, durationMs }) => [conversation.kind, durationMs])).toEqual([
      ['available', 42],
      ['unavailable', 42],
    ]);
  });

  it('is probed for its RSA and its ECDSA certificate if both are wanted', async () => {
    const probe = serversAt('192.0.2.1');
    probe.servers.set('192.0.2.1 rsa', OTHER);
    const found = await runProbe(probe, undefined, { where: { ...MX, probesBothKeyTypes: true } });
    expect(found).toEqual(
      seen(NOON, [
        endpoint(seen(NOON, serves(OTHER)), '192.0.2.1', 'rsa'),
        endpoint(seen(NOON, serves(LEAF)), '192.0.2.1', 'ecdsa'),
      ]),
    );
  });

  it('has no certificate of a key type that its server never served, while it serves the other: that is no failure', async () => {
    const probe = serversAt('192.0.2.1');
    const where = { ...MX, probesBothKeyTypes: true };
    probe.servers.set('192.0.2.1 ecdsa', { fails: 'tls_failed' });
    const first = await runProbe(probe, undefined, { where });
    expect(first).toMatchObject({
      kind: 'available',
      value: [{ keyType: 'rsa', conversation: { kind: 'available' } }],
    });
    probe.servers.set('192.0.2.1 ecdsa', OTHER);
    const second = await runProbe(probe, first, { where });
    expect(second).toMatchObject({
      value: [{ keyType: 'rsa' }, { keyType: 'ecdsa', conversation: { kind: 'available' } }],
    });
    probe.servers.set('192.0.2.1 ecdsa', { fails: 'tls_failed' });
    expect(await runProbe(probe, second, { where })).toMatchObject({
      value: [{ keyType: 'rsa' }, { keyType: 'ecdsa', conversation: { kind: 'unavailable', times: 1 } }],
    });
    probe.servers.set('192.0.2.1', { fails: 'tls_failed' });
    expect(await runProbe(probe, undefined, { where })).toMatchObject({
      value: [{ keyType: 'rsa' }, { keyType: 'ecdsa' }],
    });
  });

  it('is not probed at an address of a family without a network on this host, while another responds', async () => {
    const probe = serversAt('192.0.2.1', '2001:db8::1');
    probe.servers.set('2001:db8::1', { fails: 'network_unreachable' });
    const first = await runProbe(probe);
    expect(first).toMatchObject({ value: [{ address: '192.0.2.1', conversation: { kind: 'available' } }] });
    probe.servers.set('2001:db8::1', LEAF);
    const second = await runProbe(probe, first);
    probe.servers.set('2001:db8::1', { fails: 'network_unreachable' });
    expect(await runProbe(probe, second)).toMatchObject({
      value: [{ address: '192.0.2.1' }, { address: '2001:db8::1', conversation: { kind: 'unavailable', times: 1 } }],
    });
    probe.servers.set('192.0.2.1', { fails: 'network_unreachable' });
    expect(await runProbe(probe)).toMatchObject({ value: [{ address: '192.0.2.1' }, { address: '2001:db8::1' }] });
  });

  it('keeps the start, the number of failures and the last result of a failing address', async () => {
    const probe = serversAt('192.0.2.1', '192.0.2.2');
    const first = await runProbe(probe);
    probe.servers.set('192.0.2.2', { fails: 'connection_refused' });
    const second = await runProbe(probe, first);
    const third = await runProbe(probe, second);
    expect(third).toMatchObject({
      kind: 'available',
      value: [
        { conversation: { kind: 'available' } },
        {
          conversation: {
            kind: 'unavailable',
            times: 2,
            problem: { reason: 'connection_refused', location: 'smtp://192.0.2.2:25' },
            last: { at: NOON, value: { starttls: 'offered' } },
          },
        },
      ],
    });
    probe.servers.set('192.0.2.2', LEAF);
    expect(await runProbe(probe, third)).toEqual(first);
  });

  it('whose name cannot be resolved any more keeps its last results', async () => {
    const probe = serversAt('192.0.2.1');
    const first = await runProbe(probe);
    probe.names.set('mx.example', 'timed_out');
    const second = await runProbe(probe, await runProbe(probe, first));
    expect(second).toMatchObject({
      kind: 'unavailable',
      times: 2,
      problem: { reason: 'timed_out', location: 'smtp://mx.example:25' },
      last: { at: NOON, value: [{ address: '192.0.2.1', conversation: { kind: 'available' } }] },
    });
    probe.names.set('mx.example', ['192.0.2.1']);
    probe.servers.set('192.0.2.1', 'silent');
    const third = await runProbe(probe, second, { where: { ...MX, timeoutMs: 1 } });
    expect(third).toMatchObject({
      kind: 'available',
      value: [{ conversation: { kind: 'unavailable', times: 1, last: { at: NOON } } }],
    });
  });

  it('is still probed at an address that its name no longer has', async () => {
    const probe = serversAt('192.0.2.1', '192.0.2.2');
    const first = await runProbe(probe);
    probe.names.set('mx.example', ['192.0.2.2']);
    const second = await runProbe(probe, first);
    expect(second).toMatchObject({
      value: [{ address: '192.0.2.2' }, { address: '192.0.2.1', unlisted: { since: NOON, answers: 1 } }],
    });
    probe.names.set('mx.example', ['192.0.2.1', '192.0.2.2']);
    expect(await runProbe(probe, second)).toEqual(first);
  });

  it('keeps an unreachable address that its name no longer has, with the number of failures', async () => {
    const probe = serversAt('192.0.2.1', '192.0.2.2');
    const first = await runProbe(probe);
    probe.names.set('mx.example', ['192.0.2.2']);
    probe.servers.delete('192.0.2.1');
    const third = await runProbe(probe, await runProbe(probe, first));
    expect(third).toMatchObject({
      value: [{ address: '192.0.2.2' }, { address: '192.0.2.1', conversation: { kind: 'unavailable', times: 2 } }],
    });
  });

  it('is not probed by a retry at an address that its name no longer has', async () => {
    const probe = serversAt('192.0.2.1', '2001:db8::1', '192.0.2.3');
    const first = await runProbe(probe);
    probe.names.set('mx.example', ['2001:db8::1', '192.0.2.3']);
    for (const address of ['192.0.2.1', '2001:db8::1']) probe.servers.set(address, OTHER);
    probe.servers.set('192.0.2.3', { fails: 'network_unreachable' });
    const before = seen(NOON, (currentOrLastKnown(first)?.value ?? []).slice(0, 2));
    probe.probedAddresses.length = 0;
    const second = await runProbe(probe, before, { isRetry: true });
    const third = await runProbe(probe, second, { isRetry: true });
    expect(probe.probedAddresses.toSorted()).toEqual(['192.0.2.3', '192.0.2.3', '2001:db8::1', '2001:db8::1']);
    expect(third).toMatchObject(
      seen(NOON, [
        endpoint(seen(NOON, serves(OTHER)), '2001:db8::1'),
        { ...endpoint(seen(NOON, serves(LEAF)), '192.0.2.1'), unlisted: { since: NOON, answers: 2 } },
      ]),
    );
    expect(await runProbe(probe, third)).toMatchObject({
      value: [{}, { conversation: { value: serves(OTHER) }, unlisted: { answers: 3 } }],
    });
    // The only listed address has no route. Answers of unlisted addresses do not hide this.
    probe.names.set('mx.example', ['192.0.2.3']);
    expect(await runProbe(probe, before, { isRetry: true })).toMatchObject({
      value: [{ address: '192.0.2.3' }, { address: '192.0.2.1' }, { address: '2001:db8::1' }],
    });
  });

  it('keeps an address that never responded', async () => {
    const probe = serversAt('192.0.2.1', '2001:db8::1');
    const first = await runProbe(probe);
    const half = seen(NOON, ['192.0.2.1']);
    for (const reason of ['timed_out', 'host_not_found'] as const) {
      const problems = [{ reason, location: 'AAAA', failure: said() }];
      probe.resolve = async () => ({ ...half, problems, incompleteFamily: 6 });
      const found = await runProbe(probe, first);
      expect(found).toMatchObject({ value: [{ address: '192.0.2.1' }, { address: '2001:db8::1' }] });
      expect(JSON.stringify(found)).not.toMatch(/unlisted|incompleteFamily/);
    }
  });

  it('keeps the same result object if nothing has changed', async () => {
    const probe = serversAt('192.0.2.1');
    const first = await runProbe(probe, JSON.parse(JSON.stringify(await runProbe(probe))));
    const second = await runProbe(probe, first);
    const served = (found: ScanResult<readonly Endpoint[]>): unknown =>
      found.kind === 'available' &&
      found.value[0]?.conversation.kind === 'available' &&
      found.value[0].conversation.value;
    expect(served(second)).toBe(served(first));
    probe.servers.set('192.0.2.1', OTHER);
    expect(served(await runProbe(probe, second))).toEqual(serves(OTHER));
  });

  it('that does not offer STARTTLS has a result', async () => {
    const probe = serversAt('192.0.2.1');
    probe.servers.set('192.0.2.1', 'not-offered');
    const answer = { starttls: 'not-offered', tls: undefined, answer: '250 HELP' } as const;
    expect(await runProbe(probe)).toEqual(seen(NOON, [endpoint(seen(NOON, answer), '192.0.2.1')]));
  });

  it('whose certificate cannot be read, or verified, has no result', async () => {
    const probe = serversAt('192.0.2.1');
    const converse = probe.converse.bind(probe);
    probe.converse = async (...asked) => {
      const found = await converse(...asked);
      const unreadable = {
        starttls: 'offered',
        protocol: 'TLSv1.3',
        cipher: '',
        chain: [{ der: new Uint8Array(), certificate: undefined }],
      } as const;
      return { ...found, conversation: seen(NOON, unreadable) };
    };
    expect(await runProbe(probe)).toMatchObject({
      value: [
        {
          conversation: {
            kind: 'unavailable',
            problem: { reason: 'certificate_malformed', location: 'smtp://192.0.2.1:25' },
          },
        },
      ],
    });
    const failing: ServedChainVerifier = { verify: async () => Promise.reject(new Error('EMFILE')) };
    expect(await runProbe(serversAt('192.0.2.1'), undefined, { verifier: failing })).toMatchObject({
      value: [{ conversation: { kind: 'unavailable', problem: { reason: 'io_error', failure: saying('EMFILE') } } }],
    });
  });

  it('that seems to miss an issuer is probed again for all that it sends', async () => {
    const [probe, exact] = [serversAt('192.0.2.1', '192.0.2.2'), serversAt('192.0.2.1', '192.0.2.2')];
    probe.servers.set('192.0.2.2', OTHER);
    const incomplete = { status: 'untrusted', failure: said(), missingIssuer: 'CN=Contoso CA' } as const;
    let asked = 0;
    const verifier: ServedChainVerifier = {
      verify: async ({ chain }) => {
        if (chain[0].certificate?.thumbprint !== LEAF.certificate.thumbprint) return TRUSTED;
        asked += 1;
        return asked === 1 ? incomplete : TRUSTED;
      },
    };
    const slots = new ProbeSlots({ maxConcurrent: 1, hostIntervalMs: 0 }, new AbortController().signal);
    const input = { target: MX, trust: SYSTEM, previous: undefined };
    expect(await probeConnector(input, { probe, exact, verifier }, { slots, servedCache })).toMatchObject({
      value: [
        { address: '192.0.2.1', conversation: { value: { tls: { chain: TRUSTED } } } },
        { address: '192.0.2.2', conversation: { value: { tls: { chain: TRUSTED } } } },
      ],
    });
    expect([probe.probedAddresses, exact.probedAddresses]).toEqual([['192.0.2.1', '192.0.2.2'], ['192.0.2.1']]);
    const wrong: ServedChainVerifier = {
      verify: async () => ({ status: 'untrusted', failure: said('a wrong signature') }),
    };
    await probeConnector(input, { probe, exact, verifier: wrong }, { slots, servedCache });
    expect(exact.probedAddresses).toEqual(['192.0.2.1']);
  });

  it('is abandoned when the probe is aborted', async () => {
    const probe = serversAt('192.0.2.1');
    probe.servers.set('192.0.2.1', 'silent');
    const ending = new AbortController();
    const slots = new ProbeSlots({ maxConcurrent: 1, hostIntervalMs: 0 }, ending.signal);
    const input = { target: MX, trust: SYSTEM, previous: silent<readonly Endpoint[]>(NOON, 1) };
    const probing = probeConnector(input, { probe, verifier: trusting }, { slots, servedCache });
    await expect.poll(() => probe.connections).toBe(1);
    ending.abort(new Error('over'));
    await expect(probing).rejects.toThrow('over');
  });
});
