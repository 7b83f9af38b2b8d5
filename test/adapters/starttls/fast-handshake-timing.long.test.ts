import { setTimeout as passing } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { saying } from '../../domain/failure/saying.ts';
import { inTurn, knownFastServer } from './known-fast-server.ts';
import { ask, newProbe } from './probe-samples.ts';
import type { Act } from './scripted-server.ts';

/** The possible delay on a busy machine, ms. */
const LATE_MS = 600;

describe('a server that passed the fast handshake', () => {
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
      const { server, habits } = await knownFastServer(probe);
      await using _ = server;
      habits.tls = { ecdhCurve: 'X25519' };
      habits.greeting = greets;
      const seen: string[] = [];
      for (let turn = 0; turn < 4; turn++) {
        await passing(300);
        seen.push((await ask(server, { timeoutMs: 1200 }, 'any', probe)).conversation.kind);
      }
      expect(seen).toEqual(['unavailable', 'available', 'available', 'available']);
    },
  );
});

describe('the time limit of a probe', () => {
  it('applies to both connections', async () => {
    const probe = newProbe();
    const { server, habits } = await knownFastServer(probe);
    await using _ = server;
    habits.handshake = inTurn(
      (socket) => setTimeout(() => socket.end(), 700),
      () => undefined,
    );
    const [before, startedAt] = [server.connections(), performance.now()];
    const { conversation } = await ask(server, { timeoutMs: 1000 }, 'any', probe);
    const spentMs = performance.now() - startedAt;
    expect(conversation).toMatchObject({
      problem: { reason: 'timed_out', failure: saying('the TLS handshake was not complete within 1 s') },
    });
    expect(server.connections() - before).toBe(2);
    expect(spentMs).toBeGreaterThan(950);
    expect(spentMs).toBeLessThan(1000 + LATE_MS);
  });

  it('causes no second attempt when it is exceeded: the next probe uses OpenSSL', async () => {
    for (let turn = 0; turn < 15; turn++) {
      const probe = newProbe();
      const { server, habits } = await knownFastServer(probe);
      await using _ = server;
      habits.handshake = () => undefined;
      const before = server.connections();
      const { conversation } = await ask(server, { timeoutMs: 20 + turn }, 'any', probe);
      const failure = saying(/^(?:the TLS handshake was not complete|no .*) within/);
      expect(conversation).toMatchObject({ problem: { reason: 'timed_out', failure } });
      expect(server.connections() - before).toBe(1);
      delete habits.handshake;
      expect((await ask(server, {}, 'any', probe)).conversation.kind).toBe('available');
    }
  });
});
