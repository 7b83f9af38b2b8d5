import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StoredCertificate } from '../../../src/domain/certificate/certificate.ts';
import { DAY, HOUR, type Instant, MINUTE } from '../../../src/domain/time.ts';
import { NOT_OFFERED, presents, probeResult, target } from '../../domain/presenting.ts';
import { connector, NOON, store, stored, type World } from '../../domain/world.ts';
import { type DeskOptions, ledgerOf, typeCommand } from './desk.ts';

/** The text about the time of the last scan, for files that this account cannot read. */
const AGE = /; files that this account cannot read: as scanned by the daemon on [-0-9T:+]+/g;
const SEEN = /,? ?files that this account cannot read: as scanned by the daemon on [-0-9T:+]+/g;
const STORE_AGE = / \(as scanned by the daemon [-0-9T:+]+\)/g;

const NAMES = ['mail.contoso.com', 'imap.contoso.com', 'mx.contoso.com'] as const;
const FILE = '/etc/ssl/private/chain.pem';
const PROBED = { probe: target() };

/** The exit codes of `check` for each verdict of `status`. */
const CODES: Readonly<Record<string, readonly number[]>> = { ok: [0], unknown: [3], problem: [1, 2, 3] };

const certificate = fc.record({
  label: fc.constantFrom('A', 'B', 'C', 'D'),
  name: fc.constantFrom(...NAMES),
  left: fc.constantFrom(-3, 2, 9, 25, 200),
  where: fc.constantFrom('My', 'certbot', 'file'),
  key: fc.constantFrom('matches', 'matches', 'missing', 'differs'),
  selfSigned: fc.boolean(),
});

const worlds: fc.Arbitrary<World['certificates']> = fc
  .uniqueArray(certificate, { selector: ({ label }) => label, maxLength: 4 })
  .map((all) =>
    all.map(({ label, name, left, where, key, selfSigned }) =>
      stored(label, {
        dnsNames: [name],
        notAfter: NOON + left * DAY,
        key,
        selfSigned,
        ...(where === 'file' ? { file: FILE } : { store: where }),
      }),
    ),
  );

function worldOf(certificates: readonly StoredCertificate[], now: Instant = NOON): Partial<World> {
  const first = certificates.find(({ location }) => location.path === FILE) ?? certificates[0];
  const served = first === undefined ? NOT_OFFERED : presents(first);
  return {
    now,
    certificates,
    stores: [store('My'), store('certbot')],
    connectors: [
      ...NAMES.map((name) => connector(`of ${name}`, name)),
      connector('by file', 'mail.contoso.com', { certificateFiles: [FILE], ...PROBED }),
      connector('Out', undefined, { direction: 'send', ...PROBED }),
      connector('Off', undefined, { enabled: false }),
    ],
    endpoints: new Map(['by file', 'Out'].map((name) => [name, probeResult(NOON - MINUTE, served)])),
  };
}

/** The parts that the account cannot read: stores, files in a store, or the inventory. */
const limits = fc.record({
  blind: fc.subarray(['My', 'certbot', `file:${FILE}`]),
  hidden: fc.subarray(['A', 'B', 'C', 'D']),
  inventoryBlind: fc.boolean(),
});
type Limit = typeof limits extends fc.Arbitrary<infer T> ? T : never;

function limited(world: Partial<World>, { blind, hidden, inventoryBlind }: Limit): Partial<World> {
  const files = hidden.map((label) => ({ store: 'My', path: `/store/${label}.pem` }));
  return {
    ...world,
    blind,
    inventoryBlind,
    hidden: files,
    problems: files.map(({ store: name, path }) => ({
      store: name,
      problem: { reason: 'permission_denied', location: path, detail: 'EACCES' },
    })),
  };
}

async function said(options: DeskOptions): Promise<Readonly<Record<string, unknown>>> {
  const type = (...argv: readonly string[]) => typeCommand(argv, options);
  const check = await type('check', '-w', '20d', '-c', '5d');
  const [text = '', measured = ''] = check.stdout.split(' | ');
  const status = await type('status');
  const { verdict, issues, open } = JSON.parse((await type('status', '--format', 'json')).stdout);
  return {
    verdict,
    issues,
    open,
    check: `${check.code} ${text
      .replace(AGE, '')
      .replace(/\.\s*$/, '')
      .trim()}`,
    measured,
    metrics: (await type('metrics')).stdout,
    connectors: (await type('connectors', '--format', 'tsv')).stdout,
    status: status.stdout.replace(SEEN, '').replace(STORE_AGE, '').replace(/ +\n/g, '\n').replace(/ {2,}/g, '  '),
  };
}

describe('an account that may read the event log and not all certificates', () => {
  it('gets the same answers as root from status, check, metrics and connectors, whatever it may not read', async () => {
    await fc.assert(
      fc.asyncProperty(worlds, limits, async (certificates, limit) => {
        const world = worldOf(certificates);
        const ledger = await ledgerOf([world]);
        expect(await said({ world: limited(world, limit), ledger })).toEqual(await said({ world, ledger }));
      }),
    );
  });

  const names = [...NAMES, 'mail01.contoso.com'];
  const valid = { dnsNames: names, notBefore: NOON - 30 * DAY, notAfter: NOON + 200 * DAY };
  const world = worldOf([stored('A', valid), stored('B', { ...valid, file: FILE })]);
  const hidden = { ...world, blind: ['My', 'certbot', `file:${FILE}`] };

  it('sees the age of the result in status and check, in both languages, and root does not', async () => {
    const ledger = await ledgerOf([world]);
    for (const argv of [['status'], ['check']]) {
      expect((await typeCommand(argv, { world: hidden, ledger })).stdout).toContain(
        'files that this account cannot read: as scanned by the daemon on 2026-11-24T21:00:00+09:00',
      );
      expect((await typeCommand([...argv, '--locale', 'ja'], { world: hidden, ledger })).stdout).toContain(
        'このアカウントで読み取れないファイル: デーモンが 2026-11-24T21:00:00+09:00 に確認した内容',
      );
      expect((await typeCommand(argv, { world, ledger })).stdout).not.toContain('as scanned by the daemon');
    }
    const { observedAt } = JSON.parse(
      (await typeCommand(['status', '--format', 'json'], { world: hidden, ledger })).stdout,
    );
    expect(observedAt).toBe('2026-11-24T12:00:00Z');
  });

  it("gets its own results, which are newer than the daemon's", async () => {
    const ledger = await ledgerOf([world]);
    const renewed = stored('C', { ...valid, notBefore: NOON - MINUTE });
    const certificates = [renewed, ...(world.certificates ?? []).slice(1)];
    const asked = { world: { ...world, certificates, blind: [`file:${FILE}`] }, ledger };
    const { stdout } = await typeCommand(['connectors', '--format', 'tsv'], asked);
    const rows = stdout.split('\n').map((line) => line.split('\t'));
    const row = (name: string): string | undefined => rows.find(([first]) => first === name)?.join(' ');
    expect(row('of mail.contoso.com')).toContain(renewed.certificate.thumbprint);
    expect(row('by file')).toContain(world.certificates?.[1]?.certificate.thumbprint);
  });

  it.each<[string, Partial<World>, Partial<DeskOptions>]>([
    ['no daemon runs', {}, { isStopped: true }],
    ['the daemon is silent', { now: NOON + 2 * HOUR }, {}],
    [
      'the definition of a connector changed after the scan',
      { connectors: [connector('of mail.contoso.com', 'imap.contoso.com')] },
      {},
    ],
    [
      'the definition of a connector changed, and only one file of its store cannot be read',
      {
        ...limited(world, { blind: [], hidden: ['A'], inventoryBlind: false }),
        connectors: [connector('of mail.contoso.com', 'imap.contoso.com')],
      },
      {},
    ],
    ['the store is elsewhere since the scan', { stores: [store('My', { path: '/elsewhere' }), store('certbot')] }, {}],
  ])('gets the answer unknown if %s', async (_why, changed, options) => {
    const ledger = await ledgerOf([world]);
    expect(await typeCommand(['check', '-w', '20d', '-c', '5d'], { world: hidden, ledger })).toMatchObject({ code: 0 });
    const asked = { world: { ...hidden, ...changed }, ledger, ...options };
    expect(await typeCommand(['check', '-w', '20d', '-c', '5d'], asked)).toMatchObject({ code: 3 });
    expect(await typeCommand(['check'], asked)).toMatchObject({ code: 3 });
    expect(JSON.parse((await typeCommand(['status', '--format', 'json'], asked)).stdout).verdict).not.toBe('ok');
    expect((await typeCommand(['metrics'], asked)).stdout).toContain('mailcertd_healthy 0');
  });

  it('gets consistent results from status, check and metrics, whatever changed and whatever it may not read', async () => {
    const some = fc.oneof(worlds, fc.constant(world.certificates ?? []));
    const changes: fc.Arbitrary<Partial<World>> = fc.constantFrom(
      {},
      { now: NOON + 2 * HOUR },
      { connectors: [connector('of mail.contoso.com', 'imap.contoso.com')] },
      { connectors: [connector('by file', 'mail.contoso.com', { certificateFiles: [FILE, '/etc/ssl/other.pem'] })] },
      { stores: [store('My', { path: '/elsewhere' }), store('certbot')] },
    );
    await fc.assert(
      fc.asyncProperty(some, limits, changes, fc.boolean(), async (certificates, limit, changed, isStopped) => {
        const world = worldOf(certificates);
        const ledger = await ledgerOf([world]);
        const asked = { world: { ...limited(world, limit), ...changed }, ledger, isStopped };
        const { verdict } = JSON.parse((await typeCommand(['status', '--format', 'json'], asked)).stdout);
        const { code } = await typeCommand(['check'], asked);
        expect(CODES[verdict], `${verdict}, check ends with ${code}`).toContain(code);
        const healthy = `mailcertd_healthy ${verdict === 'ok' ? 1 : 0}\n`;
        expect((await typeCommand(['metrics'], asked)).stdout).toContain(healthy);
        const { code: withLimits } = await typeCommand(['check', '-w', '20d', '-c', '5d'], asked);
        if (withLimits === 3) expect(verdict).not.toBe('ok');
      }),
    );
  });

  it('does not see a connector that the configuration no longer names', async () => {
    const ledger = await ledgerOf([world]);
    const left = { ...hidden, connectors: world.connectors?.slice(1) ?? [] };
    expect((await typeCommand(['connectors'], { world: left, ledger })).stdout).not.toContain('of mail.contoso.com');
  });
});
