import { lookup as systemLookup } from 'node:dns';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebhookNotifier } from '../../../src/adapters/notify/http/webhook-notifier.ts';
import { MailNotifier } from '../../../src/adapters/notify/mail/mail-notifier.ts';
import { TrustedRoots } from '../../../src/adapters/notify/trusted-roots.ts';
import { createLookup } from '../../../src/adapters/starttls/create-lookup.ts';
import type { NameSources } from '../../../src/adapters/starttls/resolve-addresses.ts';
import type { Notifier, Outcome } from '../../../src/work/ports/outputs.ts';
import { sampleAlert } from '../../contract/alert-samples.ts';
import { httpReceiver } from '../../fixtures/receiver.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../../fixtures/temporary-directory.ts';
import { type DnsServer, dnsServer } from './dns-server.ts';

type Answered = { readonly code: string | undefined; readonly address: unknown; readonly family: number | undefined };

let directory: TemporaryDirectory;
let server: DnsServer;
let names: NameSources;
beforeEach(async () => {
  directory = temporaryDirectory();
  server = await dnsServer({
    'both.contoso.com': { A: ['192.0.2.1'], AAAA: ['2001:db8:0:0:0:0:0:1'] },
    ...Object.fromEntries(Array.from({ length: 8 }, (_, at) => [`silent${at}.contoso.com`, 'nothing'] as const)),
  });
  names = { hostsFile: directory.write('hosts', '127.0.0.1 near.contoso.com\n'), nameServers: [server.address] };
});
afterEach(async () => {
  await server[Symbol.asyncDispose]();
  directory[Symbol.dispose]();
});

const asked = (host: string, all: boolean, { signal } = new AbortController()): Promise<Answered> =>
  new Promise((resolve) => {
    createLookup(signal, names)(host, { all }, (error, address, family) => {
      resolve({ code: error?.code, address, family });
    });
  });

describe('a name resolved for a connection', () => {
  it('has its addresses in the form that Node expects', async () => {
    const [first, second] = ['192.0.2.1', '2001:db8::1'];
    expect(await asked('both.contoso.com', false)).toEqual({ code: undefined, address: first, family: 4 });
    expect(await asked('both.contoso.com', true)).toMatchObject({
      address: [
        { address: first, family: 4 },
        { address: second, family: 6 },
      ],
    });
    expect(await asked('near.contoso.com', false)).toMatchObject({ address: '127.0.0.1', family: 4 });
  });

  it("that does not exist is not found, with Node's code", async () => {
    const own = await new Promise((resolve) => systemLookup('missing.invalid', (error) => resolve(error?.code)));
    expect((await asked('missing.invalid', true)).code).toBe('ENOTFOUND');
    expect(['ENOTFOUND', 'EAI_AGAIN']).toContain(own);
  });

  it('is not resolved any more after an abort', async () => {
    const stop = new AbortController();
    const lookup = asked('silent0.contoso.com', true, stop);
    stop.abort();
    expect((await lookup).code).toBe('ECANCELED');
    expect(server.asked).toEqual([]);
  });
});

it('a notifier with a silent name server does not delay reachable ones, however many there are', async () => {
  const receiver = await httpReceiver(() => ({ status: 204 }));
  const stop = new AbortController();
  const dependencies = {
    trustedRoots: new TrustedRoots([]),
    createLookup: (signal: AbortSignal) => createLookup(signal, names),
  };
  const clock = { now: () => Date.now(), monotonicMs: () => performance.now() };
  const rest = {
    secretFile: undefined,
    tokenFile: undefined,
    caFile: undefined,
    proxy: undefined,
    timeout: 60_000,
    allowUnverified: false,
  };
  const webhook = (host: string): Notifier =>
    new WebhookNotifier(
      { name: host, endpoint: { url: `http://${host}:${receiver.port}/` }, ...rest },
      { ...dependencies, clock, body: () => '{}' },
    );
  const mail = (host: string): Notifier =>
    new MailNotifier(
      {
        ...{ name: host, server: `smtp://${host}:25`, from: 'alerts@contoso.com', to: ['ops@contoso.com'] },
        ...{ user: undefined, passwordFile: undefined, starttls: 'off', caFile: undefined, timeout: 60_000 },
      },
      { ...dependencies, text: () => ({ subject: 's', text: 't', html: 'h' }) },
    );
  const deliver = (notifier: Notifier): Promise<Outcome> => {
    const { delivery, alert } = sampleAlert('a-1');
    return notifier.deliver(delivery, alert, stop.signal);
  };
  try {
    const settled: string[] = [];
    const silent = Array.from({ length: 8 }, async (_, at) => {
      const outcome = await deliver((at % 2 === 0 ? webhook : mail)(`silent${at}.contoso.com`));
      settled.push(outcome.kind);
    });
    await expect.poll(() => new Set(server.asked).size, { timeout: 20_000 }).toBe(16);
    expect(await deliver(webhook('near.contoso.com'))).toMatchObject({ kind: 'delivered' });
    expect(settled).toEqual([]);
    stop.abort();
    await Promise.all(silent);
    expect(settled).toEqual(Array(8).fill('retry'));
  } finally {
    stop.abort();
    await receiver.close();
  }
});
