import { describe, expect, it } from 'vitest';
import { DAY, HOUR, MINUTE } from '../../../../src/domain/time.ts';
import { ConfigurationError, LedgerError } from '../../../../src/work/errors.ts';
import { newRecord } from '../../../contract/ledger-samples.ts';
import { madeUpFailure } from '../../../domain/failure/made-up-failure.ts';
import { said } from '../../../domain/failure/said.ts';
import { connector, NOON, store, stored, type World } from '../../../domain/world.ts';
import { CONTOSO_NOTIFIERS, notifyContoso } from '../contoso-notifications.ts';
import { type Answer, ledgerOf, sessionOf, typeCommand } from '../desk.ts';

const good = stored('A1', { dnsNames: ['mail.contoso.com'], notAfter: NOON + 100 * DAY });
const soon = stored('B1', { dnsNames: ['mail.contoso.com'], notAfter: NOON + 9 * DAY + 4 * HOUR });
const expired = stored('C1', { dnsNames: ['old.contoso.com'], notAfter: NOON - 53 * DAY });
const future = stored('D1', { dnsNames: ['new.contoso.com'], notBefore: NOON + DAY, notAfter: NOON + 365 * DAY });

const paths = (certificates: World['certificates'], more: Partial<World> = {}): Partial<World> => ({
  now: NOON,
  certificates,
  stores: [store('My', { path: '/srv/tls' })],
  ...more,
});

const printed = ({ stdout, code }: Answer): string => `${code} ${stdout.split(' | ')[0]?.trimEnd()}`;

describe('the limits of the command line', () => {
  const names = ['mail.contoso.com', 'imap.contoso.com'];
  const shared = stored('E1', { dnsNames: names, notBefore: NOON - 355 * DAY, notAfter: NOON + 10 * DAY });
  const world: Partial<World> = {
    now: NOON,
    certificates: [shared],
    connectors: names.map((name) => connector(name, name)),
  };

  it('count a connector once, even if an event reports it too', async () => {
    const answer = await typeCommand(['check', '-w', '20d', '-c', '5d'], { world, ledger: await ledgerOf([world]) });
    expect(printed(answer)).toMatch(/^1 MAILCERTD WARNING - 1 warning open/);
    const worse = await typeCommand(['check', '-w', '20d', '-c', '15d'], { world, ledger: await ledgerOf([world]) });
    expect(printed(worse)).toMatch(/^2 MAILCERTD CRITICAL - 2 errors, 1 warning open/);
  });

  it('are refused if warning is less than critical', async () => {
    const answer = await typeCommand(['check', '-w', '5d', '-c', '10d'], { world });
    expect(printed(answer)).toBe(
      '3 MAILCERTD UNKNOWN - cannot check: -w 5d is less than -c 10d; exchange the two values',
    );
    expect((await typeCommand(['check', '-w', '5d', '-c', '5d'], { world })).code).not.toBe(3);
  });
});

describe('the plugin with paths', () => {
  it.each<[string, Partial<World>, string, string]>([
    [
      'a valid certificate',
      paths([good]),
      '',
      '0 MAILCERTD OK - 1 certificate valid, mail.contoso.com expires first, in 100 d',
    ],
    [
      'one that expires soon',
      paths([good, soon]),
      '',
      '1 MAILCERTD WARNING - mail.contoso.com expires in 9 d 4 h (/store/B1.pem)',
    ],
    [
      'one that is not valid yet',
      paths([future]),
      '',
      '1 MAILCERTD WARNING - new.contoso.com is not valid yet (/store/D1.pem)',
    ],
    [
      'one that has expired',
      paths([expired, soon]),
      '',
      '2 MAILCERTD CRITICAL - old.contoso.com expired 53 d ago (/store/C1.pem)',
    ],
    [
      'one within -w',
      paths([good]),
      '-w 100d',
      '1 MAILCERTD WARNING - mail.contoso.com expires in 100 d (/store/A1.pem)',
    ],
    [
      'one just not within -w',
      paths([good]),
      '-w 99d',
      '0 MAILCERTD OK - 1 certificate valid, mail.contoso.com expires first, in 100 d',
    ],
    [
      'two within -c',
      paths([good, soon]),
      '-w 200d -c 100d',
      '2 MAILCERTD CRITICAL - mail.contoso.com expires in 9 d 4 h (/store/B1.pem), and 1 more',
    ],
    ['no certificate', paths([]), '', '3 MAILCERTD UNKNOWN - no certificate in /srv/tls'],
    [
      'a path that cannot be read',
      paths([], { unavailable: ['My'] }),
      '',
      '3 MAILCERTD UNKNOWN - cannot read My: permission denied (permission_denied): EACCES',
    ],
  ])('%s', async (_, world, options, line) => {
    const argv = ['check', '/srv/tls', ...options.split(' ').filter((word) => word !== '')];
    expect(printed(await typeCommand(argv, { world }))).toBe(line);
  });

  it('reports a key that every account can read', async () => {
    const exposed = stored('A1', { notAfter: NOON + 100 * DAY, access: { denials: [], isExposed: true } });
    expect(printed(await typeCommand(['check', '/srv/tls'], { world: paths([exposed]) }))).toMatch(
      /^1 MAILCERTD WARNING - Every account of this computer can read .*"My"/,
    );
  });

  it('reports a bad block as unreadable, and skips an unsupported format', async () => {
    const check = (reason: 'pem_bad_base64' | 'format_not_read'): Promise<Answer> =>
      typeCommand(['check', '/srv/tls'], {
        world: paths([good]),
        problems: [{ reason, location: '/srv/tls/a.pem', block: 2, failure: said() }],
      });
    expect(printed(await check('pem_bad_base64'))).toBe(
      '3 MAILCERTD UNKNOWN - cannot read /srv/tls/a.pem (block 2): invalid base64 in a PEM block (pem_bad_base64)',
    );
    expect(printed(await check('format_not_read'))).toMatch(/^0 /);
  });

  it('ignores an expired certificate that has a valid successor', async () => {
    const old = stored('C2', { dnsNames: ['mail.contoso.com'], notAfter: NOON - DAY });
    expect(printed(await typeCommand(['check', '/srv/tls'], { world: paths([old, good]) }))).toMatch(/^0 /);
  });

  it('compares instants: the last millisecond is valid, the next is expired', async () => {
    const at = (now: number): Promise<Answer> => typeCommand(['check', 'x'], { world: { ...paths([soon]), now } });
    const { notAfter } = soon.certificate;
    expect(printed(await at(notAfter))).toMatch(/^1 MAILCERTD WARNING - mail.contoso.com expires in 0 s /);
    expect(printed(await at(notAfter + 1))).toMatch(/^2 MAILCERTD CRITICAL - mail.contoso.com expired 0 s ago /);
  });

  it('measures at most 40, the soonest first', async () => {
    const many = Array.from({ length: 50 }, (_, index) =>
      stored(`A${index}`, { dnsNames: [`h${index}.contoso.com`], notAfter: NOON + (400 - index) * DAY }),
    );
    const { stdout } = await typeCommand(['check', 'x'], { world: paths(many) });
    expect(stdout.match(/'h\d+\.contoso\.com'=/g)).toHaveLength(40);
    expect(stdout).toMatch(/ \| 'h49\.contoso\.com'=/);
  });
});

describe('the plugin without paths', () => {
  const internet = connector('Internet', 'mail.contoso.com');
  const host = (more: Partial<World>): Partial<World> => ({ now: NOON, connectors: [internet], ...more });
  const before = { now: NOON - 5 * MINUTE };
  const check = async (world: Partial<World>, ...options: string[]): Promise<string> =>
    printed(await typeCommand(['check', ...options], { world, ledger: await ledgerOf([{ ...world, ...before }]) }));

  it.each<[string, Partial<World>, string[], string]>([
    ['no open conditions', host({ certificates: [good] }), [], '0 MAILCERTD OK - 1 connector, no open conditions'],
    [
      'a Warning',
      host({ certificates: [soon] }),
      [],
      '1 MAILCERTD WARNING - 1 warning open: The certificate for mail.contoso.com (thumbprint ',
    ],
    [
      'an Error',
      host({ certificates: [] }),
      [],
      '2 MAILCERTD CRITICAL - 1 error open: No certificate matches mail.contoso.com: Receive connector "Internet"',
    ],
    [
      'a presented certificate within -c',
      host({ certificates: [good] }),
      ['-c', '100d'],
      '2 MAILCERTD CRITICAL - 1 error open: mail.contoso.com expires in 100 d (Internet)',
    ],
    [
      'blindness',
      host({ certificates: [good], unavailable: ['My'] }),
      [],
      '3 MAILCERTD UNKNOWN - My has been unreadable since 2026-11-24T20:55:00+09:00',
    ],
  ])('%s', async (_, world, options, line) => {
    expect((await check(world, ...options)).startsWith(line)).toBe(true);
  });

  it.each([[['-w', '20d']], [['-c', '5d']]])(
    "evaluates %s by the daemon's scan if the account may not read the certificates, and is UNKNOWN if it saw another store",
    async (options) => {
      const world = host({ certificates: [good] });
      const ledger = await ledgerOf([{ ...world, ...before }]);
      const closed = { ...world, unavailable: ['My'] };
      expect(printed(await typeCommand(['check'], { world: closed, ledger }))).toMatch(/^0 MAILCERTD OK/);
      expect(printed(await typeCommand(['check', ...options], { world: closed, ledger }))).toMatch(
        /^0 MAILCERTD OK - 1 connector, no open conditions; files that this account cannot read: as scanned by the daemon on/,
      );
      const moved = { ...closed, stores: [store('My', { path: '/elsewhere' })] };
      expect(printed(await typeCommand(['check'], { world: moved, ledger }))).toBe(
        '3 MAILCERTD UNKNOWN - My cannot be read by this user',
      );
      expect(printed(await typeCommand(['check', ...options], { world: moved, ledger }))).toBe(
        '3 MAILCERTD UNKNOWN - My cannot be read by this user, cannot apply -w/-c to Internet: no permission to read the certificates; run as a user who can',
      );
    },
  );

  it('has the screens of docs/how-to/nagios.md in Japanese too', async () => {
    const world = host({ certificates: [good] });
    const ledger = await ledgerOf([{ ...world, ...before }]);
    const closed = { ...world, unavailable: ['My'] };
    expect(printed(await typeCommand(['check'], { world: closed, ledger, locale: 'ja' }))).toMatch(
      /^0 MAILCERTD OK - コネクタ 1 個、.*このアカウントで読み取れないファイル: デーモンが 2026-\S+ に確認した内容$/,
    );
    const expiring = host({ certificates: [soon] });
    const warned = await ledgerOf([{ ...expiring, ...before }]);
    expect(printed(await typeCommand(['check'], { world: expiring, ledger: warned, locale: 'ja' }))).toMatch(
      /^1 MAILCERTD WARNING - 未解消: 警告 1 件: mail\.contoso\.com の証明書 \(拇印 [0-9A-F]{40}、使用コネクタ 1 個\) の有効期限まであと 220 時間/,
    );
  });

  it('is UNKNOWN if no daemon runs any more', async () => {
    const world = host({ certificates: [soon] });
    const ledger = await ledgerOf([{ ...world, ...before }]);
    expect(printed(await typeCommand(['check'], { world, ledger }))).toMatch(/^1 MAILCERTD WARNING/);
    expect(printed(await typeCommand(['check'], { world, ledger, isStopped: true }))).toBe(
      '3 MAILCERTD UNKNOWN - the daemon is not running, and the last scan was at 2026-11-24T20:55:00+09:00; open conditions may be out of date: systemctl start mailcertd',
    );
  });

  it('does not hide an Error when a store is unreadable', async () => {
    const world = host({ certificates: [], stores: [store('My'), store('other')] });
    const ledger = await ledgerOf([
      { ...world, now: NOON - 20 * MINUTE },
      { ...world, ...before, unavailable: ['other'] },
    ]);
    expect(printed(await typeCommand(['check'], { world, ledger }))).toMatch(
      /^2 MAILCERTD CRITICAL - 1 error open: No certificate matches/,
    );
  });

  it('is UNKNOWN when the daemon is silent', async () => {
    const ledger = await ledgerOf([host({ certificates: [good], ...before })]);
    expect(
      printed(await typeCommand(['check'], { world: host({ certificates: [good], now: NOON + HOUR }), ledger })),
    ).toBe(
      '3 MAILCERTD UNKNOWN - the daemon has not scanned since 2026-11-24T20:55:00+09:00; open conditions may be out of date',
    );
  });

  it('is WARNING when alerts do not reach a notifier, and says so in every case', async () => {
    const world = host({ certificates: [good] });
    const ledger = await ledgerOf([{ ...world, ...before }]);
    const notifiers = CONTOSO_NOTIFIERS;
    const plugin = async (than: Partial<World> = world, locale: 'en' | 'ja' = 'en'): Promise<string> =>
      printed(await typeCommand(['check'], { world: than, ledger, notifiers, locale }));
    expect(await plugin()).toMatch(/^0 /);
    await notifyContoso(ledger);
    const since = 'notifier mail has failed since 2026-11-24T19:00:02+09:00 (server error)';
    expect(await plugin()).toBe(`1 MAILCERTD WARNING - ${since}`);
    expect(await plugin(world, 'ja')).toBe(
      '1 MAILCERTD WARNING - 通知先 mail への通知が 2026-11-24T19:00:02+09:00 から失敗しています (相手側でエラーが発生しました)',
    );
    expect(await plugin({ ...world, now: NOON + HOUR })).toMatch(
      /^3 MAILCERTD UNKNOWN - the daemon has not .*; notifier mail/,
    );
    const late = await typeCommand(['check', '-c', '100d'], { world, ledger, notifiers });
    expect(printed(late)).toBe(
      `2 MAILCERTD CRITICAL - 1 error open: mail.contoso.com expires in 100 d (Internet); ${since}`,
    );
  });

  it('is WARNING when records do not reach a log output for an hour, with their number', async () => {
    const world = host({ certificates: [good] });
    const ledger = await ledgerOf([{ ...world, ...before }]);
    await ledger.outbox.storeRouted(
      'ops',
      0,
      { deliveries: [], additions: [], suppressed: [], unsuppressed: [] },
      NOON,
      [newRecord(), newRecord()],
    );
    const problem = { reason: 'connection_refused', failure: said('connect ECONNREFUSED') } as const;
    const plugin = async (locale: 'en' | 'ja' = 'en'): Promise<string> =>
      printed(await typeCommand(['check'], { world, ledger, locale }));
    await ledger.recordFailure('syslog:tcp://loghost:514', 0, problem, NOON - HOUR + 1);
    expect(await plugin()).toMatch(/^0 /);
    await ledger.recordSuccess('syslog:tcp://loghost:514');
    await ledger.recordFailure('syslog:tcp://loghost:514', 0, problem, NOON - HOUR);
    expect(await plugin()).toBe(
      '1 MAILCERTD WARNING - log output syslog:tcp://loghost:514 has failed since 2026-11-24T20:00:00+09:00 (connection refused; 2 records pending)',
    );
    expect(await plugin('ja')).toBe(
      '1 MAILCERTD WARNING - ログ出力 syslog:tcp://loghost:514 への書き込みが 2026-11-24T20:00:00+09:00 から失敗しています (接続が拒否されました、未書き込み 2 件)',
    );
  });

  it("uses the daemon's result for a store that only this user may not read", async () => {
    const ledger = await ledgerOf([host({ certificates: [good], ...before })]);
    const world = host({ certificates: [good], unavailable: ['My'] });
    expect(printed(await typeCommand(['check'], { world, ledger }))).toMatch(/^0 MAILCERTD OK/);
  });

  it.each<[string, Partial<World>, RegExp]>([
    [
      'OK',
      host({ certificates: [good] }),
      /^0 MAILCERTD OK - 1 connector, no open conditions \(scanned now, because no daemon has scanned here\)$/,
    ],
    [
      'CRITICAL',
      host({ certificates: [] }),
      /^2 MAILCERTD CRITICAL - 1 error open: No certificate matches .*\(scanned now/,
    ],
    [
      'UNKNOWN',
      host({ unavailable: ['My'] }),
      /^3 MAILCERTD UNKNOWN - cannot read My: permission denied \(permission_denied\): EACCES \(scanned now/,
    ],
  ])('runs its own scan if no daemon ran, and says so: %s', async (_, world, line) => {
    expect(printed(await typeCommand(['check'], { world }))).toMatch(line);
  });
});

describe('an error of the plugin itself', () => {
  const failing = (error: Error) => ({
    open: async (): Promise<never> => {
      throw error;
    },
  });
  const issue = { file: '/etc/m.yaml', line: 1, column: 2, failure: { code: 'bad', arguments: {} } };

  it.each<[string, string, Error, string]>([
    [
      'a ledger that cannot be read',
      'check',
      new LedgerError('/x', madeUpFailure('opening /x: denied')),
      'opening /x: denied',
    ],
    [
      'a invalid configuration',
      'check',
      new ConfigurationError([issue, { ...issue, line: 2 }]),
      '/etc/m.yaml:1:2: bad; /etc/m.yaml:2:2: bad',
    ],
    ['anything else', 'check /x', new Error('boom'), 'boom'],
    [
      'an unknown option',
      'check --warn 3d',
      new Error('never'),
      'mailcertd check: there is no option "--warn" (did you mean --warning?); see mailcertd check --help',
    ],
    [
      'a bad duration',
      'check -w 3w',
      new Error('never'),
      'mailcertd check: option -w, --warning <duration>: "3w" is invalid; write a whole number and s, m, h or d, as in 90s, 15m, 24h or 30d; see mailcertd check --help',
    ],
    [
      'a limit that no timer waits',
      'check -t 30d',
      new Error('never'),
      'mailcertd check: option -t, --timeout <duration>: "30d" is invalid; write 1s to 1h; see mailcertd check --help',
    ],
    [
      'a bad global option',
      '--locale de check',
      new Error('never'),
      'option --locale <locale>: "de" is invalid; write one of en, ja; see mailcertd --help',
    ],
    [
      'a global option without its value',
      'check --config',
      new Error('never'),
      'option --config <file> requires a value; see mailcertd --help',
    ],
    [
      'an unknown global option',
      '--bogus check',
      new Error('never'),
      'there is no option "--bogus"; see mailcertd --help',
    ],
    [
      'a bad global option, of a probe that is to judge',
      '--locale de connectors probe --check mx.example.com',
      new Error('never'),
      'option --locale <locale>: "de" is invalid; write one of en, ja; see mailcertd --help',
    ],
    [
      'a bad limit, of a probe that judges because it has one',
      'connectors probe mx.example.com --warning=3w',
      new Error('never'),
      'mailcertd connectors probe: option -w, --warning <duration>: "3w" is invalid; write a whole number and s, m, h or d, as in 90s, 15m, 24h or 30d; see mailcertd connectors probe --help',
    ],
  ])('is UNKNOWN, in one line on standard output: %s', async (_, typed, error, text) => {
    expect(await typeCommand(typed.split(' '), { dependencies: failing(error) })).toMatchObject({
      code: 3,
      stdout: `MAILCERTD UNKNOWN - ${text}\n`,
      stderr: '',
    });
  });

  it.each([
    '--locale de config check',
    '--locale de events --connector check',
    '--config check --locale de status',
    '--bogus status check',
    'connectors probe mx.example.com --bogus',
    'connectors explain --check',
  ])('rejects arguments of another command: %s', async (typed) => {
    expect(await typeCommand(typed.split(' '))).toMatchObject({ code: 2, stdout: '' });
  });

  it('is UNKNOWN when there is no result in time, and aborts the scan', async () => {
    let stopped = false;
    const open: () => Promise<never> = () => new Promise(() => {});
    expect(await typeCommand(['check', '-t', '1s'], { dependencies: { open } })).toMatchObject({
      code: 3,
      stdout: 'MAILCERTD UNKNOWN - timed out after 1s\n',
    });
    const session = sessionOf({});
    const hanging = {
      ...session,
      operations: {
        ...session.operations,
        status: (signal: AbortSignal): Promise<never> =>
          new Promise((_, reject) => {
            signal.addEventListener('abort', () => {
              stopped = true;
              reject(signal.reason);
            });
          }),
      },
    };
    await typeCommand(['check', '-t', '1s'], { dependencies: { open: async () => hanging } });
    expect(stopped).toBe(true);
  });
});

describe('the limits', () => {
  const END = NOON + 30 * DAY;
  const world = (now: number): Partial<World> => ({
    now,
    expiresSoon: { within: 30 * DAY, fraction: 1, remindAt: [] },
    stores: [store('My')],
    connectors: [connector('Internet', 'mail.contoso.com')],
    certificates: [
      stored('A1', { dnsNames: ['mail.contoso.com'], selfSigned: true, notBefore: END - 200 * DAY, notAfter: END }),
    ],
  });

  it.each([
    [END - 30 * DAY - 1, 0],
    [END - 30 * DAY, 1],
    [END, 1],
    [END + 1, 2],
  ])('agree with the event that is raised at %d', async (now, code) => {
    const answer = await typeCommand(['check'], { world: world(now) });
    const [, value, warning, critical] = /=(-?\d+)s;(\d+);(\d+);/.exec(answer.stdout)?.map(Number) ?? [];
    expect([answer.code, warning, critical]).toEqual([code, 2_592_000, 0]);
    const left = END - now;
    expect(value).toBe(Math.floor(left / 1000));
    expect(code).toBe(left < 0 ? 2 : left / 1000 <= Number(warning) ? 1 : 0);
  });
});
