import { describe, expect, it } from 'vitest';
import type { Connector } from '../../../../src/domain/connector/connector.ts';
import { probeUrl } from '../../../../src/domain/connector/probe-target.ts';
import { failureText } from '../../../../src/domain/failure/failure-text.ts';
import { EMPTY_MEMORY } from '../../../../src/domain/observation/memory.ts';
import { type ScanResult, unavailable } from '../../../../src/domain/scan-result.ts';
import { outdate, uncheckedResult } from '../../../../src/domain/served/outdated-result.ts';
import type { Endpoint, ProbeMemory } from '../../../../src/domain/served/served.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../../../../src/domain/time.ts';
import { raised } from '../../../contract/ledger-samples.ts';
import { said } from '../../../domain/failure/said.ts';
import { endpoint, NOT_OFFERED, probeResult, REFUSED, seen, serves, silent, target } from '../../../domain/serving.ts';
import { connector, NOON, stored, type World } from '../../../domain/world.ts';
import { MemoryLedger } from '../../../fakes/memory-ledger.ts';
import { typeCommand } from '../desk.ts';

const SHARD = 'mail01.contoso.com';
const NEW = stored('9D77E2AA', { dnsNames: ['mail.contoso.com'], notBefore: NOON - DAY, notAfter: NOON + 61 * DAY });
const OLD = stored('5B0177D0', {
  dnsNames: ['mail.contoso.com'],
  notBefore: NOON - 80 * DAY,
  notAfter: NOON + 10 * DAY,
});
const NEWER = stored('AB0177D0', { dnsNames: ['mail.contoso.com'], notBefore: NOON - HOUR, notAfter: NOON + 90 * DAY });
const THEIRS = stored('4C1E90BB', { dnsNames: ['mx.fabrikam.com'], notAfter: NOON + 140 * DAY });

function edge(more: Partial<Connector> = {}): Connector {
  return connector('Edge', 'mail.contoso.com', { probe: target(), ...more });
}

/** Returns a ledger with these last probe results. */
async function remembering(
  results: Readonly<Record<string, ScanResult<readonly Endpoint[]>>>,
  url = probeUrl(target()),
): Promise<MemoryLedger> {
  const ledger = new MemoryLedger();
  const probes = new Map(
    Object.entries(results).map(([name, result]): [string, ProbeMemory] => [
      name,
      { url, result, lastOfferedAt: undefined },
    ]),
  );
  const pass = { startedAt: NOON - MINUTE, endedAt: NOON - MINUTE, nextAt: NOON + 14 * MINUTE };
  await ledger.commit(SHARD, 0, { records: [], open: [], memory: { ...EMPTY_MEMORY, probes }, scan: pass });
  return ledger;
}

function world(...connectors: readonly Connector[]): Partial<World> {
  return { now: NOON, connectors, certificates: [NEW] };
}

/** Returns the last cell in the line of a connector. */
async function servedCell(
  result: ScanResult<readonly Endpoint[]>,
  locale: 'en' | 'ja' = 'en',
  of = edge(),
): Promise<string | undefined> {
  const ledger = await remembering({ Edge: result });
  const { stdout } = await typeCommand(['status'], { world: world(of), ledger, locale });
  return stdout
    .split('\n')
    .find((line) => line.startsWith('Edge '))
    ?.split(/ {2,}/)
    .at(-1);
}

describe('the served certificate is listed with the one on disk', () => {
  it.each([
    ['the same', probeResult(NOON, serves(NEW)), 'same', '同じ'],
    ['the previous one', probeResult(NOON, serves(OLD)), '5B0177D0, the previous one', '5B0177D0 (以前の証明書)'],
    ['a later one', probeResult(NOON, serves(NEWER)), 'AB0177D0, a different one', 'AB0177D0 (別の証明書)'],
    ['no STARTTLS', probeResult(NOON, NOT_OFFERED), 'STARTTLS not offered', 'STARTTLS の提供なし'],
    ['STARTTLS in name only', probeResult(NOON, REFUSED), 'STARTTLS refused', 'STARTTLS を拒否'],
    [
      'two of three the same',
      probeResult(NOON, serves(NEW), serves(OLD), serves(NEW)),
      'same at 2 addresses; 5B0177D0, the previous one at 192.0.2.2',
      '2 個のアドレス: 同じ; 192.0.2.2: 5B0177D0 (以前の証明書)',
    ],
    [
      'nothing, for a while',
      seen(NOON, [endpoint(silent(NOON - 26 * MINUTE, 3, { at: NOON - HOUR, value: serves(NEW) }))]),
      'unknown for 26 m (timed out); last known same',
      '26 分前から不明 (タイムアウトしました)、最後の確認: 同じ',
    ],
    [
      'nothing, since the first probe',
      seen(NOON, [endpoint(silent(NOON - 26 * MINUTE, 3, undefined, 'connection_refused'))]),
      'unknown for 26 m (connection refused)',
      '26 分前から不明 (接続が拒否されました)',
    ],
    [
      'an unknown address, which was known',
      silent(
        NOON - HOUR,
        4,
        { at: NOON - 2 * HOUR, value: probeResult(NOON - 2 * HOUR, serves(OLD)).value },
        'host_not_found',
      ),
      'unknown for 1 h (host name not found); last known 5B0177D0, the previous one',
      '1 時間前から不明 (ホスト名を解決できません)、最後の確認: 5B0177D0 (以前の証明書)',
    ],
    [
      'an address that was never known',
      silent<readonly Endpoint[]>(NOON - HOUR, 4, undefined, 'host_not_found'),
      'unknown for 1 h (host name not found)',
      '1 時間前から不明 (ホスト名を解決できません)',
    ],
    [
      'no probe yet',
      silent<readonly Endpoint[]>(NOON, 0, undefined, 'not_checked'),
      'not probed yet',
      'まだ接続確認を行っていません',
    ],
  ])('%s', async (_, result, english, japanese) => {
    expect([await servedCell(result), await servedCell(result, 'ja')]).toEqual([english, japanese]);
  });

  it('is compared with every file that a server names', async () => {
    const rsa = stored('A1', { file: '/rsa.pem', dnsNames: ['mail.contoso.com'], notBefore: NOON - DAY });
    const ec = stored('A2', { file: '/ec.pem', dnsNames: ['mail.contoso.com'], notBefore: NOON - DAY });
    const of = edge({ certificateFiles: ['/rsa.pem', '/ec.pem'], probe: target({ probesBothKeyTypes: true }) });
    const result = seen(NOON, [
      endpoint(seen(NOON, serves(rsa)), '192.0.2.1', 'rsa'),
      endpoint(seen(NOON, serves(ec)), '192.0.2.1', 'ecdsa'),
    ]);
    const ledger = await remembering({ Edge: result });
    const files = { world: { ...world(of), certificates: [rsa, ec] }, ledger };
    expect((await typeCommand(['status'], files)).stdout).toMatch(/^Edge .* same$/m);
    const { stdout } = await typeCommand(['connectors', 'explain', 'Edge', '--format', 'json'], files);
    const { selection } = JSON.parse(stdout);
    const named = [selection.chosen, ...selection.alsoSelected].map(({ certificate }) => certificate.thumbprint);
    expect(named.sort()).toEqual([rsa, ec].map(({ certificate }) => certificate.thumbprint).sort());
  });

  it('lists both key types in JSON if both certificates are probed', async () => {
    const desk = { world: world(edge({ probe: target({ probesBothKeyTypes: true }) })) };
    const { stdout } = await typeCommand(['connectors', 'list', '--format', 'json'], desk);
    expect(JSON.parse(stdout)[0].probe.keyTypes).toEqual(['rsa', 'ecdsa']);
  });

  it('omits a key type that a server never had', async () => {
    const of = edge({ probe: target({ probesBothKeyTypes: true }) });
    const result = seen(NOON, [
      endpoint(silent(NOON - HOUR, 9, undefined, 'tls_failed'), '192.0.2.1', 'rsa'),
      endpoint(seen(NOON, serves(NEW)), '192.0.2.1', 'ecdsa'),
    ]);
    expect(await servedCell(result, 'en', of)).toBe('same');
  });

  it('is unknown for a connector with another target now', async () => {
    const ledger = await remembering({ Edge: probeResult(NOON, serves(OLD)) }, 'smtp://192.0.2.99:25');
    const { stdout } = await typeCommand(['status'], { world: world(edge()), ledger });
    expect(stdout).toMatch(/^Edge .* not probed yet$/m);
  });

  it('needs no escape, because it contains no text of a server', async () => {
    const result = probeResult(NOON, { starttls: 'not-offered', tls: undefined, answer: '250 \u001b[31mX' });
    expect(await servedCell(result)).toBe('STARTTLS not offered');
  });
});

describe('the tables of connectors', () => {
  const connectors = [
    connector('Default', 'mail.contoso.com'),
    edge(),
    connector('To Fabrikam', undefined, { direction: 'send', probe: target({ host: 'mx.fabrikam.com' }) }),
    connector('Off', 'mail.contoso.com', { starttls: false, probe: target() }),
  ];
  const fabrikam = silent(NOON - 26 * MINUTE, 2, {
    at: NOON - HOUR,
    value: probeResult(NOON - HOUR, serves(THEIRS)).value,
  });

  async function asked(...command: readonly string[]): Promise<string> {
    const ledger = await remembering({ Edge: probeResult(NOON - 2 * MINUTE, serves(OLD)) });
    const { memory } = await ledger.state(SHARD);
    const probes = new Map(memory.probes).set('To Fabrikam', {
      url: 'smtp://mx.fabrikam.com:25',
      result: fabrikam,
      lastOfferedAt: undefined,
    });
    await ledger.commit(SHARD, 1, { records: [], open: undefined, memory: { ...memory, probes }, scan: undefined });
    return (await typeCommand(command, { world: world(...connectors), ledger })).stdout;
  }

  it("show the served certificate if any is probed, and the expiry of the remote server's", async () => {
    expect(await asked('status')).toContain(`
connector    selected              until                      left   served
Default      9D77E2AA third-party  2027-01-24T21:00:00+09:00  61 d   -
Edge         9D77E2AA third-party  2027-01-24T21:00:00+09:00  61 d   5B0177D0, the previous one
To Fabrikam  (remote)              2027-04-13T21:00:00+09:00  140 d  unknown for 26 m (timed out); last known 4C1E90BB
Off          no TLS                -                          -      -
`);
    expect(await asked('connectors')).toMatch(/^To Fabrikam {2}send {7}.* unknown for 26 m .*; last known 4C1E90BB$/m);
  });

  it('name the soonest expiry of all selected certificates', async () => {
    const ledger = await remembering({ Edge: probeResult(NOON, serves(OLD)) });
    const { stdout } = await typeCommand(['status'], { world: world(edge()), ledger });
    expect(stdout).toContain('next expiry 2026-12-04T21:00:00+09:00 (10 d)');
  });

  it('have fields for it', async () => {
    const fields = 'name,probe,served,servedThumbprint,servedNotAfter,servedAt';
    expect(
      await asked('connectors', 'list', '--fields', fields, '--format', 'tsv'),
    ).toBe(`${fields.replaceAll(',', '\t')}
Default\t\t\t\t\t
Edge\tsmtp://192.0.2.25:25\tolder\t${OLD.certificate.thumbprint}\t2026-12-04T12:00:00Z\t2026-11-24T11:58:00Z
To Fabrikam\tsmtp://mx.fabrikam.com:25\tunknown\t${THEIRS.certificate.thumbprint}\t2027-04-13T12:00:00Z\t2026-11-24T11:00:00Z
Off\tsmtp://192.0.2.25:25\t\t\t\t
`);
    expect(JSON.parse(await asked('connectors', 'list', '--fields', 'name,served', '--format', 'json'))).toEqual([
      { name: 'Default', served: null },
      { name: 'Edge', served: ['older'] },
      { name: 'To Fabrikam', served: ['unknown'] },
      { name: 'Off', served: null },
    ]);
  });

  it('have all of it in JSON', async () => {
    const [, second] = JSON.parse(await asked('connectors', 'list', '--format', 'json'));
    expect(second.probe).toMatchObject({ protocol: 'smtp', host: '192.0.2.25', keyTypes: ['any'], client: null });
    expect(second.probe).not.toHaveProperty('probesBothKeyTypes');
    expect(second.served).toMatchObject({
      kind: 'available',
      at: '2026-11-24T11:58:00Z',
      value: [
        {
          address: '192.0.2.1',
          keyType: 'any',
          conversation: {
            kind: 'available',
            value: {
              starttls: 'offered',
              tls: { protocol: 'TLSv1.3', leaf: { thumbprint: OLD.certificate.thumbprint } },
            },
          },
        },
      ],
    });
    const explained = JSON.parse(await asked('connectors', 'explain', 'Edge', '--format', 'json'));
    expect(explained.served).toEqual(second.served);
    expect(explained.connector.probe).toEqual(second.probe);
  });
});

describe('the measured certificate', () => {
  const send = connector('To Fabrikam', undefined, {
    direction: 'send',
    probe: target({ serverName: 'mx.fabrikam.com' }),
  });
  const watched = connector('Appliance', 'mx.contoso.com', { probe: target(), selectCertificate: false });
  const ENDED = stored('E0177D05', { dnsNames: ['mx.fabrikam.com'], notAfter: NOON - DAY });
  const ENDING = stored('F0177D05', { dnsNames: ['mx.fabrikam.com'], notAfter: NOON + 5 * DAY });
  const OWN = stored('A1177D05', { dnsNames: ['mail01.contoso.com'], selfSigned: true, notAfter: NOON + 300 * DAY });

  const asks = async (of: Connector, served: typeof ENDED, ...command: readonly string[]) => {
    const ledger = await remembering({ [of.name]: probeResult(NOON - MINUTE, serves(served)) });
    return typeCommand(command, { world: { now: NOON, connectors: [of], certificates: [OWN] }, ledger });
  };

  it.each([
    ['the remote server of a Send connector', send],
    ['a server that is only probed', watched],
  ])('%s', async (_, of) => {
    const { stdout: status } = await asks(of, ENDING, 'status');
    expect(status).toMatch(new RegExp(`^${of.name} .*2026-11-29T21:00:00`, 'm'));
    const check = await asks(of, ENDING, 'check', '-w', '7d', '-c', '3d');
    expect(check.code).toBe(1);
    expect(check.stdout).toContain(`'${of.name}'=${(5 * DAY) / 1000}s;${(7 * DAY) / 1000};${(3 * DAY) / 1000};`);
    expect((await asks(of, ENDING, 'check', '-w', '7d', '-c', '6d')).code).toBe(2);
    expect((await asks(of, ENDED, 'check')).stdout).toContain(`'${of.name}'=${-DAY / 1000}s;`);
    const { stdout: metrics } = await asks(of, ENDING, 'metrics');
    const line = `mailcertd_connector_not_after_timestamp_seconds{connector="${of.name}"} ${(NOON + 5 * DAY) / 1000}`;
    expect(metrics).toContain(line);
  });

  it('is missing for a Send connector with an unknown remote server, whatever its own certificate is', async () => {
    const nothing = { world: { now: NOON, connectors: [send], certificates: [OWN] }, ledger: await remembering({}) };
    const { stdout } = await typeCommand(['check'], nothing);
    expect(stdout).toBe('MAILCERTD UNKNOWN - connector "To Fabrikam": not probed yet\n');
    expect((await typeCommand(['metrics'], nothing)).stdout).not.toContain('connector="To Fabrikam"');
  });

  it.each([
    ['en', send, 'To Fabrikam (send) needs no client certificate', 'no certificate is selected; only what is served'],
    ['en', watched, 'Appliance (receive) is only probed', 'no certificate is selected; only what is served'],
    ['ja', watched, 'Appliance (受信) は接続確認だけを行います', 'サーバーが提示している証明書だけを確認します'],
  ] as const)('has in the explanation in %s the reason why nothing is selected', async (locale, of, title, why) => {
    const ledger = await remembering({ [of.name]: probeResult(NOON - MINUTE, serves(ENDING)) });
    const one = { now: NOON, connectors: [of], stores: [] };
    const { stdout } = await typeCommand(['connectors', 'explain', of.name], { world: one, ledger, locale });
    expect(stdout).toContain(title);
    expect(stdout).toContain(why);
  });
});

describe('an explanation', () => {
  it('has the served certificate, and the age of the probe', async () => {
    const ledger = await remembering({ Edge: probeResult(NOON - 3 * MINUTE, serves(OLD)) });
    const { stdout } = await typeCommand(['connectors', 'explain', 'Edge'], { world: world(edge()), ledger });
    expect(stdout).toMatch(/\n5 eligible {7}1\n6 serves {9}5B0177D0, the previous one {2}probed 3 m ago\n/);
    const japanese = await typeCommand(['connectors', 'explain', 'Edge'], {
      world: world(edge()),
      ledger,
      locale: 'ja',
    });
    expect(japanese.stdout).toMatch(/\n6 提示中 .*5B0177D0 \(以前の証明書\) {2}3 分前に接続確認\n/);
  });

  it('is not compared if no certificate is selected, and --fields shows this', async () => {
    const fields = ['--fields', 'served', '--format', 'tsv'];
    const ledger = await remembering({ Edge: seen(NOON, [endpoint(seen(NOON, serves(OLD)))]) });
    const desk = { world: world(edge({ selectCertificate: false })), ledger };
    expect((await typeCommand(['connectors', 'list', ...fields], desk)).stdout).toBe('served\nnot-compared\n');
  });

  it('has it also if the connector requires no name', async () => {
    const found = edge({ fqdnOrigin: 'discovered' });
    const ledger = await remembering({ Edge: probeResult(NOON, serves(OLD)) });
    const { stdout } = await typeCommand(['connectors', 'explain', 'Edge'], { world: world(found), ledger });
    expect(stdout).toMatch(/^Edge \(receive\) has no configured certificate\n/);
    expect(stdout).toMatch(/\n2 serves {3,}5B0177D0 {3,}probed 0 s ago\n/);
  });
});

describe('without a daemon', () => {
  const silentEdge = new Map([['Edge', seen(NOON, [endpoint(silent(NOON, 1))])]]);

  it('a scan probes servers, and names those that are unavailable', async () => {
    const { stderr } = await typeCommand(['scan'], { world: world(edge()), probes: silentEdge });
    expect(stderr).toContain('cannot probe connector "Edge" at smtp://192.0.2.25:25: timed out\n');
    const japanese = await typeCommand(['scan'], { world: world(edge()), probes: silentEdge, locale: 'ja' });
    expect(japanese.stderr).toContain(
      'コネクタ「Edge」(smtp://192.0.2.25:25) の接続確認ができません: タイムアウトしました\n',
    );
  });

  it.each([
    ['scan', 'stderr'],
    ['check', 'stdout'],
  ] as const)('a %s names the file of an unusable client certificate', async (command, stream) => {
    const file = '/etc/client.pem';
    const problem = {
      reason: 'client_certificate_unusable',
      location: file,
      failure: said(`${file}: it does not exist`),
    } as const;
    const probes = new Map([['Edge', seen(NOON, [endpoint(unavailable(NOON, problem))])]]);
    expect((await typeCommand([command], { world: world(edge()), probes }))[stream]).toContain(
      failureText(problem.failure, 'en'),
    );
  });

  it('a scan with --no-probe probes no server', async () => {
    const { stderr } = await typeCommand(['scan', '--no-probe'], { world: world(edge()), probes: silentEdge });
    expect(stderr).toBe('Scanned 1 certificate in 1 store and 1 connector in 14 ms: 0 events\n');
  });

  it('check is UNKNOWN if a server is unavailable, with the reason', async () => {
    const { stdout, code } = await typeCommand(['check'], { world: world(edge()), probes: silentEdge });
    expect(stdout).toMatch(/^MAILCERTD UNKNOWN - cannot probe Edge: timed out /);
    expect(code).toBe(3);
    const japanese = await typeCommand(['check'], { world: world(edge()), probes: silentEdge, locale: 'ja' });
    expect(japanese.stdout).toContain('Edge の接続確認ができません: タイムアウトしました');
    const good = new Map([['Edge', probeResult(NOON, serves(NEW))]]);
    expect((await typeCommand(['check'], { world: world(edge()), probes: good })).code).toBe(0);
  });
});

describe('the served certificate after a change without a probe since', () => {
  const HOURS_AGO = probeResult(NOON - HOUR, serves(NEW));
  const outdated = uncheckedResult(outdate(HOURS_AGO, NOON - 5 * SECOND), probeUrl(target()), NOON);
  const type = async (result: ScanResult<readonly Endpoint[]>, locale: 'en' | 'ja', ...args: readonly string[]) =>
    typeCommand(args, { world: world(edge()), ledger: await remembering({ Edge: result }), locale });

  it('is unknown in every list, with the last known one', async () => {
    expect([await servedCell(outdated), await servedCell(outdated, 'ja')]).toEqual([
      'unknown for 5 s (not checked yet); last known same',
      '5 秒前から不明 (まだ確認していません)、最後の確認: 同じ',
    ]);
    const { stdout } = await type(outdated, 'en', 'connectors', 'list', '--fields', 'served', '--format', 'json');
    expect(JSON.parse(stdout)).toEqual([{ served: ['unknown'] }]);
  });

  it.each([
    ['en', 'connector "Edge": not probed since the change or start at 2026-11-24T20:59:55+09:00'],
    ['ja', 'コネクタ「Edge」: 2026-11-24T20:59:55+09:00 の変更または起動の後、まだ接続確認を行っていません'],
  ] as const)('is not OK for status, check and metrics: %s', async (locale, text) => {
    expect((await type(outdated, locale, 'status')).stdout).toContain(text);
    const check = await type(outdated, locale, 'check');
    expect([check.stdout.split('|')[0]?.trim(), check.code]).toEqual([`MAILCERTD UNKNOWN - ${text}`, 3]);
    expect((await type(outdated, locale, 'metrics')).stdout).toContain('\nmailcertd_healthy 0\n');
    expect((await type(HOURS_AGO, locale, 'check')).code).toBe(0);
  });

  it('is unknown before the first probe too', async () => {
    const never = uncheckedResult(undefined, probeUrl(target()), NOON);
    const { stdout, code } = await type(never, 'en', 'check');
    expect([stdout, code]).toEqual([
      expect.stringMatching(/^MAILCERTD UNKNOWN - connector "Edge": not probed yet /),
      3,
    ]);
  });

  it.each([
    ['an address', seen(NOON, [endpoint(silent(NOON, 1))])],
    ['one of two addresses', seen(NOON, [endpoint(seen(NOON, serves(NEW)), '192.0.2.1'), endpoint(silent(NOON, 1))])],
    ['the name', silent<readonly Endpoint[]>(NOON, 1, undefined, 'host_not_found')],
  ])('is unknown while %s has never been probed successfully', async (_, result) => {
    for (const [locale, text] of [
      ['en', 'connector "Edge": not yet probed successfully at every address'],
      ['ja', 'コネクタ「Edge」: 接続確認に一度も成功していないアドレスがあります'],
    ] as const) {
      expect((await type(result, locale, 'status')).stdout).toContain(text);
      const check = await type(result, locale, 'check');
      expect([check.stdout.split('|')[0]?.trim(), check.code]).toEqual([`MAILCERTD UNKNOWN - ${text}`, 3]);
      expect((await type(result, locale, 'metrics')).stdout).toContain('\nmailcertd_healthy 0\n');
    }
  });

  it('has a condition instead when it counts as unreachable', async () => {
    const unreachable = raised('u', { eventId: 1400, level: 'Warning', subject: 'Edge' });
    const ledger = await remembering({ Edge: seen(NOON, [endpoint(silent(NOON, 2))]) });
    const { revision, memory } = await ledger.state(SHARD);
    await ledger.commit(SHARD, revision, {
      records: [unreachable.record],
      open: [unreachable.condition],
      memory,
      scan: undefined,
    });
    const { stdout, code } = await typeCommand(['check'], { world: world(edge()), ledger });
    expect(stdout).not.toContain('not yet probed successfully');
    expect(code).toBe(1);
  });

  it('is the last result while a probe of a known address fails for the first time', async () => {
    const failed = seen(NOON, [endpoint(silent(NOON, 1, { at: NOON - HOUR, value: serves(NEW) }))]);
    expect((await type(failed, 'en', 'check')).code).toBe(0);
  });

  it('names three connectors, and the number of the others', async () => {
    const names = ['A', 'B', 'C', 'D', 'E'];
    const connectors = names.map((name) => ({ ...edge(), name }));
    const ledger = await remembering(Object.fromEntries(names.map((name) => [name, outdated])));
    const { stdout } = await typeCommand(['check'], { world: world(...connectors), ledger });
    expect(stdout).toContain('connectors "A", "B", "C", 2 more: not probed since the change or start at');
  });
});
