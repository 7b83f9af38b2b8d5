import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ExecNotifier } from '../../src/adapters/notify/hook/exec-notifier.ts';
import { runProgram } from '../../src/adapters/system/run-program.ts';
import type { Alert } from '../../src/domain/alert/alert.ts';
import { testAlert } from '../../src/domain/alert/test-alert.ts';
import { failureText } from '../../src/domain/failure/failure-text.ts';
import { hookVariables } from '../../src/formats/alert-body/hook-variables.ts';
import type { Outcome } from '../../src/work/ports/outputs.ts';
import { HOSTILE_NAMES, hostileAlert, raisedRecord, sampleAlert } from '../contract/alert-samples.ts';
import { NOON } from '../contract/ledger-samples.ts';
import { saying } from '../domain/failure/saying.ts';
import { makeCertificate } from '../fixtures/make-certificate.ts';
import { type GivenAnswer, type HttpReceiver, httpReceiver, type ReceivedRequest } from '../fixtures/receiver.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../fixtures/temporary-directory.ts';
import { needs, needsRoot } from './needs.ts';
import { runPostfix } from './run-postfix.ts';

const EXAMPLES = resolve(import.meta.dirname, '../../config/hooks.d-examples');
const [hasShellcheck, hasCurl, hasPostfix, isRoot] = [
  needs('shellcheck'),
  needs('curl'),
  needs('postfix'),
  needsRoot(),
];

let directory: TemporaryDirectory;
beforeEach(() => {
  directory = temporaryDirectory();
});
afterEach(() => directory[Symbol.dispose]());

/** Returns an example as an administrator installs it, with values set at its beginning. */
function installed(name: string, values: Readonly<Record<string, string>>): ExecNotifier {
  let text = readFileSync(join(EXAMPLES, name), 'utf8');
  for (const [variable, value] of Object.entries(values)) {
    const line = new RegExp(`^${variable}=.*$`, 'gm');
    expect(text.match(line), variable).toHaveLength(1);
    text = text.replace(line, `${variable}=${value}`);
  }
  const command = [directory.write(name, text, 0o755)] as const;
  return new ExecNotifier(
    { name, run: { command }, timeout: 60_000 },
    {
      variables: (alert) => hookVariables(alert, 'en'),
      body: (alert) => JSON.stringify(alert),
      environment: { PATH: process.env['PATH'] },
      runProgram,
    },
  );
}

function deliver(to: ExecNotifier, alertId: string, changes: Partial<Alert> = {}): Promise<Outcome> {
  const { delivery, alert } = sampleAlert(alertId, changes);
  return to.deliver(delivery, alert, new AbortController().signal);
}

describe('the example hooks', () => {
  it.each(readdirSync(EXAMPLES))('%s can be executed', (name) => {
    expect(statSync(join(EXAMPLES, name)).mode & 0o111).toBe(0o111);
  });

  it.runIf(hasShellcheck)('have no finding of shellcheck', () => {
    const paths = readdirSync(EXAMPLES).map((name) => join(EXAMPLES, name));
    expect(execFileSync('shellcheck', paths).toString()).toBe('');
  });
});

describe.runIf(hasCurl)('open-ticket', () => {
  /** A server that answers the hook's requests as Jira does. */
  class Jira {
    readonly tickets: { fields: { summary: string; description: string; labels: readonly string[] } }[] = [];
    status = 201;

    answer({ method, url, body }: ReceivedRequest): GivenAnswer {
      if (method === 'GET') {
        const jql = new URL(url, 'http://jira').searchParams.get('jql') ?? '';
        const found = this.tickets.filter(({ fields }) => fields.labels.some((label) => jql.includes(`"${label}"`)));
        const issues = found.map((_, index) => ({ id: '10000', key: `MAIL-${index + 1}` }));
        return { status: 200, body: JSON.stringify({ startAt: 0, total: issues.length, issues }) };
      }
      if (this.status === 201) this.tickets.push(JSON.parse(body));
      return { status: this.status, body: JSON.stringify({ id: '10000', key: `MAIL-${this.tickets.length}` }) };
    }
  }

  let jira: Jira;
  let receiver: HttpReceiver;
  let hook: ExecNotifier;
  beforeEach(async () => {
    jira = new Jira();
    receiver = await httpReceiver((request) => jira.answer(request));
    hook = installed('open-ticket', {
      jira: `http://127.0.0.1:${receiver.port}`,
      token: directory.write('header', 'Authorization: Bearer marker-71\n', 0o600),
    });
  });
  afterEach(() => receiver.close());

  it('opens one ticket for an alert, with the token, however often it is sent', async () => {
    expect(await deliver(hook, 'a-1')).toMatchObject({
      kind: 'delivered',
      failure: saying(/\nopened MAIL-1$/),
    });
    expect(await deliver(hook, 'a-1')).toMatchObject({
      kind: 'delivered',
      failure: saying(/there is a ticket already: mailcertd-a-1/),
    });
    expect(await deliver(hook, 'a-2', { state: 'escalated' })).toMatchObject({ kind: 'delivered' });
    expect(jira.tickets).toMatchObject([
      {
        fields: {
          project: { key: 'MAIL' },
          issuetype: { name: 'Task' },
          summary: expect.stringContaining('mail.contoso.com'),
          description: expect.stringMatching(/\n\nEvent 12014 on .*, record 1\.$/),
          labels: ['mailcertd', 'mailcertd-a-1'],
        },
      },
      { fields: { labels: ['mailcertd', 'mailcertd-a-2'] } },
    ]);
    expect(new Set(receiver.requests.map(({ headers }) => headers.authorization))).toEqual(
      new Set(['Bearer marker-71']),
    );
  });

  it('opens none for resolved or repeated conditions, and a marked one for a test', async () => {
    for (const state of ['cleared', 'repeated', 'once'] as const) {
      expect(await deliver(hook, `a-${state}`, { state })).toMatchObject({ kind: 'delivered' });
    }
    expect(receiver.requests).toEqual([]);
    await deliver(hook, 'a-test', testAlert('a-test', 'mail01.contoso.com', 1, NOON));
    expect(jira.tickets).toMatchObject([{ fields: { summary: expect.stringMatching(/^\[test\] /) } }]);
  });

  it('fails, and is retried, if the ticket was not accepted', async () => {
    jira.status = 503;
    expect(await deliver(hook, 'a-1')).toMatchObject({
      kind: 'retry',
      reason: 'hook_failed',
      failure: saying(/503/),
    });
    jira.status = 201;
    expect(await deliver(hook, 'a-1')).toMatchObject({ kind: 'delivered' });
    expect(jira.tickets).toHaveLength(1);
  });

  it.each(HOSTILE_NAMES.map((name) => [name.slice(0, 20), name]))(
    'opens one ticket for an object named %j',
    async (_, name) => {
      const { delivery, alert } = hostileAlert('a-1', name);
      expect(await hook.deliver(delivery, alert, new AbortController().signal)).toMatchObject({ kind: 'delivered' });
      expect(jira.tickets).toHaveLength(1);
    },
  );
});

describe.runIf(hasCurl)('post-to-chat', () => {
  let receiver: HttpReceiver;
  let answer: GivenAnswer;
  let hook: ExecNotifier;
  beforeEach(async () => {
    answer = { status: 200, body: 'ok' };
    receiver = await httpReceiver(() => answer);
    const address = `url = "http://127.0.0.1:${receiver.port}/services/marker-72"\n`;
    hook = installed('post-to-chat', { chat: directory.write('chat.curl', address, 0o600) });
  });
  afterEach(() => receiver.close());

  const texts = (): readonly string[] => receiver.requests.map(({ body }) => JSON.parse(body).text);

  it('posts one text for an alert', async () => {
    expect(await deliver(hook, 'a-1')).toMatchObject({ kind: 'delivered' });
    await deliver(hook, 'a-2', testAlert('a-2', 'mail01.contoso.com', 1, NOON));
    expect(receiver.requests).toMatchObject([
      { method: 'POST', url: '/services/marker-72', headers: { 'content-type': 'application/json' } },
      { method: 'POST' },
    ]);
    expect(texts()).toEqual([
      expect.stringMatching(/^Error 12014 raised: .*mail\.contoso\.com/),
      expect.stringMatching(/^Error 12014 TEST: .*\[mail01\.contoso\.com\]$/),
    ]);
  });

  it('fails, and is retried, if the chat rejects it; its address is never printed', async () => {
    answer = { status: 404, body: 'no_service' };
    const outcome = await deliver(hook, 'a-1');
    expect(outcome).toMatchObject({ kind: 'retry', reason: 'hook_failed', failure: saying(/404/) });
    expect(JSON.stringify(outcome)).not.toContain('marker-72');
  });

  it('contains no mention and no link, whatever the names are', async () => {
    const { delivery, alert } = hostileAlert('a-1', '<!channel> <https://evil.example|mail> & "more"');
    await hook.deliver(delivery, alert, new AbortController().signal);
    expect(texts()[0]).not.toMatch(/[<>]/);
    expect(texts()[0]).toContain('&lt;!channel&gt;');
  });

  it.each([
    '@channel @all @here @everyone',
    '[mail](https://evil.example)',
    '![x](http://evil.example/x.png)',
    '[a][b]',
    '[a]: https://evil.example',
  ])('mentions no person and has no link in a chat that reads Markdown: %s', async (name) => {
    const { delivery, alert } = hostileAlert('a-1', name);
    expect(await hook.deliver(delivery, alert, new AbortController().signal)).toMatchObject({ kind: 'delivered' });
    const [text = ''] = texts();
    expect(text).not.toMatch(/@\w|\]\s*[[(:]|:\/\//);
    expect(text.replaceAll('\u200b', '')).toContain(name);
  });
});

describe.runIf(hasPostfix && isRoot)('reload-postfix', () => {
  const now = Date.now();
  const made = makeCertificate({
    commonName: 'mail.contoso.com',
    notBefore: now - 86_400_000,
    notAfter: now + 86_400_000,
  });
  const installedRecord = (thumbprint: string) =>
    raisedRecord({
      eventId: 1008,
      change: 'once',
      conditionId: undefined,
      facts: { thumbprint, fqdn: 'mail.contoso.com' },
    });

  it('prints the served certificate in a test, and ignores valid certificates and events that are no renewal', async () => {
    const certificate = directory.write('certificate.pem', made.certificatePem);
    using postfix = await runPostfix(directory, {
      certificate,
      key: directory.write('key.pem', made.privateKeyPem, 0o600),
    });
    const hook = installed('reload-postfix', { server: `127.0.0.1:${postfix.port}` });
    const serial = execFileSync('openssl', ['x509', '-in', certificate, '-noout', '-serial'], { encoding: 'utf8' })
      .trim()
      .replace('serial=', '');
    expect(
      failureText((await deliver(hook, 'a-1', testAlert('a-1', 'mail01.contoso.com', 1, NOON))).failure, 'en'),
    ).toContain(`serves:\n${made.thumbprint} ${serial}`);
    expect(
      failureText(
        (await deliver(hook, 'a-2', { state: 'once', records: [installedRecord(made.thumbprint)] })).failure,
        'en',
      ),
    ).toContain(`served already: ${made.thumbprint}, serial number ${serial}`);
    expect(await deliver(hook, 'a-3', { state: 'raised' })).toMatchObject({ kind: 'delivered' });
    expect(
      failureText(
        (await deliver(hook, 'a-4', { state: 'once', records: [raisedRecord({ facts: {} })] })).failure,
        'en',
      ),
    ).toContain('nothing to do');
  });

  it('fails, and prints the served certificate, if the unit cannot be reloaded', async () => {
    const certificate = directory.write('certificate.pem', made.certificatePem);
    using postfix = await runPostfix(directory, {
      certificate,
      key: directory.write('key.pem', made.privateKeyPem, 0o600),
    });
    const hook = installed('reload-postfix', {
      server: `127.0.0.1:${postfix.port}`,
      unit: 'no-such-unit',
      patience: '1',
    });
    const outcome = await deliver(hook, 'a-1', { state: 'once', records: [installedRecord('A'.repeat(40))] });
    expect(outcome).toMatchObject({ kind: 'retry', reason: 'hook_failed' });
    expect(failureText(outcome.failure, 'en')).toContain(`served before: ${made.thumbprint} `);
  });
});
