import { afterAll, describe, expect, test, vi } from 'vitest';
import { httpRequest } from '../../src/adapters/notify/http/http-request.ts';
import { TrustedRoots } from '../../src/adapters/notify/trusted-roots.ts';
import { createLookup } from '../../src/adapters/starttls/create-lookup.ts';
import { failureText } from '../../src/domain/failure/failure-text.ts';
import type { Outcome } from '../../src/work/ports/outputs.ts';
import { saying } from '../domain/failure/saying.ts';
import { makeCertificate } from '../fixtures/make-certificate.ts';
import { httpReceiver, rawReceiver, tlsReceiver } from '../fixtures/receiver.ts';
import { temporaryDirectory } from '../fixtures/temporary-directory.ts';
import { needs } from './needs.ts';
import { runTinyproxy } from './run-tinyproxy.ts';

const MEANS = {
  clock: { now: () => Date.now(), monotonicMs: () => performance.now() },
  trustedRoots: new TrustedRoots([]),
  createLookup,
};
const HOUR = 3_600_000;
const validity = { notBefore: Date.now() - HOUR, notAfter: Date.now() + HOUR };
const authority = makeCertificate({ commonName: 'Contoso CA', isCa: true, ...validity });
const served = makeCertificate({ commonName: 'localhost', issuer: authority, ...validity });
const directory = temporaryDirectory();
const caFile = directory.write('ca.pem', authority.certificatePem);
afterAll(() => directory[Symbol.dispose]());

const sockets = (): number => process.getActiveResourcesInfo().filter((kind) => /^(TCPSocket|TLS)/.test(kind)).length;

function ask(url: string, proxy: string, timeout = 30_000): Promise<Outcome> {
  const headers = { authorization: 'Bearer marker' };
  const order = {
    method: 'POST',
    url,
    headers,
    body: '{}',
    secrets: [],
    isUrlSecret: false,
    retryAfterLimit: Date.now(),
  } as const;
  return httpRequest(order, { timeout, caFile, proxy }, MEANS, new AbortController().signal);
}

describe.runIf(needs('tinyproxy'))('a request through a proxy', () => {
  test('uses a tunnel to a TLS server, which is verified, and leaves no connection open', async () => {
    const heard: string[] = [];
    await using receiver = await tlsReceiver(served, (socket) => {
      socket.once('data', (bytes) => {
        heard.push(bytes.toString());
        socket.end('HTTP/1.1 202 Accepted\r\n\r\nthanks');
      });
    });
    using own = temporaryDirectory();
    await using proxy = await runTinyproxy(own, [receiver.port]);
    const before = sockets();
    const outcome = await ask(`https://localhost:${receiver.port}/in`, proxy.url);
    expect(outcome).toMatchObject({
      kind: 'delivered',
      failure: saying(`POST https://localhost:${receiver.port}/…: 202 Accepted: thanks`),
    });
    await vi.waitFor(() => expect(proxy.asked()).toContain(`CONNECT localhost:${receiver.port} HTTP/1.1`));
    expect(heard.join('')).toMatch(/^POST \/in HTTP\/1.1\r\n(?:.*\r\n)*authorization: Bearer marker\r\n/);
    await vi.waitFor(() => expect(sockets()).toBeLessThanOrEqual(before));
    const byAddress = await ask(`https://127.0.0.1:${receiver.port}/in`, proxy.url);
    expect(byAddress).toMatchObject({ kind: 'retry', reason: 'certificate_not_trusted' });
  });

  test('has the complete URL if it uses no TLS', async () => {
    await using receiver = await httpReceiver(() => ({ status: 200 }));
    using own = temporaryDirectory();
    await using proxy = await runTinyproxy(own, []);
    const url = `http://127.0.0.1:${receiver.port}/in`;
    expect(await ask(url, proxy.url)).toMatchObject({
      kind: 'delivered',
      failure: saying(`POST ${new URL(url).origin}/…: 200 OK`),
    });
    await vi.waitFor(() => expect(proxy.asked()).toContain(`POST ${url} HTTP/1.1`));
    expect(receiver.requests).toMatchObject([{ method: 'POST', url: '/in', body: '{}' }]);
  });

  test('that the proxy rejects has an error that names the proxy', async () => {
    await using receiver = await tlsReceiver(served, (socket) => void socket.end());
    using own = temporaryDirectory();
    await using proxy = await runTinyproxy(own, [1]);
    const outcome = await ask(`https://localhost:${receiver.port}/in`, proxy.url);
    expect(outcome).toMatchObject({ kind: 'retry', reason: 'authentication_failed' });
    expect(failureText(outcome.failure, 'en')).toContain(
      `POST https://localhost:${receiver.port}/…, through the proxy ${proxy.url}: 403 `,
    );
  });

  test('that requires a password has an error that says so', async () => {
    using own = temporaryDirectory();
    await using proxy = await runTinyproxy(own, [443], { user: 'somebody', password: 'secret' });
    const outcome = await ask('https://localhost:443/in', proxy.url);
    expect(outcome).toMatchObject({ kind: 'retry', reason: 'authentication_failed' });
    expect(failureText(outcome.failure, 'en')).toMatch(/, through the proxy http:\S+: 407 /);
  });
});

describe('a request through a proxy', () => {
  test.each([
    ['is not there', undefined, 'connection_refused'],
    ['hangs', (): void => undefined, 'timed_out'],
  ])('that %s has its reason, and uses no other route', async (_, serve, reason) => {
    await using receiver = await httpReceiver(() => ({ status: 200 }));
    await using proxy = await rawReceiver((socket) => void socket.resume());
    if (serve === undefined) await proxy.close();
    const before = sockets();
    for (const scheme of ['http', 'https']) {
      const url = `${scheme}://127.0.0.1:${receiver.port}/in`;
      expect(await ask(url, `http://127.0.0.1:${proxy.port}`, 300)).toMatchObject({ kind: 'retry', reason });
    }
    expect(receiver.requests).toEqual([]);
    await vi.waitFor(() => expect(sockets()).toBeLessThanOrEqual(before));
  });
});
