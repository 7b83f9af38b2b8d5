import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { StarttlsProbe } from '../../../src/adapters/starttls/starttls-probe.ts';
import { saying } from '../../domain/failure/saying.ts';
import { makeCertificate } from '../../fixtures/make-certificate.ts';
import { inTurn, knownFastServer } from './known-fast-server.ts';
import { ask, DATES, LEAF, newProbe, timeless } from './probe-samples.ts';
import { relayTo } from './relay.ts';
import type { ScriptedServer } from './scripted-server.ts';

/** Returns the number of connections of each probe. */
async function connectionsOf(server: ScriptedServer, probe: StarttlsProbe, times: number): Promise<readonly number[]> {
  const taken: number[] = [];
  for (let turn = 0; turn < times; turn++) {
    const before = server.connections();
    await ask(server, {}, 'any', probe);
    taken.push(server.connections() - before);
  }
  return taken;
}

describe('a server that passed the fast handshake', () => {
  it('and returns to TLS 1.2 is probed with OpenSSL, at once and from then on, until it has TLS 1.3 again', async () => {
    const probe = newProbe();
    const { server, habits } = await knownFastServer(probe);
    await using _ = server;
    habits.tls = { maxVersion: 'TLSv1.2' };
    const before = server.connections();
    const { conversation } = await ask(server, {}, 'any', probe);
    expect(conversation).toMatchObject({
      kind: 'available',
      value: { protocol: 'TLSv1.2', chain: [{ der: LEAF.der }] },
    });
    expect(server.connections() - before).toBe(2);
    expect(await connectionsOf(server, probe, 3)).toEqual([1, 1, 1]);
    delete habits.tls;
    await using relay = await relayTo(server.port);
    expect(await connectionsOf(server, probe, 2)).toEqual([1, 1]);
    // The relay is another endpoint, which is not known yet.
    for (let turn = 0; turn < 2; turn++) await ask(relay, {}, 'any', probe);
    expect(relay.ways()).toEqual(['openssl', 'short']);
  });

  it.each([
    ['X25519', 'X25519'],
    ['P-384', 'P-384'],
  ])(
    'and then requires only %s is probed with OpenSSL, with two connections twice and no more',
    async (_what, ecdhCurve) => {
      const probe = newProbe();
      const { server, habits } = await knownFastServer(probe);
      await using _ = server;
      habits.tls = { ecdhCurve };
      for (const connections of [2, 2, 1, 1, 1]) {
        const before = server.connections();
        const { conversation } = await ask(server, {}, 'any', probe);
        expect(conversation).toMatchObject({
          kind: 'available',
          value: { protocol: 'TLSv1.3', chain: [{ der: LEAF.der }] },
        });
        expect(server.connections() - before).toBe(connections);
      }
    },
  );

  it('and then requires X25519 sometimes needs one more connection each time', async () => {
    const probe = newProbe();
    const { server, habits } = await knownFastServer(probe);
    await using _ = server;
    for (let turn = 0; turn < 3; turn++) {
      habits.tls = { ecdhCurve: 'X25519' };
      expect(await connectionsOf(server, probe, 1)).toEqual([2]);
      delete habits.tls;
      expect(await connectionsOf(server, probe, 1)).toEqual([1]);
    }
  });

  it('and then sends a certificate of a megabyte exceeds the limit', async () => {
    const probe = newProbe();
    const { server, habits } = await knownFastServer(probe);
    await using _ = server;
    const dnsNames = Array.from({ length: 14_000 }, () => `${randomBytes(30).toString('hex')}.contoso.com`);
    const large = makeCertificate({ commonName: 'mx.contoso.com', dnsNames, ...DATES });
    habits.tls = { cert: large.certificatePem, key: large.privateKeyPem };
    const before = server.connections();
    const found = await ask(server, {}, 'any', probe);
    expect(found.conversation).toMatchObject({
      kind: 'unavailable',
      problem: { reason: 'too_large', failure: saying('the TLS handshake failed: excessive message size') },
    });
    expect(server.connections() - before).toBe(2);
    expect(timeless(found)).toEqual(timeless(await ask(server, {}, 'any', newProbe())));
    expect(await connectionsOf(server, probe, 2)).toEqual([1, 1]);
  });

  it('and serves another certificate has that result', async () => {
    const probe = newProbe();
    const { server, habits } = await knownFastServer(probe);
    await using _ = server;
    const renewed = makeCertificate({ commonName: 'mx.contoso.com', key: 'rsa', ...DATES });
    habits.tls = { cert: renewed.certificatePem, key: renewed.privateKeyPem };
    const before = server.connections();
    const { conversation } = await ask(server, {}, 'any', probe);
    expect(conversation).toMatchObject({ kind: 'available', value: { chain: [{ der: renewed.der }] } });
    expect(server.connections() - before).toBe(1);
  });

  it('and requires a certificate from then on has a result nevertheless', async () => {
    const probe = newProbe();
    const { server, habits } = await knownFastServer(probe);
    await using _ = server;
    habits.tls = { requestCert: true, rejectUnauthorized: true };
    const before = server.connections();
    const found = await ask(server, {}, 'any', probe);
    expect(found.conversation).toMatchObject({
      kind: 'available',
      value: { protocol: 'TLSv1.3', chain: [{ der: LEAF.der }] },
    });
    expect(server.connections() - before).toBe(1);
  });
});

describe('a probe', () => {
  it('ends with an abort, in either connection', async () => {
    for (const turnOfStop of [0, 1]) {
      const probe = newProbe();
      const { server, habits } = await knownFastServer(probe);
      await using _ = server;
      const stop = new AbortController();
      const why = new Error('over');
      const acts = [(socket: { end(): unknown }) => socket.end(), () => undefined];
      acts[turnOfStop] = () => stop.abort(why);
      habits.handshake = inTurn(...acts);
      const target = { protocol: 'smtp', host: '127.0.0.1', port: server.port, timeoutMs: 20_000 } as const;
      const more = { serverName: undefined, failureThreshold: 2, probesBothKeyTypes: false, client: undefined };
      const before = server.connections();
      await expect(probe.converse({ ...target, ...more }, '127.0.0.1', 'any', stop.signal)).rejects.toBe(why);
      await server.gone();
      expect(server.connections() - before).toBe(turnOfStop + 1);
    }
  });
});
