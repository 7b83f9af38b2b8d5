import type { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { StarttlsProbe } from '../../../src/adapters/starttls/starttls-probe.ts';
import { PROBE_PROTOCOLS } from '../../../src/domain/connector/probe-target.ts';
import { saying } from '../../domain/failure/saying.ts';
import { ask, CLIENT_NAME, LEAF, PROBE, targetOf } from './probe-samples.ts';
import { scriptedServer } from './scripted-server.ts';

/** The commands within TLS that end the session. */
const GOODBYES: Readonly<Record<string, readonly string[]>> = {
  smtp: ['QUIT'],
  lmtp: ['QUIT'],
  sieve: ['LOGOUT'],
  imap: ['a3 LOGOUT'],
  pop3: ['QUIT'],
  smtps: ['QUIT'],
  imaps: ['a3 LOGOUT'],
  pop3s: ['QUIT'],
  tls: [],
};

describe('a correct server', () => {
  it.each(PROBE_PROTOCOLS)('has a result over %s, and gets a goodbye within TLS', async (protocol) => {
    await using server = await scriptedServer(protocol, LEAF);
    const { conversation, address, keyType } = await ask(server, { protocol });
    expect({ address, keyType }).toEqual({ address: '127.0.0.1', keyType: 'any' });
    expect(conversation).toMatchObject({
      kind: 'available',
      problems: [],
      value: {
        starttls: /s$/.test(protocol) ? 'implicit' : 'offered',
        protocol: 'TLSv1.3',
        cipher: expect.stringMatching(/^TLS_/),
        chain: [{ der: LEAF.der, certificate: { thumbprint: LEAF.thumbprint } }],
      },
    });
    expect(server.within).toEqual(GOODBYES[protocol]);
  });

  it.each([
    ['mx.contoso.com', 'mx.contoso.com'],
    [undefined, false],
  ])('gets the server name %s', async (serverName, asked) => {
    await using server = await scriptedServer('smtps', LEAF);
    await ask(server, { protocol: 'smtps', serverName });
    expect(server.names).toEqual([asked]);
  });

  it.each([
    ['that answers', '220 go\r\n', 'available'],
    ['that refuses', '454 4.7.0 TLS not available\r\n', 'available'],
    ['that closes the connection', undefined, 'unavailable'],
  ])('has the time of the start of the probe: a server %s', async (_, greeting, kind) => {
    let now = 1000;
    await using server = await scriptedServer('smtp', LEAF, {
      greeting: (socket) => {
        now = 5000;
        if (greeting === undefined) socket.destroy();
        else socket.write('220 mx.contoso.com ESMTP\r\n');
      },
      ...(greeting?.startsWith('454') ? { starttls: greeting } : {}),
    });
    const clock = { now: () => now, monotonicMs: () => performance.now() };
    const probe = new StarttlsProbe({ clientName: CLIENT_NAME, clock, chain: 'all' });
    const { conversation } = await probe.converse(
      targetOf(server.port),
      '127.0.0.1',
      'any',
      new AbortController().signal,
    );
    expect([conversation.kind, conversation.kind === 'available' ? conversation.at : conversation.since]).toEqual([
      kind,
      1000,
    ]);
  });

  it('has a transcript with the lines of both sides', async () => {
    await using server = await scriptedServer('smtp', LEAF);
    const { steps } = await ask(server);
    expect(steps.map(({ step, sent, received }) => [step, sent, received])).toEqual([
      ['connect', [], []],
      ['greeting', [], ['220 mx.contoso.com ESMTP']],
      ['capabilities', [`EHLO ${CLIENT_NAME}`], ['250-mx.contoso.com', '250-SIZE 1000', '250 STARTTLS']],
      ['starttls', ['STARTTLS'], ['220 go']],
      ['handshake', [], []],
      ['quit', ['QUIT'], ['221 bye']],
    ]);
    for (const { durationMs } of steps) expect(durationMs).toBeGreaterThanOrEqual(0);
  });

  it('has a partial transcript if it stops responding', async () => {
    await using server = await scriptedServer('smtp', LEAF, { starttls: '220-go\r\n' });
    const { steps, conversation } = await ask(server, { timeoutMs: 300 });
    expect(steps.at(-1)).toMatchObject({ step: 'starttls', sent: ['STARTTLS'], received: ['220-go'] });
    expect(conversation).toMatchObject({
      problem: {
        reason: 'timed_out',
        location: `smtp://127.0.0.1:${server.port}`,
        failure: saying('no response to STARTTLS within 0.3 s'),
      },
    });
  });

  it('has a result although it stops responding, or closes, within TLS', async () => {
    for (const within of [() => undefined, (socket: { end(): unknown }) => socket.end()]) {
      await using server = await scriptedServer('smtps', LEAF, { within });
      expect((await ask(server, { protocol: 'smtps' })).conversation).toMatchObject({ kind: 'available' });
    }
  });

  it('is understood if it sends single bytes', async () => {
    const each =
      (text: string) =>
      (socket: Socket): void => {
        socket.setNoDelay(true);
        for (const byte of text) socket.write(byte);
      };
    const habits = { greeting: each('220-mx teases\r\n220 mx\r\n'), capabilities: each('250-mx\r\n250 STARTTLS\r\n') };
    await using server = await scriptedServer('smtp', LEAF, habits);
    expect((await ask(server)).conversation).toMatchObject({ kind: 'available', value: { starttls: 'offered' } });
  });
});

describe('a server without TLS', () => {
  it.each([
    ['smtp', { capabilities: '250-mx\r\n250 SIZE\r\n' }, 'not-offered', '250 mx SIZE', 'QUIT'],
    ['smtp', { starttls: '454 4.7.0 no\r\n' }, 'refused', '454 4.7.0 no', 'QUIT'],
    ['smtp', { starttls: '502 5.5.1 what\r\n' }, 'refused', '502 5.5.1 what', 'QUIT'],
    ['lmtp', { starttls: '530 5.7.0 first\r\n' }, 'refused', '530 5.7.0 first', 'QUIT'],
    [
      'imap',
      { capabilities: '* CAPABILITY IMAP4rev2\r\n% OK\r\n' },
      'not-offered',
      '* CAPABILITY IMAP4rev2 a1 OK',
      'a3 LOGOUT',
    ],
    ['imap', { greeting: '* PREAUTH hi\r\n' }, 'not-offered', '* PREAUTH hi', 'a3 LOGOUT'],
    ['imap', { starttls: '% NO not now\r\n' }, 'refused', 'a2 NO not now', 'a3 LOGOUT'],
    ['pop3', { capabilities: '+OK\r\nUIDL\r\n.\r\n' }, 'not-offered', '+OK UIDL', 'QUIT'],
    ['pop3', { starttls: '-ERR no\r\n' }, 'refused', '-ERR no', 'QUIT'],
    ['sieve', { greeting: '"SASL" "PLAIN"\r\nOK\r\n' }, 'not-offered', '"SASL" "PLAIN" OK', 'LOGOUT'],
    ['sieve', { starttls: 'NO "no"\r\n' }, 'refused', 'NO "no"', 'LOGOUT'],
  ] as const)('over %s %j has the result %s', async (protocol, habits, starttls, answer, goodbye) => {
    await using server = await scriptedServer(protocol, LEAF, habits);
    const { conversation } = await ask(server, { protocol });
    expect(conversation).toMatchObject({ kind: 'available', value: { starttls, answer } });
    expect(server.clear.at(-1)).toBe(goodbye);
  });

  it('that supports no EHLO gets HELO, and offers none', async () => {
    await using server = await scriptedServer('smtp', LEAF, { capabilities: '502 what\r\n', helo: '250 mx\r\n' });
    const { conversation } = await ask(server);
    expect(conversation).toMatchObject({ kind: 'available', value: { starttls: 'not-offered', answer: '502 what' } });
    expect(server.clear).toEqual([`EHLO ${CLIENT_NAME}`, `HELO ${CLIENT_NAME}`, 'QUIT']);
  });

  it('is disconnected when it does not respond to the goodbye', async () => {
    await using server = await scriptedServer('smtp', LEAF, { capabilities: '250 mx\r\n', quit: () => undefined });
    const { conversation, steps } = await ask(server);
    expect(conversation).toMatchObject({ kind: 'available', value: { starttls: 'not-offered' } });
    expect(steps.at(-1)).toMatchObject({ step: 'quit', sent: ['QUIT'], received: [] });
  });
});

describe('a server that accepts STARTTLS and ends the session before TLS', () => {
  it.each([
    ['smtp', '220 go\r\n454 4.7.0 no certificate\r\n', '454 4.7.0 no certificate'],
    ['imap', 'a2 OK go\r\n* BYE no certificate\r\n', '* BYE no certificate'],
    ['pop3', '+OK go\r\n-ERR no certificate\r\n', '-ERR no certificate'],
    ['sieve', 'OK\r\nBYE "no certificate"\r\n', 'BYE "no certificate"'],
  ] as const)('refuses it over %s', async (protocol, starttls, answer) => {
    await using server = await scriptedServer(protocol, LEAF, { starttls });
    const { conversation } = await ask(server, { protocol });
    expect(conversation).toMatchObject({ kind: 'available', value: { starttls: 'refused', answer } });
  });
});

describe('a server that ends the session when TLS is to begin', () => {
  it.each([
    ['smtp', '454 4.7.0 no certificate'],
    ['imap', '* BYE no certificate'],
    ['pop3', '-ERR no certificate'],
    ['sieve', 'BYE "no certificate"'],
  ] as const)('refuses it over %s, if it served TLS before', async (protocol, answer) => {
    let isBroken = false;
    await using server = await scriptedServer(protocol, LEAF, {
      get handshake() {
        return isBroken ? `${answer}\r\n` : undefined;
      },
    });
    await ask(server, { protocol });
    isBroken = true;
    const { conversation } = await ask(server, { protocol });
    expect(conversation).toMatchObject({ kind: 'available', value: { starttls: 'refused', answer } });
  });
});

describe('a server that sends data after its response and before TLS', () => {
  it.each([
    ['smtp', '220 go\r\n250 injected\r\n'],
    ['imap', 'a2 OK go\r\na3 OK injected\r\n'],
    ['pop3', '+OK go\r\n+OK injected\r\n'],
    ['sieve', 'OK\r\n"SASL" "PLAIN"\r\n'],
  ] as const)('over %s is reported as an injection, and gets nothing more', async (protocol, starttls) => {
    await using server = await scriptedServer(protocol, LEAF, { starttls });
    const { conversation } = await ask(server, { protocol });
    expect(conversation).toMatchObject({ kind: 'unavailable', problem: { reason: 'plaintext_injected' } });
    expect(server.clear.at(-1)).toMatch(/STARTTLS|STLS/);
  });
});

describe('an abort', () => {
  it('ends every probe at once, in any state', async () => {
    const warnings: Error[] = [];
    const warn = (warning: Error): unknown => warnings.push(warning);
    process.on('warning', warn);
    await using silent = await scriptedServer('smtp', LEAF, { greeting: () => undefined });
    await using hanging = await scriptedServer('tls', LEAF, { handshake: () => undefined });
    const stop = new AbortController();
    const conversations = [silent, hanging].flatMap(({ port }, at) =>
      Array.from({ length: 20 }, () =>
        PROBE.converse(targetOf(port, { protocol: at === 0 ? 'smtp' : 'tls' }), '127.0.0.1', 'any', stop.signal),
      ),
    );
    const settled = Promise.allSettled(conversations);
    await Promise.all([silent.met(20), hanging.met(20)]);
    stop.abort(new Error('stopped'));
    for (const { status, reason } of (await settled) as PromiseRejectedResult[]) {
      expect({ status, reason }).toMatchObject({ status: 'rejected', reason: { message: 'stopped' } });
    }
    await Promise.all([silent.gone(), hanging.gone()]);
    process.off('warning', warn);
    expect(warnings).toEqual([]);
  });

  it('before the start prevents the probe', async () => {
    await using server = await scriptedServer('smtp', LEAF);
    const before = AbortSignal.abort(new Error('stopped'));
    await expect(PROBE.converse(targetOf(server.port), '127.0.0.1', 'any', before)).rejects.toThrow('stopped');
    await expect(PROBE.resolve(targetOf(server.port), before)).rejects.toThrow('stopped');
  });
});
