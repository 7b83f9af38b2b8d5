import { describe, expect, it } from 'vitest';
import type { EventRecord } from '../../../../src/domain/event/event-record.ts';
import {
  type RotatedConnector,
  type RotationObservation,
  rotationFailure,
} from '../../../../src/domain/served/rotation.ts';
import type { ReloadOutcome, ReloadRequest } from '../../../../src/work/operations/connector-operations.ts';
import { madeUpFailure } from '../../../domain/failure/made-up-failure.ts';
import { said } from '../../../domain/failure/said.ts';
import { connector, NOON, store, stored, type World } from '../../../domain/world.ts';
import { type Answer, type DeskOptions, typeCommand } from '../desk.ts';

const PROBE = {
  protocol: 'smtp' as const,
  host: 'mail.contoso.com',
  port: 25,
  serverName: 'mail.contoso.com',
  timeoutMs: 10_000,
  failureThreshold: 2,
  probesBothKeyTypes: false,
  client: undefined,
};
const RELOAD = ['systemctl', 'reload', 'postfix'];
const MAIL = stored('A1', { dnsNames: ['mail.contoso.com'] });
const [OLD, NEW] = [
  { thumbprint: 'F'.repeat(40), serialNumber: '04A7', notAfter: NOON },
  { thumbprint: MAIL.certificate.thumbprint, serialNumber: '01', notAfter: MAIL.certificate.notAfter },
];
const WORLD: Partial<World> = {
  now: NOON,
  stores: [store('My')],
  connectors: [
    connector('Edge', 'mail.contoso.com', { probe: PROBE, reload: RELOAD }),
    connector('Bare', 'bare.contoso.com', { probe: PROBE }),
    connector('Unreachable', 'unreachable.contoso.com', { reload: RELOAD }),
    connector('Off', 'off.contoso.com', { probe: PROBE, reload: RELOAD, enabled: false }),
    connector('Plain', 'plain.contoso.com', { probe: PROBE, reload: RELOAD, starttls: false }),
    connector('Away', undefined, { direction: 'send', probe: PROBE, reload: RELOAD }),
  ],
  certificates: [MAIL],
};

interface Changes extends Partial<Omit<RotationObservation, 'connectors'>>, Partial<Pick<RotatedConnector, 'onDisk'>> {}

const rotated = (name: string, after: typeof OLD | undefined, onDisk: RotatedConnector['onDisk'] = [NEW]) => ({
  connector: name,
  onDisk,
  problem: undefined,
  addresses: [
    {
      address: '192.0.2.25',
      keyType: 'any' as const,
      before: OLD,
      after,
      problem:
        after === undefined
          ? { reason: 'timed_out' as const, location: 'smtp://192.0.2.25:25', failure: said('no \u001b[2J') }
          : undefined,
    },
  ],
});

const seen = (after: typeof OLD | undefined, { onDisk, ...more }: Changes = {}): RotationObservation => ({
  isReloaded: true,
  problem: undefined,
  connectors: [rotated('Edge', after, onDisk)],
  ...more,
});

function desk(
  rotationNow: RotationObservation,
  report: ReloadOutcome['report'] = { kind: 'no-daemon' },
  options: DeskOptions = {},
) {
  const orders: ReloadRequest[] = [];
  const connectors: DeskOptions['connectors'] = {
    observeBeforeReload: async (order) => {
      orders.push(order);
      return rotationNow.connectors;
    },
    reload: async (order) => {
      orders.push(order);
      const { requestedBy, command } = order;
      const rotation = {
        ...rotationNow,
        rotationId: 'r1',
        requestedBy,
        command,
        at: NOON,
        failure: rotationFailure(rotationNow),
      };
      return { rotation, report };
    },
  };
  const type = (...argv: readonly string[]): Promise<Answer> =>
    typeCommand(['connectors', 'reload', ...argv], { world: WORLD, connectors, ...options });
  return { orders, type };
}

const WRITTEN: EventRecord = {
  eventRecordId: 7,
  processId: 1,
  providerName: 'mailcertd',
  eventId: 1420,
  version: 0,
  level: 'Information',
  timeCreated: NOON,
  computer: 'mail01.contoso.com',
  change: 'once',
  conditionId: undefined,
  parameters: ['Edge', '01', '04A7'],
  facts: {},
  remedy: [],
};

describe('a reload', () => {
  it("that is verified shows the old and new serial number of each address, and the daemon's record", async () => {
    const { type, orders } = desk(seen(NEW), { kind: 'written', records: [WRITTEN] });
    const { code, stdout, stderr } = await type('Edge');
    expect([code, stderr]).toEqual([0, '']);
    const [table, event] = stdout.split(/^(?=2026-11-24T)/m);
    expect(table).toBe(`$ systemctl reload postfix
  192.0.2.25  04A7 → 01  the certificate on disk
  on disk     01         /store/A1.pem, 2027-05-26T09:00:00+09:00
VERIFIED   Edge serves the certificate on disk
`);
    expect(event).toMatch(/^\S+ Info +1420 .*"Edge".*\(#7\)\n$/);
    expect(orders).toMatchObject([
      {
        connectors: [{ expectedCertificates: [MAIL] }],
        command: RELOAD,
        requestedBy: { by: 'root', command: 'mailcertd connectors reload Edge', at: NOON },
        waitMs: 30_000,
      },
    ]);
  });

  it.each<[string, RotationObservation, string]>([
    ['the old one is presented', seen(OLD), 'NOT VERIFIED   Edge was reloaded, but serves another certificate\n'],
    [
      'the server is silent',
      seen(undefined),
      'NOT VERIFIED   Edge was reloaded, but the probe failed: timed out: no \\x1b[2J\n',
    ],
    [
      'the command fails',
      seen(OLD, {
        isReloaded: false,
        problem: { reason: 'reload_failed', location: '', failure: said('exit code 1') },
      }),
      'NOT VERIFIED   Edge: the reload failed: the reload command failed: exit code 1\n',
    ],
    ['nothing is known of the disk', seen(OLD, { onDisk: [] }), 'which certificate it should serve is unknown\n'],
  ])('is not verified when %s: exit 1', async (_what, rotation, line) => {
    const { code, stdout } = await desk(rotation).type('Edge');
    expect(code).toBe(1);
    expect(stdout).toContain(line);
    const japanese = await desk(rotation, undefined, { locale: 'ja' }).type('Edge');
    expect(japanese.stdout).toMatch(/\n未確認 {3}Edge /);
  });

  it.each<[ReloadOutcome['report'], string]>([
    [{ kind: 'no-daemon' }, 'The daemon is not running; it writes the event when it starts.\n'],
    [{ kind: 'not-yet' }, 'The daemon has not written the event yet; see it later with: mailcertd events -n 5\n'],
    [
      { kind: 'not-stored', failure: madeUpFailure('cannot write the event log: only root may') },
      'No event is written: cannot write the event log: only root may\n',
    ],
  ])('names the reporter: %s', async (report, line) => {
    const { code, stderr } = await desk(seen(NEW), report).type('Edge');
    expect([code, stderr]).toEqual([0, line]);
  });

  it('is one value for programs', async () => {
    const { stdout } = await desk(seen(NEW), { kind: 'written', records: [WRITTEN] }).type('Edge', '--format', 'json');
    const addresses = [{ address: '192.0.2.25', before: { serialNumber: '04A7' }, after: { serialNumber: '01' } }];
    expect(JSON.parse(stdout)).toMatchObject([
      {
        kind: 'reloaded',
        command: RELOAD,
        failure: null,
        connectors: [{ connector: 'Edge', addresses }],
        requestedBy: { command: 'mailcertd connectors reload Edge --format json' },
        logged: 'written',
        records: [{ event: { code: '1420' } }],
      },
    ]);
  });

  it('is simulated with --dry-run', async () => {
    const { type } = desk(seen(OLD));
    const { code, stdout, stderr } = await type('Edge', '--dry-run');
    expect([code, stderr]).toEqual([0, 'Nothing was reloaded.\n']);
    expect(stdout).toBe(`Edge would be reloaded with: systemctl reload postfix
  192.0.2.25  04A7  NOT the certificate on disk
  on disk     01    /store/A1.pem, 2027-05-26T09:00:00+09:00
`);
    const json = await type('Edge', '--dry-run', '--format', 'json');
    expect(JSON.parse(json.stdout)).toMatchObject([
      { kind: 'dry-run', connectors: [{ connector: 'Edge' }], failure: 'not-served' },
    ]);
  });

  it.each([
    ['Bare', 'it has no reload command; add one, for example reload: [systemctl, reload, postfix] (mailcertd.yaml:1)'],
    ['Unreachable', 'it has no probe; add one, for example probe: "smtp://127.0.0.1:25" (mailcertd.yaml:1)'],
    ['Away', 'it is a Send connector'],
    ['Off', 'it is disabled and not probed; enable it (mailcertd.yaml:1)'],
    ['Plain', 'it offers no TLS (starttls: false) and is not probed'],
  ])('of %s is refused in one line with the correct argument', async (name, line) => {
    const { type, orders } = desk(seen(NEW));
    const { code, stdout, stderr } = await type(name);
    expect([code, stdout, stderr.split('\n').length]).toEqual([1, '', 2]);
    expect(stderr).toContain(line);
    expect(orders).toEqual([]);
    expect((await desk(seen(NEW), undefined, { locale: 'ja' }).type(name)).stderr).toMatch(/コネクタ「/);
  });

  it('of an unknown connector names the known ones', async () => {
    const { code, stderr } = await desk(seen(NEW)).type('Edg3');
    expect(code).toBe(2);
    expect(stderr).toContain('did you mean "Edge"?');
  });
});

describe('a reload of several connectors', () => {
  const DOVECOT = ['systemctl', 'reload', 'dovecot'];
  const file = '/etc/letsencrypt/live/mail.contoso.com/fullchain.pem';
  const linux = (name: string, reload: readonly string[], certificateFiles: readonly string[], inventory: string) =>
    connector(name, 'mail.contoso.com', {
      ...{ probe: PROBE, reload, certificateFiles, source: { inventory, place: `${inventory}.conf:1` } },
    });
  const world: Partial<World> = {
    ...WORLD,
    connectors: [
      linux('Postfix smtp', RELOAD, [file], 'postfix'),
      linux('Postfix submission', RELOAD, [file], 'postfix'),
      linux('Dovecot imaps', DOVECOT, [file], 'dovecot'),
      linux('Dovecot other', DOVECOT, ['/etc/ssl/other.pem'], 'dovecot'),
      connector('Bare', 'bare.contoso.com', { probe: PROBE, certificateFiles: [file] }),
      connector('Away', undefined, { direction: 'send', probe: PROBE }),
    ],
  };

  /** Returns a host on which every reload lets the connectors serve this certificate. */
  function host(after: typeof OLD, options: DeskOptions = {}) {
    const runs: (readonly string[])[] = [];
    const connectors: DeskOptions['connectors'] = {
      realPath: async (path) => path.replace('/live/link/', '/live/mail.contoso.com/'),
      reload: async (order) => {
        runs.push([order.command.at(-1) ?? '', ...order.connectors.map((each) => each.connector.name)]);
        const rotation = {
          ...{ isReloaded: true, problem: undefined },
          connectors: order.connectors.map((each) => rotated(each.connector.name, after)),
        };
        const { requestedBy, command } = order;
        const failure = rotationFailure(rotation);
        return {
          rotation: { ...rotation, rotationId: 'r1', requestedBy, command, at: NOON, failure },
          report: { kind: 'no-daemon' },
        };
      },
    };
    const type = (...argv: readonly string[]): Promise<Answer> =>
      typeCommand(['connectors', 'reload', ...argv], { world, connectors, ...options });
    return { runs, type };
  }
  const postfix = ['postfix', 'Postfix smtp', 'Postfix submission'];

  it.each<[readonly string[], readonly (readonly string[])[]]>([
    [
      ['--file', file],
      [postfix, ['dovecot', 'Dovecot imaps']],
    ],
    [
      ['--file', '/etc/letsencrypt/live/mail.contoso.com'],
      [postfix, ['dovecot', 'Dovecot imaps']],
    ],
    [
      ['--file', '/etc/letsencrypt/live/link/fullchain.pem'],
      [postfix, ['dovecot', 'Dovecot imaps']],
    ],
    [['--server', 'postfix'], [postfix]],
    [['--server', 'dovecot'], [['dovecot', 'Dovecot imaps', 'Dovecot other']]],
    [['--all'], [postfix, ['dovecot', 'Dovecot imaps', 'Dovecot other']]],
    [
      ['Postfix smtp', 'Dovecot other'],
      [
        ['postfix', 'Postfix smtp'],
        ['dovecot', 'Dovecot other'],
      ],
    ],
  ])('with %j runs each command once', async (argv, expected) => {
    const { type, runs } = host(NEW);
    const { code } = await type(...argv);
    expect(code).toBe(0);
    expect(runs).toEqual(expected);
  });

  it('shows each connector under its name, and one verdict for a server', async () => {
    const { stdout, stderr } = await host(NEW).type('--file', file);
    expect(stdout).toBe(`$ systemctl reload postfix
Postfix smtp
  192.0.2.25  04A7 → 01  the certificate on disk
  on disk     unknown
Postfix submission
  192.0.2.25  04A7 → 01  the certificate on disk
  on disk     unknown
VERIFIED   2 connectors serve the certificates on disk
$ systemctl reload dovecot
  192.0.2.25  04A7 → 01  the certificate on disk
  on disk     unknown
VERIFIED   Dovecot imaps serves the certificate on disk
`);
    expect(stderr).toContain('cannot reload "Bare": it has no reload command');
  });

  it('exits with 1 if one connector of one server is not verified', async () => {
    const { code, stdout } = await host(OLD).type('--server', 'postfix', '--format', 'json');
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject([{ failure: 'not-served', connectors: [{}, {}] }]);
  });

  it('of a file that no connector uses reloads nothing and exits with 0, as a deploy hook needs', async () => {
    const { type, runs } = host(NEW);
    const { code, stderr } = await type('--file', '/etc/letsencrypt/live/www.contoso.com/fullchain.pem');
    expect([code, stderr]).toEqual([
      0,
      'No connector uses /etc/letsencrypt/live/www.contoso.com/fullchain.pem, so nothing was reloaded.\n',
    ]);
    expect(runs).toEqual([]);
  });

  it.each([
    [[], 'name connectors, or give one of --file, --server and --all'],
    [['Bare', '--all'], 'name connectors, or give one of --file, --server and --all'],
    [['--server', 'postfx'], 'cannot find server "postfx": no connector belongs to it; did you mean "postfix"?'],
  ])('with %j is refused', async (argv, line) => {
    const { type, runs } = host(NEW);
    const { code, stderr } = await type(...argv);
    expect(code).toBe(2);
    expect(stderr).toContain(line);
    expect((await host(NEW, { locale: 'ja' }).type(...argv)).stderr).toMatch(/[ぁ-ん]/);
    expect(runs).toEqual([]);
  });
});
