import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type HeartbeatOptions, HttpHeartbeat } from '../../../../src/adapters/notify/http/http-heartbeat.ts';
import { TrustedRoots } from '../../../../src/adapters/notify/trusted-roots.ts';
import { createLookup } from '../../../../src/adapters/starttls/create-lookup.ts';
import { sendHeartbeats } from '../../../../src/work/deliver/send-heartbeats.ts';
import type { Outcome } from '../../../../src/work/ports/outputs.ts';
import { saying } from '../../../domain/failure/saying.ts';
import { makeCertificate } from '../../../fixtures/make-certificate.ts';
import { type GivenAnswer, type HttpReceiver, httpReceiver, tlsReceiver } from '../../../fixtures/receiver.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../../../fixtures/temporary-directory.ts';

const MEANS = {
  clock: { now: () => Date.now(), monotonicMs: () => performance.now() },
  trustedRoots: new TrustedRoots([]),
  createLookup,
};
const DAY = 86_400_000;
const SECRET = '5a1f-marker';

let receiver: HttpReceiver;
let answer: GivenAnswer | undefined;
let directory: TemporaryDirectory;
beforeEach(async () => {
  answer = { status: 200, body: 'OK' };
  receiver = await httpReceiver(() => answer);
  directory = temporaryDirectory();
});
afterEach(async () => {
  directory[Symbol.dispose]();
  await receiver.close();
});

const address = (): string => `http://127.0.0.1:${receiver.port}/ping/${SECRET}?s=${SECRET}`;
const heartbeat = (options: Partial<HeartbeatOptions> = {}): HttpHeartbeat =>
  new HttpHeartbeat(
    {
      name: 'alive',
      endpoint: { url: address() },
      timeout: 10_000,
      caFile: undefined,
      proxy: undefined,
      allowUnverified: false,
      ...options,
    },
    MEANS,
  );
const beatOnce = (options: Partial<HeartbeatOptions> = {}): Promise<Outcome> =>
  heartbeat(options).send(new AbortController().signal);

describe('a heartbeat request', () => {
  it('is a GET of the address, and any 2xx is a success', async () => {
    answer = { status: 204 };
    expect(await beatOnce()).toMatchObject({ kind: 'delivered', failure: saying(expect.stringContaining('204')) });
    expect(receiver.requests).toMatchObject([{ method: 'GET', url: `/ping/${SECRET}?s=${SECRET}`, body: '' }]);
  });

  it('uses the address of a file, which is read at each use', async () => {
    const urlFile = directory.write('alive.url', 'nonsense');
    expect(await beatOnce({ endpoint: { urlFile } })).toMatchObject({ kind: 'retry', reason: 'secret_unreadable' });
    directory.write('alive.url', `${address()}\n`);
    expect(await beatOnce({ endpoint: { urlFile } })).toMatchObject({ kind: 'delivered' });
  });

  it('uses a proxy', async () => {
    const proxy = `http://127.0.0.1:${receiver.port}`;
    const endpoint = { url: `http://alive.contoso.com/${SECRET}` };
    expect(await beatOnce({ endpoint, proxy })).toMatchObject({ kind: 'delivered' });
    expect(receiver.requests).toMatchObject([{ url: endpoint.url }]);
  });

  it('requires a server certificate of its own CA', async () => {
    const made = makeCertificate({ commonName: 'localhost', notBefore: Date.now() - DAY, notAfter: Date.now() + DAY });
    const caFile = directory.write('ca.pem', made.certificatePem);
    await using tls = await tlsReceiver(made, (socket) => {
      socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n'));
    });
    const endpoint = { url: `https://localhost:${tls.port}/ping` };
    expect(await beatOnce({ endpoint, caFile })).toMatchObject({ kind: 'delivered' });
    expect(await beatOnce({ endpoint })).toMatchObject({ kind: 'retry', reason: 'certificate_not_trusted' });
  });

  it.each([
    [
      { status: 503, body: `no ${SECRET}` },
      { kind: 'retry', reason: 'server_error' },
    ],
    [
      { status: 429, headers: { 'retry-after': '60' } },
      { kind: 'retry', reason: 'too_many_requests' },
    ],
    [
      { status: 404, body: SECRET },
      { kind: 'retry', reason: 'refused' },
    ],
    [
      { status: 301, headers: { location: `http://other.contoso.com/${SECRET}` } },
      { kind: 'retry', reason: 'redirected' },
    ],
    [{ status: 410 }, { kind: 'rejected', reason: 'gone', disable: true }],
    [undefined, { kind: 'retry', reason: 'timed_out' }],
  ])('with the response %j has the reason, and never the address', async (given, outcome) => {
    answer = given;
    const came = await beatOnce({ timeout: 300 });
    expect(came).toMatchObject(outcome);
    expect(JSON.stringify(came)).not.toContain(SECRET);
  });

  it('is not sent by a daemon that stopped monitoring, and is again when it continues', async () => {
    const stopping = new AbortController();
    let watching = true;
    let askedInVain = 0;
    const isHealthy = (): boolean => {
      askedInVain += watching ? 0 : 1;
      return watching;
    };
    const until = (holds: () => boolean): Promise<unknown> => vi.waitUntil(holds, { timeout: 20_000, interval: 5 });
    const arrived = (count: number): Promise<unknown> => until(() => receiver.requests.length >= count);
    const diagnostics = { note: () => undefined };
    const clock = { now: Date.now, monotonicMs: Date.now };
    const recordOutcome = async (): Promise<void> => undefined;
    const beating = sendHeartbeats(
      {
        ...{ heartbeat: heartbeat(), intervalMs: 20, isHealthy, random: Math.random, diagnostics },
        clock,
        recordOutcome,
      },
      stopping.signal,
    );
    await arrived(3);
    watching = false;
    await until(() => askedInVain > 0);
    const before = receiver.requests.length;
    await until(() => askedInVain > 10);
    expect(receiver.requests).toHaveLength(before);
    watching = true;
    await arrived(before + 2);
    stopping.abort();
    await beating;
  });
});
