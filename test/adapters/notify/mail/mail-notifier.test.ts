import { once } from 'node:events';
import { rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MailNotifier, type MailOptions } from '../../../../src/adapters/notify/mail/mail-notifier.ts';
import { TrustedRoots } from '../../../../src/adapters/notify/trusted-roots.ts';
import { createLookup } from '../../../../src/adapters/starttls/create-lookup.ts';
import type { OpenParts } from '../../../../src/domain/alert/delivery.ts';
import { failureText } from '../../../../src/domain/failure/failure-text.ts';
import type { Outcome } from '../../../../src/work/ports/outputs.ts';
import { HOSTILE_NAMES, raisedRecord, sampleAlert } from '../../../contract/alert-samples.ts';
import { notifierContract } from '../../../contract/notifier-contract.ts';
import { saying } from '../../../domain/failure/saying.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../../../fixtures/temporary-directory.ts';
import { certified, header, type MailSink, openMailSink, type SinkHabits } from './mail-sink.ts';

const PASSWORD = 'correct horse battery staple';
const MEANS = {
  trustedRoots: new TrustedRoots([]),
  createLookup,
  text: () => ({
    subject: 'Event 12014: mail.contoso.com',
    text: 'What is wrong.\n.\nWhat to do.\n',
    html: '<p>What is wrong.</p>',
  }),
};

let directory: TemporaryDirectory;
beforeEach(() => {
  directory = temporaryDirectory();
});
afterEach(() => directory[Symbol.dispose]());

type Changes = Partial<MailOptions> & { readonly text?: typeof MEANS.text };

function notifierOf(
  sink: { readonly port: number; readonly ca: string },
  { text = MEANS.text, ...changes }: Changes = {},
): MailNotifier {
  return new MailNotifier(
    {
      name: 'mail',
      server: `smtp://localhost:${sink.port}`,
      from: 'mailcertd <alerts@contoso.com>',
      to: ['ops@contoso.com'],
      user: undefined,
      passwordFile: undefined,
      starttls: 'required',
      caFile: directory.write('ca.pem', sink.ca),
      timeout: 30_000,
      ...changes,
    },
    { ...MEANS, text },
  );
}

const deliver = (to: MailNotifier, { delivery, alert } = sampleAlert('a-1'), parts?: OpenParts): Promise<Outcome> =>
  to.deliver({ ...delivery, ...(parts && { parts }) }, alert, new AbortController().signal);
const only = (sink: MailSink): MailSink['mails'][number] => {
  expect(sink.mails).toHaveLength(1);
  return sink.mails[0] as MailSink['mails'][number];
};

notifierContract('mail', async ({ timeout }) => {
  const place = temporaryDirectory();
  const sink = await openMailSink();
  sink.habits = {
    login: (user, password) => (user === 'alerts' && password === PASSWORD ? undefined : `535 no ${password}`),
  };
  const { login = () => undefined } = sink.habits;
  let isThere = true;
  const notifier = new MailNotifier(
    {
      name: 'mail',
      server: `smtp://localhost:${sink.port}`,
      from: 'alerts@contoso.com',
      to: ['ops@contoso.com'],
      user: 'alerts',
      passwordFile: place.write('password', `${PASSWORD}\n`),
      starttls: 'required',
      caFile: place.write('ca.pem', sink.ca),
      timeout,
    },
    {
      ...MEANS,
      text: ({ records: [record] }) => ({
        subject: `No certificate: ${record?.facts.connector}`,
        text: `${record?.parameters.join(' ')}\n`,
        html: `<p>${record?.facts.fqdn}</p>`,
      }),
    },
  );
  const remove = async (): Promise<void> => {
    if (isThere) await sink[Symbol.asyncDispose]();
    isThere = false;
  };
  return {
    notifier,
    behave: (how) => {
      if (how === 'takes') sink.habits = { login };
      else sink.habits = { login, data: how === 'hangs' ? 'nothing' : '451 4.3.0 try again later' };
    },
    received: () => sink.mails.map(({ source }) => header(source, 'X-Mailcertd-Alert-ID') ?? ''),
    remove,
    secrets: [PASSWORD, Buffer.from(PASSWORD).toString('base64')],
    async [Symbol.asyncDispose]() {
      await remove();
      place[Symbol.dispose]();
    },
  };
});

describe('a mail', () => {
  it('is sent over STARTTLS with a verified certificate, and the response is kept', async () => {
    await using sink = await openMailSink();
    const detail = `mail to localhost:${sink.port}: 250 queued as 4F1 (ops@contoso.com)`;
    expect(await deliver(notifierOf(sink))).toEqual({ kind: 'delivered', failure: saying(detail) });
    expect(only(sink)).toMatchObject({ from: 'alerts@contoso.com', to: ['ops@contoso.com'], secure: true });
    expect(only(sink).clientName).toBe('mail01.contoso.com');
  });

  it('has from, date and subject, headers for programs, and suppresses automatic replies', async () => {
    await using sink = await openMailSink();
    const alert = sampleAlert('a-1');
    await deliver(notifierOf(sink, { to: ['ops@contoso.com', '運用 <ops@example.jp>'] }), alert);
    const { source } = only(sink);
    expect(header(source, 'From')).toBe('mailcertd <alerts@contoso.com>');
    expect(header(source, 'To')).toBe('ops@contoso.com, =?UTF-8?B?6YGL55So?= <ops@example.jp>');
    expect(header(source, 'Subject')).toBe('Event 12014: mail.contoso.com');
    expect(Date.parse(header(source, 'Date') ?? '')).toBe(alert.alert.createdAt);
    expect(header(source, 'Auto-Submitted')).toBe('auto-generated');
    expect(header(source, 'X-Auto-Response-Suppress')).toBe('All');
    expect(header(source, 'X-Mailcertd-Event-ID')).toBe('12014');
    expect(header(source, 'X-Mailcertd-State')).toBe('raised');
    expect(header(source, 'X-Mailcertd-Level')).toBe('Error');
    expect(header(source, 'Content-Type')).toMatch(/^multipart\/alternative;/);
    expect(source).toContain('\r\nContent-Type: text/plain; charset=utf-8\r\n');
    expect(source).toContain('\r\nWhat is wrong.\r\n.\r\nWhat to do.\r\n');
    expect(source).toContain('\r\nContent-Type: text/html; charset=utf-8\r\n');
  });

  it('about one condition is in one thread, from raised to cleared, and each attempt has the same Message-ID', async () => {
    await using sink = await openMailSink();
    const to = notifierOf(sink);
    sink.habits = { data: '451 4.3.0 later' };
    await deliver(to, sampleAlert('a-1'));
    sink.habits = {};
    const changes = [
      ['a-1', 'raised'],
      ['a-2', 'escalated'],
      ['a-3', 'cleared'],
    ] as const;
    for (const [id, change] of changes) {
      await deliver(to, sampleAlert(id, { state: change, records: [raisedRecord({ change })] }));
    }
    await deliver(to, sampleAlert('a-4', { records: [raisedRecord({ conditionId: 'condition-2' })] }));
    const ids = sink.mails.map(({ source }) => header(source, 'Message-ID'));
    expect(ids[0]).toMatch(/^<alert\.[0-9a-f]{32}@mail01\.contoso\.com>$/);
    expect(ids[1]).toBe(ids[0]);
    expect(new Set(ids).size).toBe(4);
    const threads = sink.mails.map(({ source }) => header(source, 'References'));
    expect(threads[0]).toMatch(/^<condition\.[0-9a-f]{32}@mail01\.contoso\.com>$/);
    expect(new Set(threads.slice(0, 4)).size).toBe(1);
    expect(threads[4]).not.toBe(threads[0]);
    expect(sink.mails.map(({ source }) => header(source, 'In-Reply-To'))).toEqual(threads);
  });

  it('about nine conditions belongs to the threads of all nine', async () => {
    await using sink = await openMailSink();
    const records = Array.from({ length: 9 }, (_, index) => raisedRecord({ conditionId: `condition-${index}` }));
    await deliver(notifierOf(sink), sampleAlert('a-1', { records }));
    expect(new Set(header(only(sink).source, 'References')?.split(' ')).size).toBe(9);
  });

  it('about an event without a duration begins no thread', async () => {
    await using sink = await openMailSink();
    const records = [raisedRecord({ change: 'once', conditionId: undefined })];
    await deliver(notifierOf(sink), sampleAlert('a-1', { state: 'once', records }));
    expect(header(only(sink).source, 'References')).toBeUndefined();
    expect(header(only(sink).source, 'In-Reply-To')).toBeUndefined();
  });

  it.each([
    ['Error 12014 raised: Receive connector "Default MAIL01" (mail.contoso.com) [mail01.contoso.com]'],
    [`${'"a" '.repeat(60)}end`],
  ])('has an ASCII subject unencoded, folded: %s', async (subject) => {
    await using sink = await openMailSink();
    await deliver(notifierOf(sink, { text: () => ({ subject, text: 'a\n', html: '<p></p>' }) }));
    const [, folded = ''] = /^Subject: ((?:.*)(?:\r\n[ \t].*)*)/m.exec(only(sink).source) ?? [];
    expect(folded.replace(/\r\n/g, '')).toBe(subject);
    for (const line of folded.split('\r\n')) expect(line.length).toBeLessThanOrEqual(78);
  });

  it.each(['two  spaces "a"', '=?UTF-8?Q?x?= "a"', 'Büro "A"'])(
    'has any other subject encoded: %s',
    async (subject) => {
      await using sink = await openMailSink();
      await deliver(notifierOf(sink, { text: () => ({ subject, text: 'a\n', html: '<p></p>' }) }));
      expect(header(only(sink).source, 'Subject')).toMatch(/^=\?UTF-8\?|=\?UTF-8\?/);
    },
  );

  it.each(HOSTILE_NAMES.map((name) => [name.slice(0, 24), name]))(
    'with %j in its subject has only its own headers',
    async (_, name) => {
      await using sink = await openMailSink();
      const text = (): ReturnType<typeof MEANS.text> => ({ subject: name, text: `${name}\n`, html: '<p></p>' });
      expect(await deliver(notifierOf(sink, { text }))).toMatchObject({ kind: 'delivered' });
      const { source, to } = only(sink);
      expect(to).toEqual(['ops@contoso.com']);
      const [head = ''] = source.split('\r\n\r\n');
      expect(
        head
          .split('\r\n')
          .flatMap((line) => /^([^\s:]+):/.exec(line)?.[1] ?? [])
          .sort(),
      ).toEqual(
        [
          'Auto-Submitted',
          'Content-Type',
          'Date',
          'From',
          'In-Reply-To',
          'MIME-Version',
          'Message-ID',
          'References',
          'Subject',
          'To',
          'X-Auto-Response-Suppress',
          'X-Mailcertd-Alert-ID',
          'X-Mailcertd-Event-ID',
          'X-Mailcertd-Level',
          'X-Mailcertd-State',
        ].sort(),
      );
      for (const line of head.split('\r\n')) {
        expect(Buffer.byteLength(line)).toBeLessThanOrEqual(998);
        expect(line).toMatch(/^[\x20-\x7e]+$/);
      }
    },
  );
});

describe('a mail server', () => {
  it.each([
    ['required', 'smtp', { kind: 'retry', reason: 'starttls_not_offered' }, 0],
    ['opportunistic', 'smtp', { kind: 'delivered' }, 1],
    ['off', 'smtp', { kind: 'delivered' }, 1],
  ] as const)('that offers no STARTTLS, with starttls: %s', async (starttls, _, outcome, mails) => {
    await using sink = await openMailSink({ hideSTARTTLS: true, disabledCommands: ['STARTTLS', 'AUTH'] });
    const came = await deliver(notifierOf(sink, { starttls }));
    expect(came).toMatchObject(outcome);
    if (came.kind !== 'delivered') expect(failureText(came.failure, 'en')).toContain(': STARTTLS is not offered: ');
    expect(sink.mails.map(({ secure }) => secure)).toEqual(Array.from({ length: mails }, () => false));
  });

  it('that offers no STARTTLS gets no password, unless starttls is off', async () => {
    await using sink = await openMailSink({ disabledCommands: ['STARTTLS'], allowInsecureAuth: true });
    const passwords: string[] = [];
    sink.habits = { login: (_, password) => void passwords.push(password) };
    const login = { user: 'alerts', passwordFile: directory.write('password', PASSWORD) };
    expect(await deliver(notifierOf(sink, { starttls: 'opportunistic', ...login }))).toMatchObject({
      kind: 'retry',
      reason: 'starttls_not_offered',
    });
    expect(passwords).toEqual([]);
    expect(await deliver(notifierOf(sink, { starttls: 'off', ...login }))).toMatchObject({ kind: 'delivered' });
    expect(passwords).toEqual([PASSWORD]);
  });

  it.each([
    ['of another CA', 'localhost', () => certified('localhost').ca.certificatePem, /self-signed|unable to/i],
    ['of another name', 'mail02.contoso.com', undefined, /altnames/],
  ])('with a certificate %s gets nothing', async (_, name, ca, words) => {
    await using sink = await openMailSink({}, name);
    const outcome = await deliver(notifierOf({ port: sink.port, ca: ca?.() ?? sink.ca }));
    expect(outcome).toMatchObject({ kind: 'retry', reason: 'certificate_not_trusted' });
    expect(failureText(outcome.failure, 'en')).toMatch(words);
    expect(sink.mails).toEqual([]);
    expect(await deliver(notifierOf(sink, { starttls: 'opportunistic' }))).toMatchObject({ kind: 'delivered' });
    expect(only(sink).secure).toBe(true);
  });

  it('that speaks TLS from the first byte is verified too', async () => {
    await using sink = await openMailSink({ secure: true });
    const server = `smtps://localhost:${sink.port}`;
    expect(await deliver(notifierOf(sink, { server }))).toMatchObject({ kind: 'delivered' });
    const ca = certified('localhost').ca.certificatePem;
    expect(await deliver(notifierOf({ port: sink.port, ca }, { server }))).toMatchObject({
      kind: 'retry',
      reason: 'certificate_not_trusted',
    });
    expect(only(sink).secure).toBe(true);
  });

  it.each([
    ['no recipient', () => undefined, 'delivered', undefined, ['a', 'b']],
    ['one for good', (to) => (to === 'a@contoso.com' ? '550 5.1.1 unknown' : undefined), 'delivered', undefined, ['b']],
    ['all for good', () => '550 5.1.1 unknown', 'rejected', 'refused', []],
    ['all for now', () => '450 4.2.0 greylisted', 'retry', 'refused', []],
    [
      'one for now, one for good',
      (to) => (to === 'a@contoso.com' ? '450 4.2.0 later' : '550 5.1.1 unknown'),
      'retry',
      'refused',
      [],
    ],
  ] as readonly [string, (to: string) => string | undefined, string, string | undefined, string[]][])(
    'that refuses %s',
    async (_, recipient, kind, reason, taken) => {
      await using sink = await openMailSink();
      sink.habits = { recipient };
      const outcome = await deliver(notifierOf(sink, { to: ['a@contoso.com', 'b@contoso.com'] }));
      expect(outcome).toMatchObject({ kind, ...(reason === undefined ? {} : { reason }) });
      for (const to of ['a@contoso.com', 'b@contoso.com']) {
        const answer = recipient(to);
        if (answer !== undefined)
          expect(failureText(outcome.failure, 'en')).toContain(`${to} was refused: RCPT TO: ${answer}`);
      }
      expect(sink.mails.flatMap(({ to }) => to)).toEqual(taken.map((name) => `${name}@contoso.com`));
    },
  );

  it('that accepts one recipient and defers another gets the mail only for that one at the retry', async () => {
    await using sink = await openMailSink();
    const to = notifierOf(sink, { to: ['a@contoso.com', 'b@contoso.com', 'c@contoso.com'] });
    const answers: Record<string, string> = {
      'b@contoso.com': '450 4.2.0 greylisted',
      'c@contoso.com': '550 5.1.1 unknown',
    };
    sink.habits = { recipient: (address) => answers[address] };
    expect(await deliver(to)).toMatchObject({
      kind: 'retry',
      reason: 'refused',
      failure: saying(
        expect.stringMatching(
          /^.*: b@contoso.com was refused: .*\n.*: c@contoso.com was refused: .*\n.*\(a@contoso.com\)$/,
        ),
      ),
      done: [
        { part: 'a@contoso.com', isDelivered: true },
        { part: 'c@contoso.com', isDelivered: false },
      ],
    });
    sink.habits = {};
    const done = ['a@contoso.com', 'c@contoso.com'];
    expect(
      await deliver(to, sampleAlert('a-1'), { finished: done, isPartlyDelivered: true, allowed: undefined }),
    ).toMatchObject({
      kind: 'delivered',
    });
    expect(sink.mails.map((mail) => mail.to)).toEqual([['a@contoso.com'], ['b@contoso.com']]);
    expect(header(sink.mails[1]?.source ?? '', 'To')).toBe('a@contoso.com, b@contoso.com, c@contoso.com');
    await deliver(to, sampleAlert('a-2'));
    expect(sink.mails[2]?.to).toEqual(['a@contoso.com', 'b@contoso.com', 'c@contoso.com']);
  });

  it.each([
    ['that a recipient accepted in an earlier attempt is delivered', true, undefined, 'delivered'],
    ['that no recipient accepted in an earlier attempt is rejected', false, undefined, 'rejected'],
    ['that a recipient accepted waits only for recipients with an earlier mail', true, ['b@contoso.com'], 'delivered'],
  ] as const)('refuses the last recipients for good: a mail %s', async (_, isPartlyDelivered, allowed, kind) => {
    await using sink = await openMailSink();
    sink.habits = { recipient: () => '550 5.1.1 unknown' };
    const to = notifierOf(sink, { to: ['a@contoso.com', 'b@contoso.com', 'c@contoso.com'] });
    const outcome = await deliver(to, sampleAlert('a-1'), { finished: ['a@contoso.com'], isPartlyDelivered, allowed });
    const done = [{ part: 'b@contoso.com', isDelivered: false }];
    expect(outcome).toMatchObject({ kind, ...(allowed === undefined ? {} : { done, hasWaitingParts: true }) });
    expect(failureText(outcome.failure, 'en')).toContain('b@contoso.com was refused');
  });

  it('gets the mail for the recipients that are ready, while the others wait for an earlier one', async () => {
    await using sink = await openMailSink();
    const to = notifierOf(sink, { to: ['a@contoso.com', 'b@contoso.com'] });
    const parts = (done: readonly string[], ...only: readonly string[]): OpenParts => ({
      finished: done,
      isPartlyDelivered: false,
      allowed: only,
    });
    const detail = /\(a@contoso.com\)\n.*: b@contoso.com is waiting: an earlier mail is still pending$/;
    expect(await deliver(to, sampleAlert('a-1'), parts([], 'a@contoso.com'))).toEqual({
      kind: 'delivered',
      failure: saying(detail),
      done: [{ part: 'a@contoso.com', isDelivered: true }],
      hasWaitingParts: true,
    });
    sink.habits = { recipient: () => '550 5.1.1 unknown' };
    expect(await deliver(to, sampleAlert('a-1'), parts([], 'a@contoso.com'))).toMatchObject({
      kind: 'retry',
      reason: 'refused',
      done: [{ part: 'a@contoso.com', isDelivered: false }],
    });
    sink.habits = {};
    expect(await deliver(to, sampleAlert('a-1'), parts(['a@contoso.com'], 'gone@contoso.com'))).toMatchObject({
      kind: 'delivered',
      hasWaitingParts: true,
    });
    expect(sink.mails.map((mail) => mail.to)).toEqual([['a@contoso.com']]);
  });

  it('gets no request if all remaining recipients were removed from the configuration', async () => {
    await using sink = await openMailSink();
    const parts = { finished: ['ops@contoso.com'], isPartlyDelivered: true, allowed: undefined };
    const detail = `mail to localhost:${sink.port}: every recipient has already accepted or refused this mail`;
    expect(await deliver(notifierOf(sink), sampleAlert('a-1'), parts)).toEqual({
      kind: 'delivered',
      failure: saying(detail),
    });
    expect(sink.mails).toEqual([]);
  });

  it.each([
    ['450 busy', 'retry', 'refused'],
    ['450 4.3.2 not now', 'retry', 'server_error'],
    ['451 4.7.1 greylisted', 'retry', 'refused'],
    ['451 local error', 'retry', 'server_error'],
    ['452 4.2.2 the mailbox is full', 'retry', 'refused'],
    ['451 4.4.0 no way there', 'retry', 'server_error'],
    ['550 5.7.1 you may not send', 'rejected', 'refused'],
  ])('that responds to the sender with %s', async (sender, kind, reason) => {
    await using sink = await openMailSink();
    sink.habits = { sender };
    expect(await deliver(notifierOf(sink))).toMatchObject({
      kind,
      reason,
      failure: saying(expect.stringContaining(sender)),
    });
  });

  it.each([
    ['452 4.3.1 no space', 'retry', 'server_error'],
    ['554 5.7.1 spam', 'rejected', 'refused'],
  ])('that responds to the mail with %s', async (data, kind, reason) => {
    await using sink = await openMailSink();
    sink.habits = { data };
    expect(await deliver(notifierOf(sink))).toMatchObject({
      kind,
      reason,
      failure: saying(expect.stringContaining(data)),
    });
  });

  it('that rejects the password is retried, because the file can be fixed, and its text is not printed', async () => {
    await using sink = await openMailSink();
    sink.habits = {
      login: (user, password) =>
        `535 5.7.8 ${user} ${password} ${Buffer.from(`\0${user}\0${password}`).toString('base64')}`,
    };
    const passwordFile = directory.write('password', PASSWORD);
    const outcome = await deliver(notifierOf(sink, { user: 'alerts', passwordFile }));
    expect(outcome).toMatchObject({ kind: 'retry', reason: 'authentication_failed' });
    expect(failureText(outcome.failure, 'en')).toMatch(/: 535 5\.7\.8$/);
    rmSync(passwordFile);
    expect(await deliver(notifierOf(sink, { user: 'alerts', passwordFile }))).toMatchObject({
      kind: 'retry',
      reason: 'secret_unreadable',
      failure: saying(`cannot use the password in ${passwordFile}: it does not exist`),
    });
  });

  it.each<readonly [string, (echo: (text: string) => string) => SinkHabits, string]>([
    ['taken', () => ({}), ': 250 (ops@contoso.com)'],
    ['the recipient', (echo) => ({ recipient: () => `550 5.1.1 ${echo(PASSWORD)}` }), 'RCPT TO: 550 5.1.1'],
    ['the sender', (echo) => ({ sender: `450 ${echo(PASSWORD)}` }), 'MAIL FROM: 450'],
    ['the mail', (echo) => ({ data: `554 5.7.1 ${echo(PASSWORD)}` }), 'DATA: 554 5.7.1'],
    ['the login', (echo) => ({ login: () => `535 5.7.8 ${echo(PASSWORD)}` }), 'cannot log in: 535 5.7.8'],
  ])('that was sent a password: only the codes of its replies are kept, %s', async (_, habits, codes) => {
    const forms: readonly ((text: string) => string)[] = [
      (text) => [...text].reverse().join(''),
      (text) => Buffer.from(text).toString('hex'),
      (text) => text,
    ];
    for (const form of forms) {
      await using sink = await openMailSink();
      sink.habits = habits(form);
      const passwordFile = directory.write('password', PASSWORD);
      const { failure } = await deliver(notifierOf(sink, { user: 'alerts', passwordFile }));
      expect(failureText(failure, 'en').endsWith(codes)).toBe(true);
      expect(failureText(failure, 'en')).not.toContain(form(PASSWORD));
    }
  });

  it('whose CA file does not exist gets nothing', async () => {
    await using sink = await openMailSink();
    const outcome = await deliver(notifierOf(sink, { caFile: directory.at('no.pem') }));
    expect(outcome).toMatchObject({ kind: 'retry', reason: 'certificate_not_trusted' });
    expect(failureText(outcome.failure, 'en')).toContain(
      `cannot use the CA certificates in ${directory.at('no.pem')}: it does not exist`,
    );
  });
});

describe('a server that is no mail server', () => {
  const speaking = async (talk: (socket: Socket) => void, check: (port: number) => Promise<void>): Promise<void> => {
    const sockets = new Set<Socket>();
    const server = createServer((socket) => {
      sockets.add(socket.on('error', () => undefined));
      talk(socket);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    await check((server.address() as AddressInfo).port).finally(() => {
      for (const socket of sockets) socket.destroy();
      server.close();
    });
  };

  it.each([
    ['sends nothing', 'timed_out', () => undefined],
    [
      'sends one byte after the other',
      'timed_out',
      (socket: Socket) => setInterval(() => socket.destroyed || socket.write('2'), 20).unref(),
    ],
    ['hangs up', 'connection_lost', (socket: Socket) => socket.end()],
    ['is a web server', 'response_malformed', (socket: Socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')],
    ['answers without an end', 'response_malformed', (socket: Socket) => socket.write(`220-${'x'.repeat(1_000_000)}`)],
    ['has no service', 'refused', (socket: Socket) => socket.end('554 5.3.2 no service here\r\n')],
  ])('%s: again, %s', async (_, reason, talk) => {
    await speaking(talk, async (port) => {
      const outcome = await deliver(notifierOf({ port, ca: '' }, { starttls: 'off', timeout: 500 }));
      expect(outcome).toMatchObject({ kind: 'retry', reason });
    });
  });

  it('sends text before the handshake: none of it counts', async () => {
    const talk = (socket: Socket): void => {
      socket.write('220 ready\r\n');
      socket.on('data', (piece) => {
        const line = String(piece);
        if (line.startsWith('EHLO')) socket.write('250-here\r\n250 STARTTLS\r\n');
        if (line.startsWith('STARTTLS'))
          socket.write('220 go on\r\n250 here\r\n250 OK\r\n250 OK\r\n354 go on\r\n250 OK\r\n');
      });
    };
    await speaking(talk, async (port) => {
      const { ca } = certified('localhost');
      expect(await deliver(notifierOf({ port, ca: ca.certificatePem }, { timeout: 500 }))).toMatchObject({
        kind: 'retry',
      });
    });
  });

  it('is a closed port, or an unknown name', async () => {
    let free = 0;
    await speaking(
      () => undefined,
      async (port) => {
        free = port;
      },
    );
    expect(await deliver(notifierOf({ port: free, ca: '' }, { starttls: 'off' }))).toMatchObject({
      kind: 'retry',
      reason: 'connection_refused',
    });
    const unreachable = notifierOf({ port: 25, ca: '' }, { starttls: 'off', server: 'smtp://missing.invalid:25' });
    expect(await deliver(unreachable)).toMatchObject({ kind: 'retry', reason: 'host_not_found' });
  });
});
