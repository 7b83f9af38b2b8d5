import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOUR, MINUTE } from '../../../src/domain/time.ts';
import { connector, NOON, store, stored, type World } from '../../domain/world.ts';
import { type DeskOptions, ledgerOf, typeCommand } from './desk.ts';
import { CONSISTENT_RESULTS, FILE, HIDDEN, limited, SAME_ANSWERS, VALID, WORLD } from './other-account-laws.ts';

/** The long suite tests a hundred hosts. */
const FEW = { numRuns: 10 };

describe('an account that may read the event log and not all certificates', () => {
  it('gets the same answers as root from status, check, metrics and connectors, whatever it may not read', () =>
    fc.assert(SAME_ANSWERS, FEW));

  it('gets consistent results from status, check and metrics, whatever changed and whatever it may not read', () =>
    fc.assert(CONSISTENT_RESULTS, FEW));

  it('sees the age of the result in status and check, in both languages, and root does not', async () => {
    const ledger = await ledgerOf([WORLD]);
    for (const argv of [['status'], ['check']]) {
      expect((await typeCommand(argv, { world: HIDDEN, ledger })).stdout).toContain(
        'files that this account cannot read: as scanned by the daemon on 2026-11-24T21:00:00+09:00',
      );
      expect((await typeCommand([...argv, '--locale', 'ja'], { world: HIDDEN, ledger })).stdout).toContain(
        'このアカウントで読み取れないファイル: デーモンが 2026-11-24T21:00:00+09:00 に確認した内容',
      );
      expect((await typeCommand(argv, { world: WORLD, ledger })).stdout).not.toContain('as scanned by the daemon');
    }
    const { observedAt } = JSON.parse(
      (await typeCommand(['status', '--format', 'json'], { world: HIDDEN, ledger })).stdout,
    );
    expect(observedAt).toBe('2026-11-24T12:00:00Z');
  });

  it("gets its own results, which are newer than the daemon's", async () => {
    const ledger = await ledgerOf([WORLD]);
    const renewed = stored('C', { ...VALID, notBefore: NOON - MINUTE });
    const certificates = [renewed, ...(WORLD.certificates ?? []).slice(1)];
    const asked = { world: { ...WORLD, certificates, unavailable: [`file:${FILE}`] }, ledger };
    const { stdout } = await typeCommand(['connectors', '--format', 'tsv'], asked);
    const rows = stdout.split('\n').map((line) => line.split('\t'));
    const row = (name: string): string | undefined => rows.find(([first]) => first === name)?.join(' ');
    expect(row('of mail.contoso.com')).toContain(renewed.certificate.thumbprint);
    expect(row('by file')).toContain(WORLD.certificates?.[1]?.certificate.thumbprint);
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
        ...limited(WORLD, { unavailable: [], hidden: ['A'], isInventoryUnavailable: false }),
        connectors: [connector('of mail.contoso.com', 'imap.contoso.com')],
      },
      {},
    ],
    ['the store is elsewhere since the scan', { stores: [store('My', { path: '/elsewhere' }), store('certbot')] }, {}],
  ])('gets the answer unknown if %s', async (_why, changed, options) => {
    const ledger = await ledgerOf([WORLD]);
    expect(await typeCommand(['check', '-w', '20d', '-c', '5d'], { world: HIDDEN, ledger })).toMatchObject({ code: 0 });
    const asked = { world: { ...HIDDEN, ...changed }, ledger, ...options };
    expect(await typeCommand(['check', '-w', '20d', '-c', '5d'], asked)).toMatchObject({ code: 3 });
    expect(await typeCommand(['check'], asked)).toMatchObject({ code: 3 });
    expect(JSON.parse((await typeCommand(['status', '--format', 'json'], asked)).stdout).verdict).not.toBe('ok');
    expect((await typeCommand(['metrics'], asked)).stdout).toContain('mailcertd_healthy 0');
  });

  it('does not see a connector that the configuration no longer names', async () => {
    const ledger = await ledgerOf([WORLD]);
    const left = { ...HIDDEN, connectors: WORLD.connectors?.slice(1) ?? [] };
    expect((await typeCommand(['connectors'], { world: left, ledger })).stdout).not.toContain('of mail.contoso.com');
  });
});
