import { beforeAll, describe, expect, it } from 'vitest';
import type { NewDelivery } from '../../../../src/domain/alert/delivery.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../../../../src/domain/time.ts';
import { newRecord } from '../../../contract/ledger-samples.ts';
import { said } from '../../../domain/failure/said.ts';
import { probeResult, serves, target } from '../../../domain/serving.ts';
import { connector, NOON, store, stored, type World } from '../../../domain/world.ts';
import type { MemoryLedger } from '../../../fakes/memory-ledger.ts';
import { CONTOSO_NOTIFIERS, notifyContoso } from '../contoso-notifications.ts';
import { ledgerOf, typeCommand } from '../desk.ts';

const CALM: Partial<World> = {
  now: NOON,
  stores: [store('My'), store('dovecot')],
  connectors: [connector('Default MAIL01', 'mail.contoso.com')],
  certificates: [
    stored('9D77E2AA', { dnsNames: ['mail.contoso.com', 'mail01.contoso.com'], notAfter: NOON + 61 * DAY + 3 * HOUR }),
  ],
};

describe('the status screen', () => {
  let calm: MemoryLedger;
  let uncertain: MemoryLedger;
  beforeAll(async () => {
    calm = await ledgerOf([{ ...CALM, now: NOON - 5 * MINUTE }]);
    uncertain = await ledgerOf([
      { ...CALM, now: NOON - HOUR },
      { ...CALM, now: NOON - 5 * MINUTE, unavailable: ['dovecot'] },
    ]);
  });

  it('is OK in one line when everything was readable and nothing is open', async () => {
    const { screen, code } = await typeCommand(['status'], { world: CALM, ledger: calm });
    expect(code).toBe(0);
    expect(screen).toBe(`mail01.contoso.com   2026-11-24T21:00:00+09:00

OK   1 connector, 1 certificate, next expiry 2027-01-25T00:00:00+09:00 (61 d 3 h)

connector       selected              until                      left
Default MAIL01  9D77E2AA third-party  2027-01-25T00:00:00+09:00  61 d 3 h

stores     My 1   dovecot 0
notifiers  none configured
daemon     scanned 2026-11-24T20:55:00+09:00, next 2026-11-24T21:10:00+09:00, 0 records, exchange-2007
`);
  });

  it('is OK in Japanese', async () => {
    const { screen } = await typeCommand(['status'], { world: CALM, ledger: calm, locale: 'ja' });
    expect(screen).toBe(`mail01.contoso.com   2026-11-24T21:00:00+09:00

問題なし   コネクタ 1 個、証明書 1 個、最も早い有効期限は 2027-01-25T00:00:00+09:00 (あと 61 日 3 時間)

コネクタ        選択された証明書          有効期限                   残り
Default MAIL01  9D77E2AA サード パーティ  2027-01-25T00:00:00+09:00  61 日 3 時間

ストア    My 1   dovecot 0
通知先    構成なし
デーモン  前回のスキャン 2026-11-24T20:55:00+09:00、次回 2026-11-24T21:10:00+09:00、イベント 0 件、exchange-2007
`);
  });

  it('is UNKNOWN while alerts do not reach a notifier', async () => {
    const ledger = await ledgerOf([{ ...CALM, now: NOON - 5 * MINUTE }]);
    await notifyContoso(ledger);
    const desk = { world: CALM, ledger, notifiers: CONTOSO_NOTIFIERS };
    const { screen } = await typeCommand(['status'], desk);
    expect(screen.split('\n')[2]).toBe(
      'UNKNOWN   notifier mail has failed since 2026-11-24T19:00:02+09:00 (server error), no other problem',
    );
    const answer = JSON.parse((await typeCommand(['status', '--format', 'json'], desk)).stdout);
    expect(answer).toMatchObject({
      verdict: 'unknown',
      issues: [
        {
          kind: 'undelivered',
          notifier: 'mail',
          since: '2026-11-24T10:00:02Z',
          reason: 'server_error',
          isDisabled: false,
        },
      ],
    });
  });

  it('shows deliveries in their first attempt, and since when retried ones are due', async () => {
    const ledger = await ledgerOf([{ ...CALM, now: NOON - 5 * MINUTE }]);
    await notifyContoso(ledger);
    const at = NOON - MINUTE;
    const first: NewDelivery = {
      ...{ deliveryId: 'f', notifier: 'ops', groupKey: '[]', createdAt: at, dueAt: at, retryUntil: NOON + HOUR },
      records: [{ eventRecordId: 1, conditionId: undefined, isFirst: false }],
    };
    const routed = { deliveries: [first], additions: [], suppressed: [], unsuppressed: [] };
    await ledger.outbox.storeRouted('ops', 0, routed, at, [newRecord()]);
    await ledger.outbox.claim('ops', 1, at, 40_000);
    const late = { world: { ...CALM, now: NOON + 20 * MINUTE }, ledger, notifiers: CONTOSO_NOTIFIERS };
    const printed = async (command: string): Promise<string> => (await typeCommand(command.split(' '), late)).screen;
    expect(await printed('status')).toContain(
      'ops 2026-11-24T19:00:02+09:00, 1 pending since 2026-11-24T20:59:00+09:00',
    );
    const since = 'due since 2026-11-24T21:17:02+09:00';
    expect(await printed('status')).toContain(`(server error), ${since}`);
    expect(await printed('notifiers')).toContain(`; ${since}\n`);
    expect(await printed('deliveries')).toContain(`; ${since}\n`);
    expect(await printed('deliveries show 5e6b')).toMatch(new RegExp(`next attempt +${since.replace('+', '\\+')}\n`));
  });

  it('shows a failing log output, and is UNKNOWN once it has failed for an hour', async () => {
    const ledger = await ledgerOf([{ ...CALM, now: NOON - 5 * MINUTE }]);
    const output = 'syslog:tcp://loghost:514';
    await ledger.outbox.storeRouted(
      'ops',
      0,
      { deliveries: [], additions: [], suppressed: [], unsuppressed: [] },
      NOON,
      [newRecord()],
    );
    const problem = { reason: 'connection_refused', failure: said('connect ECONNREFUSED') } as const;
    await ledger.recordFailure(output, 0, problem, NOON - MINUTE);
    const { screen } = await typeCommand(['status'], { world: CALM, ledger });
    expect(screen).toMatch(/^OK/m);
    const goes = `${output}: failing since 2026-11-24T20:59:00+09:00 (connection refused), 1 record pending`;
    expect(screen).toContain(`\nlogs       ${goes}\ndaemon     `);
    const late = { world: { ...CALM, now: NOON + HOUR - MINUTE }, ledger };
    const printed = async (...more: readonly string[]): Promise<string> =>
      (await typeCommand(['status', ...more], late)).stdout;
    expect(await printed()).toContain(
      `log output ${output} has failed since 2026-11-24T20:59:00+09:00 (connection refused; 1 record pending)`,
    );
    const failing = {
      since: '2026-11-24T11:59:00Z',
      reason: 'connection_refused',
      failure: said('connect ECONNREFUSED'),
    };
    expect(JSON.parse(await printed('--format', 'json'))).toMatchObject({
      issues: expect.arrayContaining([
        { kind: 'unwritten', output, since: failing.since, reason: failing.reason, waiting: 1 },
      ]),
      outputs: [{ output, waiting: 1, failing }],
    });
    await ledger.recordSuccess(output);
    expect((await typeCommand(['status'], { world: CALM, ledger })).screen).not.toContain('logs');
  });

  it('is UNKNOWN once the daemon has stored no heartbeat for a minute, and names the next step', async () => {
    const ledger = await ledgerOf([{ ...CALM, now: NOON - 5 * MINUTE }]);
    await ledger.storeHeartbeat((await ledger.shards())[0] ?? '', NOON - MINUTE - SECOND);
    const what = 'the daemon has not written to the event log since 2026-11-24T20:58:59+09:00, and sends no alerts';
    expect((await typeCommand(['status'], { world: CALM, ledger })).screen).toContain(what);
    const check = await typeCommand(['check'], { world: CALM, ledger });
    expect([check.code, check.stdout]).toEqual([3, expect.stringContaining(`MAILCERTD UNKNOWN - ${what}`)]);
    const japanese = 'デーモンは 2026-11-24T20:58:59+09:00 を最後にイベント ログへ書き込めておらず';
    expect((await typeCommand(['check', '--locale', 'ja'], { world: CALM, ledger })).stdout).toContain(japanese);
    await ledger.storeHeartbeat((await ledger.shards())[0] ?? '', NOON - MINUTE);
    expect((await typeCommand(['check'], { world: CALM, ledger })).code).toBe(0);
  });

  it('is UNKNOWN while a store cannot be read', async () => {
    const world = { ...CALM, unavailable: ['dovecot'] };
    const { screen, code } = await typeCommand(['status'], { world, ledger: uncertain });
    expect(code).toBe(0);
    expect(screen).toBe(`mail01.contoso.com   2026-11-24T21:00:00+09:00

UNKNOWN   dovecot has been unreadable since 2026-11-24T20:55:00+09:00, no other problem

since                      event  level  summary
2026-11-24T20:55:00+09:00  1100   Error  Certificate store "dovecot" cannot be read (permission denied); any open conditions about it stay open.
                                         namei -l /stores/dovecot

connector       selected              until                      left
Default MAIL01  9D77E2AA third-party  2027-01-25T00:00:00+09:00  61 d 3 h

stores     My 1   dovecot UNREADABLE since 2026-11-24T20:55:00+09:00 (permission denied)
notifiers  none configured
daemon     scanned 2026-11-24T20:55:00+09:00, next 2026-11-24T21:10:00+09:00, 1 record, exchange-2007
`);
  });

  it('is UNKNOWN in Japanese', async () => {
    const world = { ...CALM, unavailable: ['dovecot'] };
    const { screen } = await typeCommand(['status'], { world, ledger: uncertain, locale: 'ja' });
    expect(screen).toContain(
      '\n判断不能   dovecot を 2026-11-24T20:55:00+09:00 から読み取れません、その他は問題ありません\n',
    );
    expect(screen).toContain(
      '\nストア    My 1   dovecot 読み取り不可 (2026-11-24T20:55:00+09:00 から) (アクセス権がありません)\n',
    );
  });

  it.each([
    [
      'a store that the daemon has not scanned is unreadable to the account',
      { ...CALM, stores: [...(CALM.stores ?? []), store('exim')], unavailable: ['exim'] },
      'exim cannot be read by this user, no other problem',
    ],
    [
      'the daemon is silent',
      { ...CALM, now: NOON + DAY },
      'the daemon has not scanned since 2026-11-24T20:55:00+09:00; open conditions may be out of date',
    ],
  ])('is UNKNOWN when %s', async (_, world, why) => {
    expect((await typeCommand(['status'], { world, ledger: calm })).screen).toContain(`\nUNKNOWN   ${why}\n`);
  });

  it.each([
    ['not_found', 'en', 'exim does not exist'],
    ['not_found', 'ja', 'exim がありません'],
    ['symlink_loop', 'en', 'exim cannot be read (symbolic link loop)'],
    ['symlink_loop', 'ja', 'exim を読み取れません (シンボリック リンクが循環しています)'],
  ] as const)('is UNKNOWN and names the reason if a store is unreadable: %s, %s', async (reason, locale, why) => {
    const world = { ...CALM, stores: [...(CALM.stores ?? []), store('exim')], unavailable: ['exim'] };
    const { stdout } = await typeCommand(['check'], { world, ledger: calm, locale, unavailableReason: reason });
    expect(stdout).toContain(`MAILCERTD UNKNOWN - ${why}`);
  });

  it.each([
    ['en', 'dovecot 0 (as scanned by the daemon 2026-11-24T20:55:00+09:00)', 'OK'],
    ['ja', 'dovecot 0 (デーモンが 2026-11-24T20:55:00+09:00 に確認)', '問題なし'],
  ] as const)(
    "includes in %s the daemon's result for a store that the account may not read",
    async (locale, seen, verdict) => {
      const world = { ...CALM, unavailable: ['dovecot'] };
      const { screen } = await typeCommand(['status'], { world, ledger: calm, locale });
      expect(screen).toContain(seen);
      expect(screen).toContain(verdict);
    },
  );

  it('is UNKNOWN if no daemon ever ran', async () => {
    const { screen } = await typeCommand(['status'], { world: CALM });
    expect(screen).toContain('\nUNKNOWN   no daemon has scanned here yet; to start one: mailcertd run\n');
    expect(screen).toContain('\ndaemon     has not scanned here yet, exchange-2007\n');
  });

  it('names unknown states in addition to problems', async () => {
    const world = { ...CALM, certificates: [], now: NOON - 5 * MINUTE };
    const { screen } = await typeCommand(['status'], {
      world: { ...world, now: NOON + DAY },
      ledger: await ledgerOf([world]),
    });
    expect(screen).toContain('\nPROBLEM   1 error open\nUNKNOWN   the daemon has not scanned since ');
  });

  it('has the time since when a new certificate is on disk, and the reload command', async () => {
    const old = stored('5B0177D0', { dnsNames: ['mail.contoso.com'] });
    const fresh = stored('9D77E2AA', {
      dnsNames: ['mail.contoso.com', 'mail01.contoso.com'],
      notBefore: NOON - 4 * HOUR,
      notAfter: NOON + 61 * DAY,
      writtenAt: NOON - 190 * MINUTE,
    });
    const edge = connector('Edge', 'mail.contoso.com', { probe: target(), reload: ['systemctl', 'reload', 'postfix'] });
    const world: Partial<World> = { ...CALM, certificates: [fresh], connectors: [edge] };
    const endpoints = new Map([['Edge', probeResult(NOON - 2 * HOUR, serves(old))]]);
    const ledger = await ledgerOf([{ ...world, now: NOON - 2 * HOUR, endpoints }]);
    const { screen } = await typeCommand(['status'], { world, ledger });
    expect(screen).toContain(
      `"Edge" still serves an old certificate (${old.certificate.thumbprint}); the new one (${fresh.certificate.thumbprint}) was written 3 h 10 m ago.`,
    );
    expect(screen).toContain('systemctl reload postfix');
  });

  it('counts the hours until expiry from now, not from the record', async () => {
    const certificates = [stored('9D77E2AA', { dnsNames: ['mail.contoso.com'], notAfter: NOON + 100 * HOUR })];
    const printed = { ...CALM, certificates, now: NOON - 10 * MINUTE };
    const ledger = await ledgerOf([printed], NOON + 50 * HOUR);
    const { screen } = await typeCommand(['status'], { world: { ...printed, now: NOON + 30 * HOUR }, ledger });
    expect(screen).toContain('used by 1 connector) expires in 70 hours (2 d 22 h).');
  });

  it('is one JSON value, with times in UTC and null for missing values', async () => {
    const { stdout } = await typeCommand(['status', '--format', 'json'], { world: CALM, ledger: calm });
    expect(JSON.parse(stdout)).toMatchObject({
      computer: 'mail01.contoso.com',
      now: '2026-11-24T12:00:00Z',
      verdict: 'ok',
      issues: [],
      open: [],
      connectors: [
        {
          connector: { name: 'Default MAIL01', fqdn: 'mail.contoso.com' },
          selection: {
            kind: 'chosen',
            match: 'exact',
            chosen: { certificate: { thumbprint: '9D77E2AA'.padEnd(40, '0'), notAfter: '2027-01-24T15:00:00Z' } },
            lastSeen: null,
          },
          origins: { ['9D77E2AA'.padEnd(40, '0')]: 'third-party' },
          open: null,
        },
      ],
      stores: [
        { kind: 'read', store: { name: 'My' }, certificates: 1 },
        { kind: 'read', store: { name: 'dovecot' }, certificates: 0 },
      ],
      daemon: { endedAt: '2026-11-24T11:55:00Z', nextAt: '2026-11-24T12:10:00Z', records: 0 },
      profile: 'exchange-2007',
    });
  });

  it('prints connectors in JSON with the keys of connectors explain', async () => {
    const desk = { world: CALM, ledger: calm };
    const [explained] = JSON.parse((await typeCommand(['connectors', 'explain', '--format', 'json'], desk)).stdout);
    const { connectors } = JSON.parse((await typeCommand(['status', '--format', 'json'], desk)).stdout);
    expect(Object.keys(connectors[0])).toEqual(Object.keys(explained));
    expect(Object.keys(explained)).toContain('fix');
  });

  describe('of files that connectors name', () => {
    const files = Array.from({ length: 30 }, (_, at) => `/etc/tls/${at}.pem`);
    const named = (path: string) =>
      connector(path.slice(9), 'mail.contoso.com', { certificateFiles: [path], keyFiles: [`${path}.key`] });
    const storeOf = (path: string): string => `file:${path} + ${path}.key`;
    const world: Partial<World> = {
      ...CALM,
      connectors: files.map(named),
      certificates: files.map((path, at) =>
        stored(`A${at}`, { dnsNames: ['mail.contoso.com'], store: storeOf(path), path }),
      ),
    };

    it('has their number, and the command that shows each', async () => {
      const { screen } = await typeCommand(['status'], { world, ledger: await ledgerOf([world]) });
      expect(screen).toContain('\nstores     My 0   dovecot 0   30 connector files: mailcertd connectors explain\n');
      expect(screen).not.toContain('file:');
      const japanese = await typeCommand(['status'], { world, locale: 'ja' });
      expect(japanese.stdout).toContain('コネクタのファイル 30 個: mailcertd connectors explain\n');
      const shown = await typeCommand(['connectors', 'explain'], { world });
      expect(files.filter((path) => !shown.stdout.includes(`3 stores         ${path} (1)`))).toEqual([]);
    });

    it('has the number of unreadable ones, and the first few by their path on disk', async () => {
      const unavailableWorld = { ...world, unavailable: files.map(storeOf) };
      const { screen } = await typeCommand(['status'], { world: unavailableWorld });
      expect(screen).toContain('30 connector files (30 UNREADABLE): mailcertd connectors explain\n');
      expect(screen).toContain('/etc/tls/0.pem cannot be read by this user');
      expect(screen).not.toContain('file:');
      const [unknownLine = ''] = screen.match(/^UNKNOWN .*$/m) ?? [];
      expect(unknownLine.length).toBeLessThan(500);
      expect(unknownLine).toContain('27 more');
    });
  });

  it('lists stores up to a limit, those with problems first', async () => {
    const stores = Array.from({ length: 40 }, (_, at) => store(`s${at}`));
    const { screen } = await typeCommand(['status'], { world: { ...CALM, stores, unavailable: ['s39'] } });
    expect(screen).toMatch(/^stores {5}s39 UNREADABLE \(permission denied\) {3}s0 0 {3}.* {3}s8 0 {3}and 30 more$/m);
  });
});
