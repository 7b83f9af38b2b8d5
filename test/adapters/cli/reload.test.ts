import { describe, expect, it } from 'vitest';
import { type RotationSight, rotationFailure } from '../../../src/domain/connector/rotation.ts';
import type { EventRecord } from '../../../src/domain/event/event-record.ts';
import type { ReloadOrder, ReloadOutcome } from '../../../src/work/operations.ts';
import { connector, NOON, store, stored, type World } from '../../domain/world.ts';
import { type Answer, type DeskOptions, typeCommand } from './desk.ts';

const PROBE = {
  protocol: 'smtp' as const,
  host: 'mail.contoso.com',
  port: 25,
  serverName: 'mail.contoso.com',
  timeoutMs: 10_000,
  failuresBeforeUnreachable: 2,
  both: false,
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
    connector('Unseen', 'unseen.contoso.com', { reload: RELOAD }),
    connector('Off', 'off.contoso.com', { probe: PROBE, reload: RELOAD, enabled: false }),
    connector('Plain', 'plain.contoso.com', { probe: PROBE, reload: RELOAD, starttls: false }),
    connector('Away', undefined, { direction: 'send', probe: PROBE, reload: RELOAD }),
  ],
  certificates: [MAIL],
};

const seen = (after: typeof OLD | undefined, more: Partial<RotationSight> = {}): RotationSight => ({
  onDisk: [NEW],
  isReloaded: true,
  problem: undefined,
  addresses: [
    {
      address: '192.0.2.25',
      keyType: 'any',
      before: OLD,
      after,
      problem:
        after === undefined
          ? { reason: 'timed_out', location: 'smtp://192.0.2.25:25', detail: 'no \u001b[2J' }
          : undefined,
    },
  ],
  ...more,
});

function desk(sight: RotationSight, told: ReloadOutcome['told'] = { kind: 'no-daemon' }, options: DeskOptions = {}) {
  const orders: ReloadOrder[] = [];
  const connectors: DeskOptions['connectors'] = {
    beforeReload: async (order) => {
      orders.push(order);
      return sight;
    },
    reload: async (order) => {
      orders.push(order);
      const { connector: reloaded, asked } = order;
      const rotation = {
        ...sight,
        rotationId: 'r1',
        connector: reloaded.name,
        asked,
        command: reloaded.reload,
        at: NOON,
        failure: rotationFailure(sight),
      };
      return { rotation, told };
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
  it('that is proven shows old and new serial number of each address, and what the daemon wrote', async () => {
    const { type, orders } = desk(seen(NEW), { kind: 'written', records: [WRITTEN] });
    const { code, stdout, stderr } = await type('Edge');
    expect([code, stderr]).toEqual([0, '']);
    const [table, event] = stdout.split(/^(?=2026-11-24T)/m);
    expect(table).toBe(`$ systemctl reload postfix
  192.0.2.25  04A7 → 01  what lies on disk
  on disk     01         /store/A1.pem, 2027-05-26T09:00:00+09:00
PROVEN   Edge presents what lies on disk
`);
    expect(event).toMatch(/^\S+ Info +1420 .*"Edge".*\(#7\)\n$/);
    expect(orders).toMatchObject([
      { due: [MAIL], asked: { by: 'root', command: 'mailcertd connectors reload Edge', at: NOON }, waitMs: 30_000 },
    ]);
  });

  it.each<[string, RotationSight, string]>([
    ['the old one is presented', seen(OLD), 'NOT PROVEN   Edge was reloaded, and goes on presenting something else\n'],
    [
      'the server is silent',
      seen(undefined),
      'NOT PROVEN   Edge was reloaded, and could not be looked at: no answer in time: no \\x1b[2J\n',
    ],
    [
      'the command fails',
      seen(OLD, { isReloaded: false, problem: { reason: 'reload_failed', location: '', detail: 'exit code 1' } }),
      'NOT PROVEN   Edge could not be reloaded: the command to reload it failed: exit code 1\n',
    ],
    ['nothing is known of the disk', seen(OLD, { onDisk: [] }), 'what it should present cannot be said\n'],
  ])('is not proven when %s: exit 1', async (_what, sight, line) => {
    const { code, stdout } = await desk(sight).type('Edge');
    expect(code).toBe(1);
    expect(stdout).toContain(line);
    const japanese = await desk(sight, undefined, { locale: 'ja' }).type('Edge');
    expect(japanese.stdout).toMatch(/\n未確認 {3}Edge /);
  });

  it.each<[ReloadOutcome['told'], string]>([
    [{ kind: 'no-daemon' }, 'No daemon runs here: the event is written once one does.\n'],
    [{ kind: 'not-yet' }, 'The daemon has not written of it yet; ask again with: mailcertd events -n 5\n'],
    [
      { kind: 'not-kept', why: 'writing the ledger: only root may' },
      'No event will tell of it: writing the ledger: only root may\n',
    ],
  ])('says who tells of it: %s', async (told, line) => {
    const { code, stderr } = await desk(seen(NEW), told).type('Edge');
    expect([code, stderr]).toEqual([0, line]);
  });

  it('for programs is one value', async () => {
    const { stdout } = await desk(seen(NEW), { kind: 'written', records: [WRITTEN] }).type('Edge', '--format', 'json');
    expect(JSON.parse(stdout)).toMatchObject({
      kind: 'reloaded',
      connector: 'Edge',
      command: RELOAD,
      failure: null,
      addresses: [{ address: '192.0.2.25', before: { serialNumber: '04A7' }, after: { serialNumber: '01' } }],
      told: 'written',
      records: [{ event: { code: '1420' } }],
    });
  });

  it('is rehearsed with --dry-run', async () => {
    const { type } = desk(seen(OLD));
    const { code, stdout, stderr } = await type('Edge', '--dry-run');
    expect([code, stderr]).toEqual([0, 'Nothing was reloaded.\n']);
    expect(stdout).toBe(`Edge would be reloaded with: systemctl reload postfix
  192.0.2.25  04A7  NOT what lies on disk
  on disk     01    /store/A1.pem, 2027-05-26T09:00:00+09:00
`);
    const json = await type('Edge', '--dry-run', '--format', 'json');
    expect(JSON.parse(json.stdout)).toMatchObject({ kind: 'rehearsed', connector: 'Edge', failure: 'not-served' });
  });

  it.each([
    [
      'Bare',
      'how is not known; write the command under it, as in reload: [systemctl, reload, postfix] (mailcertd.yaml:1)',
    ],
    [
      'Unseen',
      'it has no probe, so nothing could be proven; write where it is probed, as in probe: "smtp://127.0.0.1:25" (mailcertd.yaml:1)',
    ],
    ['Away', 'it is a Send connector'],
    ['Off', 'it is not enabled, so it is not probed and nothing could be proven; nothing was run'],
    ['Plain', 'it offers no TLS (starttls: false), so it is not probed and nothing could be proven; nothing was run'],
  ])('of %s is refused in one line that says what to write', async (name, line) => {
    const { type, orders } = desk(seen(NEW));
    const { code, stdout, stderr } = await type(name);
    expect([code, stdout, stderr.split('\n').length]).toEqual([1, '', 2]);
    expect(stderr).toContain(line);
    expect(orders).toEqual([]);
    expect((await desk(seen(NEW), undefined, { locale: 'ja' }).type(name)).stderr).toMatch(/コネクタ「/);
  });

  it('of a connector that is not there names those that are', async () => {
    const { code, stderr } = await desk(seen(NEW)).type('Edg3');
    expect(code).toBe(2);
    expect(stderr).toContain('did you mean "Edge"?');
  });
});
