import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import fc from 'fast-check';
import { afterAll, describe, expect, it, test, vi } from 'vitest';
import {
  type ConnectionSettings,
  type HttpRequest,
  httpRequest,
} from '../../../../src/adapters/notify/http/http-request.ts';
import { TrustedRoots } from '../../../../src/adapters/notify/trusted-roots.ts';
import { createLookup } from '../../../../src/adapters/starttls/create-lookup.ts';
import { nextAttempt } from '../../../../src/domain/alert/next-attempt.ts';
import { failureText } from '../../../../src/domain/failure/failure-text.ts';
import type { Outcome } from '../../../../src/work/ports/outputs.ts';
import type { Clock } from '../../../../src/work/ports/system.ts';
import { saying } from '../../../domain/failure/saying.ts';
import { makeCertificate } from '../../../fixtures/make-certificate.ts';
import { httpReceiver, type Receiver, rawReceiver, tlsReceiver } from '../../../fixtures/receiver.ts';
import { temporaryDirectory } from '../../../fixtures/temporary-directory.ts';

const NOON = Date.UTC(2026, 10, 24, 12);
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const CLOCK: Clock = { now: () => NOON, monotonicMs: () => performance.now() };
const MEANS = { clock: CLOCK, trustedRoots: new TrustedRoots([]), createLookup };
const never = new AbortController().signal;

function order(url: string, changes: Partial<HttpRequest> = {}): HttpRequest {
  const headers = { 'content-type': 'application/json' };
  return {
    method: 'POST',
    url,
    headers,
    body: '{}',
    secrets: [],
    isUrlSecret: false,
    retryAfterLimit: NOON + 2 * DAY,
    ...changes,
  };
}

function ask(url: string, reach: Partial<ConnectionSettings> = {}, signal: AbortSignal = never): Promise<Outcome> {
  return httpRequest(order(url), { timeout: 30_000, caFile: undefined, proxy: undefined, ...reach }, MEANS, signal);
}

const sockets = (): number => process.getActiveResourcesInfo().filter((kind) => /^(TCPSocket|TLS)/.test(kind)).length;
const timers = (): number => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;

/** Checks that the request has closed all its sockets, on both sides. */
async function expectClosed(receiver: Receiver, before: number): Promise<void> {
  await vi.waitFor(() => {
    expect(receiver.connections()).toBe(0);
    expect(sockets()).toBeLessThanOrEqual(before);
  }, 10_000);
}

const onRequest = (answer: (socket: Socket) => void) => (socket: Socket) => {
  socket.once('data', () => answer(socket));
};
const says = (text: string): ((socket: Socket) => void) => onRequest((socket) => socket.write(text));
const saysAndEnds = (text: string): ((socket: Socket) => void) => onRequest((socket) => socket.end(text));

/** Returns a server that sends one byte at a time, without end. */
const drips = (text: string): ((socket: Socket) => void) =>
  onRequest((socket) => {
    let at = 0;
    const drip = setInterval(() => {
      socket.write(text[at] ?? 'x');
      at += 1;
    }, 5);
    socket.once('close', () => clearInterval(drip));
  });

/** Returns a server that sends as fast as the client reads, without end. */
const floods = (head: string, chunk: Buffer, sent: (byteCount: number) => void): ((socket: Socket) => void) =>
  onRequest((socket) => {
    const pour = (): void => {
      while (!socket.destroyed && socket.write(chunk)) sent(chunk.length);
    };
    socket.on('drain', pour).write(head);
    pour();
  });

describe('a request to a receiver that', () => {
  it.each<readonly [string, (socket: Socket) => void, object]>([
    ['closes at once', (socket) => void socket.resume().end(), { kind: 'retry', reason: 'connection_lost' }],
    [
      'resets the connection',
      onRequest((socket) => socket.resetAndDestroy()),
      { kind: 'retry', reason: 'connection_lost' },
    ],
    ['closes when it was asked', saysAndEnds(''), { kind: 'retry', reason: 'connection_lost' }],
    ['closes during the status line', saysAndEnds('HTTP/1.1 20'), { kind: 'retry', reason: 'connection_lost' }],
    [
      'closes during the headers',
      saysAndEnds('HTTP/1.1 200 OK\r\nContent-Le'),
      { kind: 'retry', reason: 'connection_lost' },
    ],
    [
      'speaks another protocol',
      saysAndEnds('220 mail.contoso.com ESMTP\r\n'),
      { kind: 'retry', reason: 'response_malformed' },
    ],
    [
      'switches to another protocol',
      says('HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n'),
      { kind: 'retry', reason: 'response_malformed' },
    ],
    [
      'sends a header that is none',
      saysAndEnds('HTTP/1.1 200 OK\r\nno header\r\n\r\n'),
      { kind: 'retry', reason: 'response_malformed' },
    ],
    ['answers 999', saysAndEnds('HTTP/1.1 999 Odd\r\n\r\n'), { kind: 'retry', reason: 'response_malformed' }],
    [
      'speaks HTTP/1.0',
      saysAndEnds('HTTP/1.0 200 OK\r\n\r\nthanks'),
      { kind: 'delivered', failure: saying(/: 200 OK: thanks$/) },
    ],
    [
      'sends 100 Continue first',
      saysAndEnds('HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n'),
      { kind: 'delivered' },
    ],
    [
      'took it, then sends chunked garbage',
      says('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n??'),
      { kind: 'delivered' },
    ],
    [
      'failed, and sends chunked garbage',
      says('HTTP/1.1 500 Oops\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n??'),
      { kind: 'retry', reason: 'server_error' },
    ],
    [
      'accepted it, then closes during the body',
      saysAndEnds('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf'),
      { kind: 'delivered', failure: saying(/: 200 OK: half$/) },
    ],
    [
      'sends line ends and colours',
      saysAndEnds('HTTP/1.1 400 Bad\r\nConnection: close\r\n\r\nline\n\u001b[2Jnext\0\r\n\tend'),
      { kind: 'rejected', failure: saying(/: 400 Bad: line \[2Jnext end$/) },
    ],
  ])('%s has its outcome, and leaves nothing open', async (_, serve, expected) => {
    const before = sockets();
    await using receiver = await rawReceiver(serve);
    expect(await ask(`http://127.0.0.1:${receiver.port}/in`)).toMatchObject(expected);
    await expectClosed(receiver, before);
  });

  it.each<readonly [string, (socket: Socket) => void, object]>([
    [
      'never answers',
      (socket) => void socket.resume(),
      {
        kind: 'retry',
        reason: 'timed_out',
        failure: saying(/not finished in 0.3 s \(while waiting for the response\)$/),
      },
    ],
    ['responds byte by byte', drips('HTTP/1.1 200 OK\r\nX: '), { kind: 'retry', reason: 'timed_out' }],
    [
      'sends 100 Continue endlessly',
      drips('HTTP/1.1 100 Continue\r\n\r\n'.repeat(1000)),
      { kind: 'retry', reason: 'timed_out' },
    ],
    [
      'accepted it, and never ends its body',
      says('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n'),
      { kind: 'delivered' },
    ],
    [
      'failed, and sends its body byte by byte',
      drips('HTTP/1.1 503 Busy\r\nContent-Length: 10000000000\r\n\r\n'),
      { kind: 'retry' },
    ],
  ])('%s ends in time', async (_, serve, expected) => {
    const before = sockets();
    await using receiver = await rawReceiver(serve);
    const startedAt = performance.now();
    expect(await ask(`http://127.0.0.1:${receiver.port}/in`, { timeout: 300 })).toMatchObject(expected);
    expect(performance.now() - startedAt).toBeLessThan(5000);
    await expectClosed(receiver, before);
  });

  it.each([
    ['a body', 'HTTP/1.1 200 OK\r\nContent-Length: 10737418240\r\n\r\n', { kind: 'delivered' }],
    [
      'a body in chunks',
      'HTTP/1.1 500 Oops\r\nTransfer-Encoding: chunked\r\n\r\n40000000\r\n',
      { kind: 'retry', reason: 'server_error' },
    ],
    ['one header', 'HTTP/1.1 200 OK\r\nX: ', { kind: 'retry', reason: 'response_malformed' }],
  ])('sends 10 GiB of %s ends soon, with little memory', async (_, head, expected) => {
    let sent = 0;
    const flood = floods(head, Buffer.alloc(65_536, 0x61), (bytes) => {
      sent += bytes;
    });
    await using receiver = await rawReceiver(flood);
    const [before, memory] = [sockets(), process.memoryUsage().rss];
    const outcome = await ask(`http://127.0.0.1:${receiver.port}/in`);
    expect(outcome).toMatchObject(expected);
    expect(failureText(outcome.failure, 'en').length).toBeLessThan(400);
    await expectClosed(receiver, before);
    // At most the buffers of both sockets are filled.
    expect(sent).toBeLessThan(32 * 1024 * 1024);
    expect(process.memoryUsage().rss - memory).toBeLessThan(64 * 1024 * 1024);
  });

  it.each([
    [200, { kind: 'delivered' }],
    [202, { kind: 'delivered' }],
    [299, { kind: 'delivered' }],
    [300, { kind: 'retry', reason: 'redirected' }],
    [304, { kind: 'retry', reason: 'redirected' }],
    [400, { kind: 'rejected', reason: 'refused', disable: false }],
    [401, { kind: 'retry', reason: 'authentication_failed' }],
    [403, { kind: 'retry', reason: 'authentication_failed' }],
    [404, { kind: 'retry', reason: 'refused' }],
    [408, { kind: 'retry', reason: 'timed_out' }],
    [410, { kind: 'rejected', reason: 'gone', disable: true }],
    [413, { kind: 'rejected', reason: 'refused', disable: false }],
    [422, { kind: 'rejected', reason: 'refused', disable: false }],
    [429, { kind: 'retry', reason: 'too_many_requests', notBefore: NOON + 120_000 }],
    [500, { kind: 'retry', reason: 'server_error', notBefore: NOON + 120_000 }],
    [503, { kind: 'retry', reason: 'server_error', notBefore: NOON + 120_000 }],
    [599, { kind: 'retry', reason: 'server_error' }],
  ])('responds with %i has that outcome', async (status, expected) => {
    await using receiver = await httpReceiver(() => ({ status, headers: { 'retry-after': '120' } }));
    expect(await ask(`http://127.0.0.1:${receiver.port}/in`)).toMatchObject(expected);
  });

  it.each([301, 302, 303, 307, 308])(
    'redirects with %i is not followed, and only the target host is printed',
    async (status) => {
      await using elsewhere = await httpReceiver(() => ({ status: 200 }));
      const location = `http://localhost:${elsewhere.port}/session/secret-marker?token=secret-marker`;
      await using receiver = await httpReceiver(() => ({ status, headers: { location } }));
      const outcome = await ask(`http://127.0.0.1:${receiver.port}/in`);
      expect(outcome).toMatchObject({ kind: 'retry', reason: 'redirected' });
      expect(failureText(outcome.failure, 'en')).toContain(
        `, to http://localhost:${elsewhere.port}/…; redirects are not followed`,
      );
      expect(failureText(outcome.failure, 'en')).not.toContain('marker');
      expect(elsewhere.requests).toEqual([]);
    },
  );

  it('redirects to an overlong name is printed in short', async () => {
    const location = `http://${'long.'.repeat(2000)}example/`;
    await using receiver = await httpReceiver(() => ({ status: 302, headers: { location } }));
    const outcome = await ask(`http://127.0.0.1:${receiver.port}/in`);
    expect(outcome).toMatchObject({ kind: 'retry', reason: 'redirected' });
    expect(failureText(outcome.failure, 'en').length).toBeLessThan(600);
  });

  it.each([
    ['directly', 'us:%22m%C3%A4rker', 'us:"märker'],
    ['as a proxy', 'us:%22m%C3%A4rker', 'us:"märker'],
    ['directly', 'us:%22m%C3%A4rker%zz', 'us:%22m%C3%A4rker%zz'],
  ])('repeats a login of the address, written %s, never has it in the output', async (way, login, basic) => {
    await using receiver = await httpReceiver(({ headers }) => {
      const said = headers.authorization ?? '';
      const read = Buffer.from(said.replace('Basic ', ''), 'base64').toString();
      return { status: 401, body: `${said} is ${read} or ${encodeURIComponent(read)}` };
    });
    const at = `127.0.0.1:${receiver.port}`;
    const [host, proxy] = way === 'directly' ? [at, undefined] : ['nowhere.invalid', `http://${at}`];
    const outcome = await ask(`http://${login}@${host}/in`, { proxy });
    expect(receiver.requests[0]?.headers.authorization).toBe(`Basic ${Buffer.from(basic).toString('base64')}`);
    expect(outcome).toMatchObject({ reason: 'authentication_failed' });
    expect(failureText(outcome.failure, 'en')).toMatch(/: 401 Unauthorized$/);
  });

  it('fails for an hour is retried with increasing delays, and gets the alert in the end', async () => {
    let now = NOON;
    await using receiver = await httpReceiver(() => ({ status: now < NOON + HOUR ? 500 : 200 }));
    const dependencies = { ...MEANS, clock: { ...CLOCK, now: () => now } };
    const reach = { timeout: 30_000, caFile: undefined, proxy: undefined };
    const asked: number[] = [];
    for (let attempts = 1; ; attempts += 1) {
      asked.push(now - NOON);
      const outcome = await httpRequest(order(`http://127.0.0.1:${receiver.port}/in`), reach, dependencies, never);
      if (outcome.kind === 'delivered') break;
      expect(outcome).toMatchObject({ kind: 'retry', reason: 'server_error', notBefore: undefined });
      const failed = { attempts, at: now, notBefore: undefined, retryUntil: NOON + 2 * DAY };
      now = nextAttempt(failed, 0) ?? Number.NaN;
    }
    expect(asked.map((ms) => ms / 1000)).toEqual([0, 2, 6, 14, 30, 62, 126, 254, 510, 1022, 2046, 4094]);
    expect(receiver.requests).toHaveLength(asked.length);
  });
});

describe('a response to a request with a secret', () => {
  const reversed = (text: string): string => [...text].reverse().join('');
  const TOKEN = 'token-Geheim-4711';

  it.each<readonly [string, string, Partial<HttpRequest>]>([
    ['a token', '/in', { headers: { authorization: `Bearer ${TOKEN}` }, secrets: [TOKEN] }],
    ['an address from a file', `/${TOKEN}`, { isUrlSecret: true }],
    ['an address with a secret', `/in?token=${TOKEN}`, {}],
  ])('has only its status kept, however the receiver repeats the secret: %s', async (_, path, changes) => {
    const forms = [reversed, (text: string) => Buffer.from(text).toString('hex'), (text: string) => text];
    await using receiver = await rawReceiver(
      onRequest((socket) => {
        const said = forms.map((form) => form(TOKEN)).join(' ');
        const location = `http://${reversed(TOKEN)}.example/`;
        socket.end(`HTTP/1.1 302 ${said}\r\nLocation: ${location}\r\nConnection: close\r\n\r\n${said}`);
      }),
    );
    const at = `http://127.0.0.1:${receiver.port}`;
    const reach = { timeout: 30_000, caFile: undefined, proxy: undefined };
    const outcome = await httpRequest(order(`${at}${path}`, changes), reach, MEANS, never);
    expect(outcome).toMatchObject({ kind: 'retry', reason: 'redirected' });
    expect(failureText(outcome.failure, 'en')).toBe(
      `POST ${at}/…: 302 Found; redirects are not followed; if the server has moved permanently, change the URL`,
    );
  });

  it('is not kept, except its status', async () => {
    const word = fc.string({ unit: 'grapheme-ascii', maxLength: 300 });
    await using receiver = await httpReceiver(() => answer);
    let answer = { status: 200, body: '' };
    await fc.assert(
      fc.asyncProperty(word, fc.constantFrom(200, 400, 401, 503), async (body, status) => {
        answer = { status, body };
        const changes = { secrets: [TOKEN] };
        const reach = { timeout: 30_000, caFile: undefined, proxy: undefined };
        const at = `http://127.0.0.1:${receiver.port}`;
        const { failure } = await httpRequest(order(`${at}/`, changes), reach, MEANS, never);
        expect(failureText(failure, 'en')).toBe(`POST ${at}/: ${status} ${STATUS_CODES[status]}`);
      }),
      { numRuns: 40 },
    );
  });
});

test('200 printable characters of any other response are kept', async () => {
  await using receiver = await httpReceiver(() => ({ status: 400, body: `\u202e\u200b${'ä'.repeat(900)}` }));
  const at = `http://127.0.0.1:${receiver.port}`;
  const { failure } = await ask(`${at}/`);
  const kept = failureText(failure, 'en').slice(`POST ${at}/: `.length);
  expect([...kept]).toHaveLength(201);
  expect(kept).toMatch(/^400 Bad Request: ä+…$/);
});

test('any bytes of a response have an outcome in one line, and leave nothing open', async () => {
  let bytes: Uint8Array = Buffer.alloc(0);
  await using receiver = await rawReceiver(onRequest((socket) => void socket.end(bytes)));
  const before = sockets();
  const head = fc.constantFrom(
    '',
    'HTTP/1.1 ',
    'HTTP/1.1 200 OK\r\n',
    'HTTP/1.1 429 No\r\nRetry-After: ',
    'HTTP/1.1 302 To\r\nLocation: ',
  );
  await fc.assert(
    fc.asyncProperty(head, fc.uint8Array({ maxLength: 300 }), fc.boolean(), async (text, rest, isEnded) => {
      bytes = Buffer.concat([Buffer.from(text), rest, Buffer.from(isEnded ? '\r\n\r\n' : '')]);
      const outcome = await ask(`http://127.0.0.1:${receiver.port}/in`);
      expect(failureText(outcome.failure, 'en')).toMatch(/^POST http:[^\n\r\0]+$/);
      expect(failureText(outcome.failure, 'en').length).toBeLessThan(600);
    }),
    { numRuns: 300 },
  );
  await expectClosed(receiver, before);
});

describe('a request that reaches no server', () => {
  it('reports that the connection was refused', async () => {
    const receiver = await rawReceiver(() => undefined);
    await receiver.close();
    const outcome = await ask(`http://127.0.0.1:${receiver.port}/in`);
    expect(outcome).toMatchObject({ kind: 'retry', reason: 'connection_refused' });
    expect(failureText(outcome.failure, 'en')).toBe(
      `POST http://127.0.0.1:${receiver.port}/…: connect ECONNREFUSED 127.0.0.1:${receiver.port}`,
    );
  });

  it('reports that the host does not exist', async () => {
    const outcome = await ask('https://nowhere.invalid/in');
    expect(outcome).toMatchObject({ kind: 'retry', reason: 'host_not_found' });
    expect(failureText(outcome.failure, 'en')).toContain('nowhere.invalid');
  });

  it.each(['ftp://127.0.0.1/in', 'nothing', ''])('is not made to %j', async (url) => {
    expect(await ask(url)).toMatchObject({ kind: 'retry', reason: 'refused' });
  });

  it.each([
    ['during the TLS handshake', 'https', 300],
    ['while waiting for the response', 'http', 300],
  ])('is aborted while it hangs: %s', async (phase, scheme) => {
    const before = sockets();
    await using receiver = await rawReceiver((socket) => void socket.resume());
    const stop = new AbortController();
    const asked = ask(`${scheme}://127.0.0.1:${receiver.port}/in`, {}, stop.signal);
    await vi.waitFor(() => expect(receiver.connections()).toBe(1));
    const stoppedAt = performance.now();
    stop.abort();
    expect(await asked).toMatchObject({ kind: 'retry', failure: saying(/: canceled \(/) });
    expect(performance.now() - stoppedAt).toBeLessThan(1000);
    await expectClosed(receiver, before);
    expect(await ask(`${scheme}://127.0.0.1:${receiver.port}/in`, { timeout: 300 })).toMatchObject({
      kind: 'retry',
      reason: 'timed_out',
      failure: saying(expect.stringContaining(phase)),
    });
  });

  it('leaves no timer', async () => {
    await using receiver = await httpReceiver(() => ({ status: 200 }));
    const before = timers();
    for (let times = 0; times < 20; times += 1) await ask(`http://127.0.0.1:${receiver.port}/in`);
    await vi.waitFor(() => expect(timers()).toBeLessThanOrEqual(before));
  });
});

describe('a request over TLS', () => {
  const validity = { notBefore: Date.now() - DAY, notAfter: Date.now() + DAY };
  const authority = makeCertificate({ commonName: 'Contoso CA', isCa: true, ...validity });
  const stranger = makeCertificate({ commonName: 'Another CA', isCa: true, ...validity });
  const localhost = { commonName: 'localhost', issuer: authority, ...validity };
  const directory = temporaryDirectory();
  const caFile = directory.write('ca.pem', authority.certificatePem);
  afterAll(() => directory[Symbol.dispose]());
  const took = saysAndEnds('HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n');
  const notTrusted = { kind: 'retry', reason: 'certificate_not_trusted' };

  it.each([
    ['from the own CA is trusted', localhost, { kind: 'delivered' }],
    [
      'for another name is not',
      { ...localhost, commonName: 'mail.contoso.com' },
      { ...notTrusted, failure: saying(expect.stringContaining('mail.contoso.com')) },
    ],
    ['from another CA is not', { ...localhost, issuer: stranger }, notTrusted],
    ['of its own signature is not', { commonName: 'localhost', ...validity }, notTrusted],
    [
      'that expired is not',
      { ...localhost, notBefore: Date.now() - 2 * DAY, notAfter: Date.now() - DAY },
      { ...notTrusted, failure: saying(expect.stringContaining('certificate has expired')) },
    ],
    ['of tomorrow is not', { ...localhost, notBefore: Date.now() + DAY, notAfter: Date.now() + 2 * DAY }, notTrusted],
  ])('with a certificate %s, without any data before', async (_, wish, expected) => {
    const served = vi.fn(took);
    const before = sockets();
    await using receiver = await tlsReceiver(makeCertificate(wish), served);
    expect(await ask(`https://localhost:${receiver.port}/in`, { caFile })).toMatchObject(expected);
    expect(served).toHaveBeenCalledTimes(expected.kind === 'delivered' ? 1 : 0);
    await expectClosed(receiver, before);
  });

  it('is verified whatever the environment variables are', async () => {
    await using receiver = await tlsReceiver(makeCertificate({ ...localhost, issuer: stranger }), took);
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    expect(await ask(`https://localhost:${receiver.port}/in`, { caFile })).toMatchObject(notTrusted);
    vi.unstubAllEnvs();
  });

  it('reports that the server speaks no TLS', async () => {
    await using receiver = await rawReceiver(saysAndEnds('HTTP/1.1 400 Bad Request\r\n\r\n'));
    const outcome = await ask(`https://localhost:${receiver.port}/in`, { caFile });
    expect(outcome).toMatchObject({
      kind: 'retry',
      reason: 'tls_failed',
      failure: saying(/wrong version number/),
    });
  });

  it('is not made if the CA certificates cannot be read', async () => {
    await using receiver = await tlsReceiver(makeCertificate(localhost), took);
    const url = `https://localhost:${receiver.port}/in`;
    expect(await ask(url, { caFile: directory.at('missing.pem') })).toMatchObject({
      ...notTrusted,
      failure: saying(expect.stringMatching(/cannot use the CA certificates in \S+missing.pem: it does not exist$/)),
    });
    expect(await ask(url, { caFile: directory.write('no.pem', 'nothing') })).toMatchObject({
      ...notTrusted,
      failure: saying(expect.stringContaining('it does not begin with a PEM certificate')),
    });
  });

  it('trusts the current content of the CA file', async () => {
    await using receiver = await tlsReceiver(makeCertificate(localhost), took);
    const url = `https://localhost:${receiver.port}/in`;
    const changing = directory.write('changing.pem', stranger.certificatePem);
    expect(await ask(url, { caFile: changing })).toMatchObject(notTrusted);
    directory.write('changing.pem', `${stranger.certificatePem}${authority.certificatePem}`);
    expect(await ask(url, { caFile: changing })).toMatchObject({ kind: 'delivered' });
  });
});
