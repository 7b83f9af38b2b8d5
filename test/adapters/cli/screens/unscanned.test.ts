import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Connector } from '../../../../src/domain/connector/connector.ts';
import { DAY, HOUR, type Instant, MINUTE } from '../../../../src/domain/time.ts';
import { probeResult, serves, target } from '../../../domain/serving.ts';
import { connector, NOON, store, stored, type World } from '../../../domain/world.ts';
import type { MemoryLedger } from '../../../fakes/memory-ledger.ts';
import { type DeskOptions, ledgerOf, typeCommand } from '../desk.ts';

const FILE = '/etc/ssl/private/chain.pem';
const LATER = NOON + 5 * MINUTE;
const good = { dnsNames: ['mail.contoso.com'], notBefore: NOON - 30 * DAY, notAfter: NOON + 200 * DAY, file: FILE };
const A = stored('A', good);
const B = stored('B', { ...good, notBefore: NOON - DAY });
const EXPIRED = stored('C', { ...good, notAfter: NOON - DAY });
const WRONG_KEY = stored('D', { ...good, key: 'differs' });
const edge = connector('Edge', 'mail.contoso.com', { certificateFiles: [FILE] });
const probed: Connector = { ...edge, probe: target() };

function world(certificates: World['certificates'], connectors: readonly Connector[], now: Instant): Partial<World> {
  const endpoints = new Map([['Edge', probeResult(NOON - MINUTE, serves(A))]]);
  return { now, certificates, stores: [], connectors, endpoints };
}

const scanned = (connectors: readonly Connector[]): Promise<MemoryLedger> => ledgerOf([world([A], connectors, NOON)]);

/** Returns the results of all commands, which must agree. */
async function answers(options: DeskOptions) {
  const { verdict, issues } = JSON.parse((await typeCommand(['status', '--format', 'json'], options)).stdout);
  const check = await typeCommand(['check'], options);
  const status = await typeCommand(['status'], options);
  const metrics = await typeCommand(['metrics'], options);
  const healthy = /^mailcertd_healthy (.*)$/m.exec(metrics.stdout)?.[1];
  return { verdict, issues, code: check.code, check: check.stdout, status: status.stdout, healthy };
}

const SEEN = 'found now, not yet scanned by the daemon: event';

describe('a change that the daemon has not scanned yet', () => {
  it('does not exist right after its scan: all commands say OK', async () => {
    for (const connectors of [[edge], [probed]]) {
      const options = { world: world([A], connectors, LATER), ledger: await scanned(connectors) };
      expect(await answers(options)).toMatchObject({ verdict: 'ok', issues: [], code: 0, healthy: '1' });
    }
  });

  it.each<[string, World['certificates'], string]>([
    ['a file that is gone', [], `${SEEN} 12014, Certificate file ${FILE} has no readable certificate`],
    ['an expired certificate', [EXPIRED], `${SEEN} 12016, The certificate for mail.contoso.com expired`],
    ['the key of another certificate', [WRONG_KEY], `${SEEN} 12014, Certificate in ${FILE} has the wrong private key`],
  ])('with %s is UNKNOWN in all commands, and names the event', async (_, certificates, text) => {
    for (const connectors of [[edge], [probed]]) {
      const options = { world: world(certificates, connectors, LATER), ledger: await scanned(connectors) };
      const said = await answers(options);
      expect(said).toMatchObject({ verdict: 'unknown', code: 3, healthy: '0' });
      expect(said.check).toContain(text);
      expect(said.status).toContain(text);
      expect(said.issues).toContainEqual(expect.objectContaining({ kind: 'unscanned' }));
    }
  });

  it('with a new file and no probe since makes what the server serves unknown', async () => {
    const options = { world: world([B], [probed], LATER), ledger: await scanned([probed]) };
    const said = await answers(options);
    expect(said).toMatchObject({ verdict: 'unknown', code: 3, healthy: '0' });
    expect(said.check).toContain('connector "Edge": not probed since the change');
    expect(said.status).toMatch(/^Edge .* unknown for /m);
    const { stdout } = await typeCommand(['connectors', 'explain', 'Edge'], options);
    expect(stdout).toContain('unknown for');
  });

  it('with a valid new file that no probe checks is OK: there is no problem', async () => {
    const options = { world: world([B], [edge], LATER), ledger: await scanned([edge]) };
    expect(await answers(options)).toMatchObject({ verdict: 'ok', code: 0, healthy: '1' });
  });

  it('with a connector that the daemon does not have is UNKNOWN, unless the connector is disabled', async () => {
    const ledger = await scanned([edge]);
    const added = connector('New\u001b[31m', 'mail.contoso.com', { certificateFiles: [FILE] });
    const said = await answers({ world: world([A], [edge, added], LATER), ledger });
    expect(said).toMatchObject({ verdict: 'unknown', code: 3, healthy: '0' });
    expect(said.issues).toEqual([{ kind: 'unloaded', connectors: [added.name] }]);
    expect(said.check).toContain('connector "New\\x1b[31m": not yet scanned by the daemon');
    const off = { ...added, enabled: false };
    expect(await answers({ world: world([A], [edge, off], LATER), ledger })).toMatchObject({ code: 0 });
  });

  it('is described in Japanese', async () => {
    const added = connector('New', 'mail.contoso.com', { certificateFiles: [FILE] });
    const options = { world: world([WRONG_KEY], [edge, added], LATER), ledger: await scanned([edge]), locale: 'ja' };
    const { stdout } = await typeCommand(['check'], options as DeskOptions);
    expect(stdout).toContain('コネクタ「New」: デーモンがまだスキャンしていません');
    expect(stdout).toContain(`現在の状態 (デーモンは未スキャン): イベント 12014、`);
  });

  it('does not hide an open Error, and does not clear one', async () => {
    const ledger = await ledgerOf([world([EXPIRED], [edge], NOON)]);
    const repaired = await answers({ world: world([A], [edge], LATER), ledger });
    expect(repaired).toMatchObject({ verdict: 'problem', issues: [], code: 2, healthy: '0' });
    const other = connector('Other', 'imap.contoso.com', { certificateFiles: ['/etc/ssl/imap.pem'] });
    const worse = await answers({ world: world([EXPIRED], [edge, other], LATER), ledger });
    expect(worse).toMatchObject({ verdict: 'problem', code: 2 });
    expect(worse.status).toContain(`UNKNOWN   ${SEEN} 12014`);
  });

  it('names three problems, and the number of the others', async () => {
    const names = ['a', 'b', 'c', 'd', 'e'];
    const of = (name: string) => `/etc/ssl/${name}.pem`;
    const connectors = names.map((name) => connector(name, 'mail.contoso.com', { certificateFiles: [of(name)] }));
    const certificates = names.map((name) => stored(name.toUpperCase(), { ...good, file: of(name) }));
    const ledger = await ledgerOf([{ now: NOON, certificates, connectors, stores: [] }]);
    const { stdout } = await typeCommand(['check'], { world: { now: LATER, connectors, stores: [] }, ledger });
    expect(stdout.split(SEEN)).toHaveLength(4);
    expect(stdout).toContain('and 2 more');
  });

  it('is no issue of its own if no daemon runs: nothing is scanned then', async () => {
    const options = { world: world([], [edge], LATER), ledger: await scanned([edge]), isStopped: true };
    expect((await answers(options)).issues).toEqual([expect.objectContaining({ kind: 'stopped' })]);
  });
});

describe('a certificate store that was removed after the last scan', () => {
  it('is UNKNOWN in all commands; one that only this account may not read is OK, as the daemon saw it', async () => {
    const here = { now: NOON, stores: [store('My')], connectors: [], certificates: [] };
    const options = { world: { ...here, now: LATER, unavailable: ['My'] }, ledger: await ledgerOf([here]) };
    expect(await answers(options)).toMatchObject({ verdict: 'ok', code: 0, healthy: '1' });
    const gone = await answers({ ...options, unavailableReason: 'not_found' });
    expect(gone).toMatchObject({ verdict: 'unknown', code: 3, healthy: '0' });
    expect(gone.issues).toEqual([{ kind: 'unreadable', store: 'My', since: null, reason: 'not_found' }]);
  });
});

describe('an expired certificate exceeds every limit of check, also if its event is Information:', () => {
  it.each<[readonly string[], number]>([
    [[], 0],
    [['-w', '20d'], 1],
    [['-c', '5d'], 2],
    [['-w', '20d', '-c', '5d'], 2],
  ])('%j', async (limits, code) => {
    const ledger = await ledgerOf([world([EXPIRED], [edge], NOON)]);
    const { revision, open, memory, scan: pass } = await ledger.state('mail01.contoso.com');
    const quiet = open.map((condition) => ({ ...condition, level: 'Information' as const }));
    await ledger.commit('mail01.contoso.com', revision, { records: [], open: quiet, memory, scan: pass });
    const answer = await typeCommand(['check', ...limits], { world: world([EXPIRED], [edge], LATER), ledger });
    expect(answer.code).toBe(code);
    if (code > 0) expect(answer.stdout).toContain('mail.contoso.com expired 1 d ago (Edge)');
  });
});

describe('right after a scan of the daemon', () => {
  const certificate = fc.record({
    label: fc.constantFrom('A', 'B', 'C', 'D'),
    left: fc.constantFrom(-3, 2, 9, 25, 200),
    where: fc.constantFrom('My', 'certbot', 'file'),
    key: fc.constantFrom('matches', 'missing', 'differs', 'unreadable'),
    selfSigned: fc.boolean(),
  });
  const NAMES = ['mail.contoso.com', 'imap.contoso.com'];

  it('an unchanged host is never UNKNOWN, whatever its problems and its servers', async () => {
    const worlds = fc.uniqueArray(certificate, { selector: ({ label }) => label, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(worlds, fc.boolean(), async (described, isRepeated) => {
        const certificates = described.map(({ label, left, where, key, selfSigned }) =>
          stored(label, {
            dnsNames: [NAMES[label.charCodeAt(0) % 2] ?? ''],
            ...{ notAfter: NOON + left * DAY, key, selfSigned },
            ...(where === 'file' ? { file: FILE } : { store: where }),
          }),
        );
        const [first] = certificates;
        const host: Partial<World> = {
          certificates,
          stores: [store('My'), store('certbot')],
          connectors: [
            ...NAMES.map((name) => connector(`of ${name}`, name, { probe: target() })),
            connector('by file', 'mail.contoso.com', { certificateFiles: [FILE], probe: target() }),
            connector('Out', undefined, { direction: 'send', probe: target() }),
          ],
          endpoints: new Map(
            first === undefined
              ? []
              : ['of mail.contoso.com', 'by file', 'Out'].map((name) => [
                  name,
                  probeResult(NOON - HOUR, serves(first)),
                ]),
          ),
        };
        const scans = isRepeated ? [NOON - MINUTE, NOON] : [NOON];
        const ledger = await ledgerOf(scans.map((now) => ({ ...host, now })));
        const { stdout } = await typeCommand(['status', '--format', 'json'], {
          world: { ...host, now: LATER },
          ledger,
        });
        const issues: readonly { readonly kind: string; readonly since?: unknown }[] = JSON.parse(stdout).issues;
        // The servers have no probe result, so that they were never probed.
        expect(issues.filter(({ kind, since }) => !(kind === 'unproven' && since === null))).toEqual([]);
      }),
    );
  });
});
