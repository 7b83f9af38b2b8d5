import { chmodSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import { WebhookNotifier, type WebhookOptions } from '../../../../src/adapters/notify/http/webhook-notifier.ts';
import { TrustedRoots } from '../../../../src/adapters/notify/trusted-roots.ts';
import { createLookup } from '../../../../src/adapters/starttls/create-lookup.ts';
import { failureText } from '../../../../src/domain/failure/failure-text.ts';
import type { Outcome } from '../../../../src/work/ports/outputs.ts';
import type { Clock } from '../../../../src/work/ports/system.ts';
import { raisedRecord, sampleAlert } from '../../../contract/alert-samples.ts';
import { type Behavior, notifierContract } from '../../../contract/notifier-contract.ts';
import { saying } from '../../../domain/failure/saying.ts';
import { asUnprivileged } from '../../../fixtures/as-unprivileged.ts';
import { type HttpReceiver, httpReceiver } from '../../../fixtures/receiver.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../../../fixtures/temporary-directory.ts';

const CLOCK: Clock = { now: () => Date.now(), monotonicMs: () => performance.now() };
const MEANS = {
  clock: CLOCK,
  trustedRoots: new TrustedRoots([]),
  createLookup,
  body: (alert: object) => JSON.stringify(alert),
};
const [FIRST, SECOND] = [11, 22].map((byte) => `whsec_${Buffer.alloc(32, byte).toString('base64')}`) as [
  string,
  string,
];
const TOKEN = 'token-marker-7c41';

function notifier(port: number, changes: Partial<WebhookOptions> = {}, clock: Clock = CLOCK): WebhookNotifier {
  return new WebhookNotifier(
    {
      name: 'ops',
      endpoint: { url: `http://127.0.0.1:${port}/in` },
      secretFile: undefined,
      tokenFile: undefined,
      caFile: undefined,
      proxy: undefined,
      allowUnverified: false,
      timeout: 30_000,
      ...changes,
    },
    { ...MEANS, clock },
  );
}

const ANSWERS: Readonly<Record<Behavior, { readonly status: number; readonly body: string } | undefined>> = {
  takes: { status: 204, body: '' },
  fails: { status: 503, body: `not now, ${TOKEN} of ${FIRST}` },
  hangs: undefined,
};

notifierContract('A webhook', async ({ timeout }) => {
  let behavior: Behavior = 'takes';
  const receiver = await httpReceiver(() => ANSWERS[behavior]);
  const directory = temporaryDirectory();
  const files = { secretFile: directory.write('secret', FIRST), tokenFile: directory.write('token', `${TOKEN}\n`) };
  return {
    notifier: notifier(receiver.port, { ...files, timeout }),
    behave: (how) => {
      behavior = how;
    },
    received: () => receiver.requests.map(({ headers }) => String(headers['webhook-id'])),
    remove: () => receiver.close(),
    secrets: [TOKEN, FIRST.slice('whsec_'.length)],
    [Symbol.asyncDispose]: async () => {
      await receiver.close();
      directory[Symbol.dispose]();
    },
  };
});

describe('a webhook', () => {
  const signal = new AbortController().signal;
  const deliver = (webhook: WebhookNotifier): Promise<Outcome> => {
    const { delivery, alert } = sampleAlert('alert-1');
    return webhook.deliver(delivery, alert, signal);
  };
  const taking = (): Promise<HttpReceiver> => httpReceiver(() => ({ status: 200, body: 'ok' }));
  const within = async (
    work: (directory: TemporaryDirectory, receiver: HttpReceiver) => Promise<void>,
  ): Promise<void> => {
    using directory = temporaryDirectory();
    await using receiver = await taking();
    await work(directory, receiver);
  };

  it('is verified by the library of the specification with each of the secrets in its file, and with no other', () =>
    within(async (directory, { port, requests }) => {
      const secretFile = directory.write('secret', `${FIRST}\n${SECOND}\n`);
      expect(await deliver(notifier(port, { secretFile }))).toMatchObject({ kind: 'delivered' });
      const { body, headers } = requests[0] ?? { body: '', headers: {} };
      const given = headers as Record<string, string>;
      for (const secret of [FIRST, SECOND])
        expect(new Webhook(secret).verify(body, given)).toMatchObject({ eventId: 12014 });
      const stranger = new Webhook(`whsec_${Buffer.alloc(32, 33).toString('base64')}`);
      expect(() => stranger.verify(body, given)).toThrow('No matching signature');
      expect(headers).toMatchObject({ 'content-type': 'application/json', 'user-agent': 'mailcertd' });
    }));

  it('signs with the current content of the file', () =>
    within(async (directory, { port, requests }) => {
      const webhook = notifier(port, { secretFile: directory.write('secret', FIRST) });
      await deliver(webhook);
      directory.write('secret', SECOND);
      await deliver(webhook);
      const [first, second] = requests.map(({ body, headers }) => (secret: string) => {
        return () => new Webhook(secret).verify(body, headers as Record<string, string>);
      });
      expect(first?.(FIRST)).not.toThrow();
      expect(second?.(SECOND)).not.toThrow();
      expect(second?.(FIRST)).toThrow();
    }));

  it('has a new timestamp for each attempt, and the same content', () =>
    within(async (_directory, { port, requests }) => {
      let now = Date.UTC(2026, 10, 24, 12);
      const clock = { now: () => now, monotonicMs: () => 0 };
      const webhook = notifier(port, {}, clock);
      await deliver(webhook);
      now += 3_600_000;
      await deliver(webhook);
      const [first, second] = requests.map(({ headers }) => headers['webhook-timestamp']);
      expect(Number(second) - Number(first)).toBe(3600);
      expect(requests[1]?.body).toBe(requests[0]?.body);
    }));

  it('has the token of its file, without the line end', () =>
    within(async (directory, { port, requests }) => {
      await deliver(notifier(port, { tokenFile: directory.write('token', `${TOKEN}\r\n`) }));
      expect(requests[0]?.headers.authorization).toBe(`Bearer ${TOKEN}`);
    }));

  it('uses the address of a file, and prints only its host', () =>
    within(async (directory, { port, requests }) => {
      const urlFile = directory.write('url', `http://127.0.0.1:${port}/services/marker-path?key=marker-query\n`);
      const outcome = await deliver(notifier(port, { endpoint: { urlFile } }));
      const detail = `POST http://127.0.0.1:${port}/…: 200 OK`;
      expect(outcome).toEqual({ kind: 'delivered', failure: saying(detail) });
      expect(requests[0]?.url).toBe('/services/marker-path?key=marker-query');
    }));

  it.each([
    ['no file', undefined, /cannot use the webhook secrets in \S+secret: it does not exist$/],
    ['an empty file', '\n', /secret: it is empty$/],
    ['white space', ' \n', /secret: it contains no secret$/],
    ['no secret', 'marker', /secret: secret 1 does not begin with whsec_$/],
    ['a file of something else', Buffer.alloc(5000, 0x61), /secret: it is larger than 4096 bytes$/],
  ])('sends nothing if there is %s for the signature', async (_, content, expected) =>
    within(async (directory, { port, requests }) => {
      const secretFile = content === undefined ? directory.at('secret') : directory.write('secret', content);
      const outcome = await deliver(notifier(port, { secretFile }));
      expect(outcome).toMatchObject({
        kind: 'retry',
        reason: 'secret_unreadable',
        failure: saying(expect.stringMatching(expected)),
      });
      expect(JSON.stringify(outcome)).not.toContain('marker');
      expect(requests).toEqual([]);
    }),
  );

  it.each([
    ['two words', 'one two', 'it must be one word of ASCII characters'],
    ['a header more', 'one\r\nx-more: two', 'it must be one word of ASCII characters'],
    ['nothing', '', 'it is empty'],
  ])('sends nothing with %s as token', async (_, content, error) =>
    within(async (directory, { port, requests }) => {
      const outcome = await deliver(notifier(port, { tokenFile: directory.write('token', content) }));
      expect(outcome).toMatchObject({
        kind: 'retry',
        reason: 'secret_unreadable',
        failure: saying(expect.stringContaining(error)),
      });
      expect(requests).toEqual([]);
    }),
  );

  it('names the file that cannot be read', () =>
    within(async (directory, { port, requests }) => {
      chmodSync(directory.path, 0o755);
      const secretFile = directory.write('secret', FIRST, 0o000);
      await asUnprivileged(async () => {
        await expect(readFile(secretFile)).rejects.toThrow('EACCES');
        expect(await deliver(notifier(port, { secretFile }))).toMatchObject({
          kind: 'retry',
          reason: 'secret_unreadable',
          failure: saying(`cannot use the webhook secrets in ${secretFile}: permission denied`),
          notBefore: undefined,
        });
      });
      expect(requests).toEqual([]);
    }));

  it('never repeats a secret, even if the server does', async () => {
    using directory = temporaryDirectory();
    await using echo = await httpReceiver(({ url, headers }) => ({
      status: 400,
      body: `bad request ${url} ${headers.authorization} ${decodeURIComponent(url)}`,
      headers: { location: `http://marker.example/marker` },
    }));
    const urlFile = directory.write('url', `http://127.0.0.1:${echo.port}/hook/marker%2Fpath?key=marker-query&a=b`);
    const tokenFile = directory.write('token', 'marker-token');
    const outcome = await deliver(notifier(echo.port, { endpoint: { urlFile }, tokenFile }));
    expect(outcome).toMatchObject({ kind: 'rejected', reason: 'refused', disable: false });
    expect(failureText(outcome.failure, 'en')).toMatch(/: 400 Bad Request$/);
    expect(JSON.stringify(outcome)).not.toContain('marker');
  });

  it('limits a Retry-After to the end of the retries', async () => {
    await using busy = await httpReceiver(() => ({ status: 429, headers: { 'retry-after': '99999999' } }));
    const { delivery, alert } = sampleAlert('alert-1', { records: [raisedRecord()] });
    const retryUntil = Date.now() + 5000;
    const outcome = await notifier(busy.port).deliver({ ...delivery, retryUntil }, alert, signal);
    expect(outcome).toMatchObject({ kind: 'retry', reason: 'too_many_requests', notBefore: retryUntil });
  });
});
