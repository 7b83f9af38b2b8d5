import { randomBytes } from 'node:crypto';
import { setTimeout as passing } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { StarttlsProbe } from '../../../src/adapters/starttls/starttls-probe.ts';
import { makeCertificate } from '../../fixtures/make-certificate.ts';
import { ask, DATES, LEAF, newProbe, timeless } from './probe-samples.ts';
import { relayTo } from './relay.ts';
import { type Act, type Habits, type ScriptedServer, scriptedServer } from './scripted-server.ts';

/** The possible delay on a busy machine, ms. */
const LATE_MS = 600;

type Changing = { -readonly [Name in keyof Habits]: Habits[Name] };

/**
 * Returns a server that was probed with the fast handshake, and its habits, which the test changes.
 */
async function met(probe: StarttlsProbe): Promise<{ readonly server: ScriptedServer; readonly habits: Changing }> {
  const habits: Changing = {};
  const server = await scriptedServer('smtp', LEAF, habits);
  for (let turn = 0; turn < 2; turn++) {
    expect((await ask(server, {}, 'any', probe)).conversation.kind).toBe('seen');
  }
  return { server, habits };
}

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
    const { server, habits } = await met(probe);
    await using _ = server;
    habits.tls = { maxVersion: 'TLSv1.2' };
    const before = server.connections();
    const { conversation } = await ask(server, {}, 'any', probe);
    expect(conversation).toMatchObject({ kind: 'seen', value: { protocol: 'TLSv1.2', chain: [{ der: LEAF.der }] } });
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
      const { server, habits } = await met(probe);
      await using _ = server;
      habits.tls = { ecdhCurve };
      for (const connections of [2, 2, 1, 1, 1]) {
        const before = server.connections();
        const { conversation } = await ask(server, {}, 'any', probe);
        expect(conversation).toMatchObject({
          kind: 'seen',
          value: { protocol: 'TLSv1.3', chain: [{ der: LEAF.der }] },
        });
        expect(server.connections() - before).toBe(connections);
      }
    },
  );

  const greeting = '220 mx.contoso.com ESMTP\r\n';
  const slow: Act = (socket) => void setTimeout(() => socket.write(greeting), 700);
  const once = (): Act => {
    let last = Number.NEGATIVE_INFINITY;
    return (socket) => {
      const now = performance.now();
      socket.write(now - last < 300 ? '421 4.7.0 come later\r\n' : greeting);
      last = now;
    };
  };
  it.each([
    ['greets too late to be asked twice', slow],
    ['rejects a second connection', once()],
  ])(
    'and then requires only X25519, and %s, fails once and is probed with OpenSSL from then on',
    async (_what, greets) => {
      const probe = newProbe();
      const { server, habits } = await met(probe);
      await using _ = server;
      habits.tls = { ecdhCurve: 'X25519' };
      habits.greeting = greets;
      const seen: string[] = [];
      for (let turn = 0; turn < 4; turn++) {
        await passing(300);
        seen.push((await ask(server, { timeoutMs: 1200 }, 'any', probe)).conversation.kind);
      }
      expect(seen).toEqual(['blind', 'seen', 'seen', 'seen']);
    },
  );

  it('and then requires X25519 sometimes needs one more connection each time', async () => {
    const probe = newProbe();
    const { server, habits } = await met(probe);
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
    const { server, habits } = await met(probe);
    await using _ = server;
    const dnsNames = Array.from({ length: 14_000 }, () => `${randomBytes(30).toString('hex')}.contoso.com`);
    const large = makeCertificate({ commonName: 'mx.contoso.com', dnsNames, ...DATES });
    habits.tls = { cert: large.certificatePem, key: large.privateKeyPem };
    const before = server.connections();
    const found = await ask(server, {}, 'any', probe);
    expect(found.conversation).toMatchObject({
      kind: 'blind',
      problem: { reason: 'too_large', detail: 'in the TLS handshake: excessive message size' },
    });
    expect(server.connections() - before).toBe(2);
    expect(timeless(found)).toEqual(timeless(await ask(server, {}, 'any', newProbe())));
    expect(await connectionsOf(server, probe, 2)).toEqual([1, 1]);
  });

  it('and serves another certificate has that result', async () => {
    const probe = newProbe();
    const { server, habits } = await met(probe);
    await using _ = server;
    const renewed = makeCertificate({ commonName: 'mx.contoso.com', key: 'rsa', ...DATES });
    habits.tls = { cert: renewed.certificatePem, key: renewed.privateKeyPem };
    const before = server.connections();
    const { conversation } = await ask(server, {}, 'any', probe);
    expect(conversation).toMatchObject({ kind: 'seen', value: { chain: [{ der: renewed.der }] } });
    expect(server.connections() - before).toBe(1);
  });

  it('and requires a certificate from then on has a result nevertheless', async () => {
    const probe = newProbe();
    const { server, habits } = await met(probe);
    await using _ = server;
    habits.tls = { requestCert: true, rejectUnauthorized: true };
    const before = server.connections();
    const found = await ask(server, {}, 'any', probe);
    expect(found.conversation).toMatchObject({
      kind: 'seen',
      value: { protocol: 'TLSv1.3', chain: [{ der: LEAF.der }] },
    });
    expect(server.connections() - before).toBe(1);
  });
});

describe('the time limit of a probe', () => {
  /** Returns an act that differs from handshake to handshake. */
  function oneAfterTheOther(...acts: readonly Exclude<Act, string>[]): Exclude<Act, string> {
    let turn = 0;
    return (socket) => acts[turn++]?.(socket);
  }

  it('applies to both connections', async () => {
    const probe = newProbe();
    const { server, habits } = await met(probe);
    await using _ = server;
    habits.handshake = oneAfterTheOther(
      (socket) => setTimeout(() => socket.end(), 700),
      () => undefined,
    );
    const [before, startedAt] = [server.connections(), performance.now()];
    const { conversation } = await ask(server, { timeoutMs: 1000 }, 'any', probe);
    const spentMs = performance.now() - startedAt;
    expect(conversation).toMatchObject({
      problem: { reason: 'timed_out', detail: 'in the TLS handshake: timed out after 1 s' },
    });
    expect(server.connections() - before).toBe(2);
    expect(spentMs).toBeGreaterThan(950);
    expect(spentMs).toBeLessThan(1000 + LATE_MS);
  });

  it('causes no second attempt when it is exceeded: the next probe uses OpenSSL', async () => {
    for (let turn = 0; turn < 15; turn++) {
      const probe = newProbe();
      const { server, habits } = await met(probe);
      await using _ = server;
      habits.handshake = () => undefined;
      const before = server.connections();
      const { conversation } = await ask(server, { timeoutMs: 20 + turn }, 'any', probe);
      const detail = expect.stringMatching(/^(?:in the TLS handshake|waiting for .*|connecting): timed out after/);
      expect(conversation).toMatchObject({ problem: { reason: 'timed_out', detail } });
      expect(server.connections() - before).toBe(1);
      delete habits.handshake;
      expect((await ask(server, {}, 'any', probe)).conversation.kind).toBe('seen');
    }
  });

  it('ends with an abort, in either connection', async () => {
    for (const turnOfStop of [0, 1]) {
      const probe = newProbe();
      const { server, habits } = await met(probe);
      await using _ = server;
      const stop = new AbortController();
      const why = new Error('over');
      const acts = [(socket: { end(): unknown }) => socket.end(), () => undefined];
      acts[turnOfStop] = () => stop.abort(why);
      habits.handshake = oneAfterTheOther(...acts);
      const target = { protocol: 'smtp', host: '127.0.0.1', port: server.port, timeoutMs: 20_000 } as const;
      const more = { serverName: undefined, failureThreshold: 2, both: false, client: undefined };
      const before = server.connections();
      await expect(probe.converse({ ...target, ...more }, '127.0.0.1', 'any', stop.signal)).rejects.toBe(why);
      await server.gone();
      expect(server.connections() - before).toBe(turnOfStop + 1);
    }
  });
});
