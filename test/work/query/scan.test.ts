import { describe, expect, test } from 'vitest';
import type { StoredCertificate } from '../../../src/domain/certificate/certificate.ts';
import type { ChainVerdict } from '../../../src/domain/certificate/chain-verdict.ts';
import type { Condition } from '../../../src/domain/condition/condition.ts';
import { EMPTY_MEMORY } from '../../../src/domain/observation/memory.ts';
import { DAY, HOUR, type Instant } from '../../../src/domain/time.ts';
import type { ChainSelection, Scan } from '../../../src/work/operations/query-operations.ts';
import { scan } from '../../../src/work/query/scan.ts';
import { raised } from '../../contract/ledger-samples.ts';
import { said } from '../../domain/failure/said.ts';
import { connector, NOON, notation, SETTINGS, store, stored } from '../../domain/world.ts';
import { DENIED, Stage } from '../stage.ts';

const NAMES = { dnsNames: ['mail01.contoso.com'] };

function scanOf(
  stage: Stage,
  at?: Instant,
  open: readonly Condition[] = [],
  chains: ChainSelection = (all) => all.map(({ certificate }) => certificate.thumbprint),
): Promise<Scan> {
  return scan(
    { scanSources: stage.scanSources, settings: SETTINGS, clock: stage.clock },
    { at, lastState: { open, memory: EMPTY_MEMORY }, chains },
    new AbortController().signal,
  );
}

/** Returns the certificates of a scan with these verdicts, as `label state origin status`. */
async function listed(
  certificates: readonly StoredCertificate[],
  verdicts: Readonly<Record<string, ChainVerdict>> = {},
  at?: Instant,
): Promise<readonly string[]> {
  const stage = new Stage();
  stage.answers['My'] = certificates;
  stage.chains = new Map(Object.entries(verdicts).map(([label, verdict]) => [label.padEnd(40, '0'), verdict]));
  const { certificates: all } = await scanOf(stage, at);
  return all.map(({ stored: { certificate }, lifetimeState, origin, status }) =>
    [certificate.thumbprint.replace(/0+$/, ''), lifetimeState, origin, status].join(' '),
  );
}

test('chains are verified only for the certificates of the selections, if no others are requested', async () => {
  const stage = new Stage();
  stage.connectors = [connector('Internet', 'mail01.contoso.com')];
  stage.answers['My'] = [stored('A', NAMES), stored('B', { dnsNames: ['else.example'] })];
  const trusted: ChainVerdict = { status: 'trusted', anchor: 'system' };
  stage.chains = new Map(['A', 'B'].map((label) => [label.padEnd(40, '0'), trusted]));
  const { certificates } = await scanOf(stage, undefined, [], 'selected');
  expect(certificates.map(({ status }) => status)).toEqual(['Valid', 'Unknown']);
});

describe('a listed certificate', () => {
  const trusted: ChainVerdict = { status: 'trusted', anchor: 'system' };
  const rows: readonly (readonly [title: string, verdict: ChainVerdict | undefined, said: string])[] = [
    ['chains to a system anchor', trusted, 'ok third-party Valid'],
    ['chains to an enterprise anchor', { status: 'trusted', anchor: 'enterprise' }, 'ok enterprise Valid'],
    ['is its own issuer', { status: 'self-signed' }, 'ok self-signed Valid'],
    ['has an unknown issuer', { status: 'untrusted', failure: said('issuer not found') }, 'ok unknown Untrusted'],
    ['was not judged', undefined, 'ok unknown Unknown'],
  ];
  for (const [title, verdict, said] of rows) {
    test(`that ${title}: ${said}`, async () => {
      expect(await listed([stored('A', NAMES)], verdict === undefined ? {} : { A: verdict })).toEqual([`A ${said}`]);
    });
  }

  test('is DateInvalid before notBefore and after notAfter, whatever its issuer', async () => {
    const life = { ...NAMES, notBefore: NOON, notAfter: NOON + 90 * DAY };
    const at = (now: Instant): Promise<readonly string[]> => listed([stored('A', life)], { A: trusted }, now);
    expect(await at(NOON - 1)).toEqual(['A not-yet-valid third-party DateInvalid']);
    expect(await at(NOON)).toEqual(['A ok third-party Valid']);
    expect(await at(NOON + 90 * DAY)).toEqual(['A expiring third-party Valid']);
    expect(await at(NOON + 90 * DAY + 1)).toEqual(['A expired third-party DateInvalid']);
  });
});

describe('an expired certificate is superseded', () => {
  const expired = (more: Parameters<typeof stored>[1] = {}): StoredCertificate =>
    stored('A', {
      dnsNames: ['a.contoso.com', 'b.contoso.com'],
      commonName: 'a.contoso.com',
      notAfter: NOON - 1,
      ...more,
    });
  const state = async (old: StoredCertificate, other: Parameters<typeof stored>[1]): Promise<string | undefined> =>
    (await listed([old, stored('B', { commonName: 'a.contoso.com', ...other })]))[0]?.split(' ')[1];

  test('when there is a valid one with the same names, in any order and case', async () => {
    expect(await state(expired(), { dnsNames: ['B.contoso.com', 'a.contoso.com'] })).toBe('superseded');
  });

  test('but not by one with fewer or more names, or an expired one', async () => {
    expect(await state(expired(), { dnsNames: ['a.contoso.com'] })).toBe('expired');
    expect(await state(expired(), { dnsNames: ['a.contoso.com', 'b.contoso.com', 'c.contoso.com'] })).toBe('expired');
    expect(await state(expired(), { dnsNames: ['a.contoso.com', 'b.contoso.com'], notAfter: NOON - 1 })).toBe(
      'expired',
    );
  });

  test('but not by one that is not valid yet, nor by one that is enabled for fewer services', async () => {
    const names = { dnsNames: ['a.contoso.com', 'b.contoso.com'] };
    expect(await state(expired(), { ...names, notBefore: NOON + 1 })).toBe('expired');
    expect(await state(expired(), { ...names, services: ['IMAP'] })).toBe('expired');
    expect(await state(expired({ services: ['IMAP'] }), { ...names, services: ['IMAP'] })).toBe('superseded');
  });

  test('but not by one without its key; a key that mailcertd cannot read is not missing', async () => {
    const names = { dnsNames: ['a.contoso.com', 'b.contoso.com'] };
    expect(await state(expired(), { ...names, key: 'missing' })).toBe('expired');
    expect(await state(expired(), { ...names, key: 'unreadable' })).toBe('superseded');
  });

  test('but not by an older one that lives longer: the expired one was newer', async () => {
    const names = { dnsNames: ['a.contoso.com', 'b.contoso.com'] };
    const old = expired({ notBefore: NOON - 30 * DAY });
    expect(await state(old, { ...names, notBefore: NOON - 30 * DAY - 1 })).toBe('expired');
    expect(await state(old, { ...names, notBefore: NOON - 30 * DAY })).toBe('superseded');
  });

  test('and not while it is valid itself', async () => {
    const names = { dnsNames: ['a.contoso.com', 'b.contoso.com'] };
    expect(await state(expired({ notAfter: NOON }), names)).toBe('expiring');
  });
});

describe('a scan', () => {
  test('lists the events that would be raised if no condition were open, and stores nothing', async () => {
    const stage = new Stage();
    stage.answers['My'] = [stored('A', { ...NAMES, notAfter: NOON + HOUR })];
    const twice = [await scanOf(stage), await scanOf(stage)];
    const soon = ['12017(A; 1)', '12018(mail01.contoso.com; A; 1)'];
    expect(twice.map(({ findings }) => findings.map(notation))).toEqual([soon, soon]);
    expect(await stage.ledger.count()).toBe(0);
    expect(stage.done).toEqual([]);
  });

  test('evaluates another time, and names it', async () => {
    const stage = new Stage();
    stage.answers['My'] = [stored('A', { ...NAMES, notAfter: NOON + HOUR })];
    const later = await scanOf(stage, NOON + HOUR + 1);
    expect(later.at).toBe(NOON + HOUR + 1);
    expect(later.findings.map(notation)).toEqual([
      '12015(A)',
      '12014(mail01.contoso.com; Default MAIL01; mail01.contoso.com)',
    ]);
    expect(later.connectors[0]).toMatchObject({ at: NOON + HOUR + 1, selection: { kind: 'chosen' } });
  });

  test('has the result of every store, and names the open condition about a connector', async () => {
    const stage = new Stage();
    stage.stores = [store('My'), store('Second')];
    stage.connectors = [connector('Default MAIL01'), connector('Other', 'other.contoso.com')];
    stage.answers['Second'] = DENIED;
    const { condition } = raised('c', { facts: { connectors: ['X', 'Other'] } });
    const { stores, connectors } = await scanOf(stage, undefined, [condition]);
    expect(stores).toMatchObject([
      { kind: 'read', store: { name: 'My' }, certificates: 1, problems: [] },
      { kind: 'unreadable', store: { name: 'Second' }, problem: DENIED },
    ]);
    expect(connectors.map(({ selection, open }) => [selection.kind, open?.conditionId])).toEqual([
      ['chosen', undefined],
      ['unknown', 'c'],
    ]);
  });

  test('has the origin of every certificate in an explanation', async () => {
    const stage = new Stage();
    stage.answers['My'] = [stored('A', { dnsNames: ['mail.contoso.com'] }), stored('B', { ...NAMES, services: [] })];
    stage.connectors = [connector('Default MAIL01'), connector('Near', 'x.contoso.com')];
    stage.chains = new Map([['A'.padEnd(40, '0'), { status: 'trusted', anchor: 'enterprise' }]]);
    const { connectors } = await scanOf(stage);
    expect(
      connectors.map(({ origins }) => [...origins].map(([thumbprint, origin]) => `${thumbprint[0]} ${origin}`)),
    ).toEqual([['B unknown'], ['A enterprise']]);
  });
});
