import { describe, expect, it } from 'vitest';
import { recordOnce } from '../../../src/domain/condition/new-record.ts';
import { certificateInstalled } from '../../../src/domain/event/catalog/certificate-installed.ts';
import { clockStepped } from '../../../src/domain/event/catalog/clock-stepped.ts';
import type { FactsByName } from '../../../src/domain/event/data/facts-by-name.ts';
import type { NewEventRecord } from '../../../src/domain/event/event-record.ts';
import { EMPTY_MEMORY } from '../../../src/domain/observation/memory.ts';
import { unavailable } from '../../../src/domain/scan-result.ts';
import type { ImportedFile } from '../../../src/domain/store-change/imported-file.ts';
import type { NewCommand, StoreCommand } from '../../../src/domain/store-change/store-command.ts';
import { DAY } from '../../../src/domain/time.ts';
import { IssueError, StoreBusyError } from '../../../src/work/errors.ts';
import type { ChangeOptions, ChangeOutcome } from '../../../src/work/operations/store-operations.ts';
import { completeFacts } from '../../domain/event/complete-facts.ts';
import { said } from '../../domain/failure/said.ts';
import { kept, MY, waiting } from '../../domain/store-change/context.ts';
import { connector, NOON, SETTINGS, stored } from '../../domain/world.ts';
import { ASKED, OrderStage, options } from './order-stage.ts';

const signal = new AbortController().signal;
const MAIL = { dnsNames: ['mail.contoso.com'], selfSigned: true, notBefore: NOON - DAY, notAfter: NOON + DAY };
const NEW: NewCommand = {
  verb: 'new',
  subject: undefined,
  domainNames: ['mail.contoso.com'],
  includesAutodiscover: false,
  key: undefined,
  years: undefined,
  services: ['SMTP'],
  friendlyName: undefined,
  isExportable: false,
  isRequest: false,
};
const RENEW: StoreCommand = { verb: 'renew', thumbprint: 'A'.padEnd(40, '0'), years: undefined, isRequest: false };
const UNREADABLE = { reason: 'settings_malformed', location: 'doveconf -n', failure: said('no version') } as const;
const UNREAD = { connectors: [], stores: [], unreadParts: ['dovecot'] };

function change(stage: OrderStage, order: StoreCommand, more: Partial<ChangeOptions> = {}): Promise<ChangeOutcome> {
  return stage.orders.change(order, options(more), signal);
}

/** Returns the thumbprints of the certificates that connectors select, in short. */
function selectedThumbprints(outcome: ChangeOutcome): unknown {
  if (outcome.kind !== 'done' && outcome.kind !== 'dry-run') return outcome;
  const { before, after } = outcome.simulation;
  return [before, after].map((explanations) =>
    explanations.map(({ selection }) =>
      selection.kind === 'chosen' ? selection.chosen.certificate.thumbprint.replace(/0+$/, '') : selection.kind,
    ),
  );
}

describe('a change of the store', () => {
  it('is issued, simulated and written with its requester, and the store is unlocked', async () => {
    const stage = new OrderStage();
    stage.store.certificates = [kept('A', MAIL)];
    const outcome = await change(stage, RENEW);
    expect(outcome).toMatchObject({
      kind: 'done',
      change: { kind: 'install', certificatePem: '<E>', privateKeyPem: 'key of <E>', renews: RENEW.thumbprint },
      path: `/stores/My/${'E'.padEnd(40, '0')}`,
      report: { kind: 'never-ran' },
    });
    expect(selectedThumbprints(outcome)).toEqual([['A'], ['E']]);
    expect(stage.store.applied).toMatchObject([{ change: { kind: 'install' }, requestedBy: ASKED }]);
    expect(stage.given).toContain('<E>');
    expect(stage.store.isHeld).toBe(false);
  });

  it('names an issuer that is not in an imported file, even if it is next to another certificate', async () => {
    const leaf = stored('F', { dnsNames: ['mail.contoso.com'], issuer: 'CN=Sub' }).certificate;
    const sub = stored('S', { isCa: true, key: 'missing', subject: 'CN=Sub', issuer: 'CN=Root' });
    const order: StoreCommand = {
      verb: 'import',
      path: '/root/mail.pem',
      passwordFiles: [],
      services: ['SMTP'],
      friendlyName: undefined,
      isExportable: undefined,
    };
    const lacking = async (certificates: ImportedFile['certificates']): Promise<unknown> => {
      const stage = new OrderStage();
      stage.store.certificates = [kept('A', MAIL), sub];
      stage.bundle = { certificates, keys: new Map([[leaf.publicKeySha256, 'key of <F>']]), problems: [] };
      const outcome = await change(stage, order);
      return outcome.kind === 'done' ? outcome.simulation.lacksIssuer : outcome;
    };
    const [single, chained] = [
      { certificate: leaf, pem: '<F>' },
      { certificate: sub.certificate, pem: '<S>' },
    ];
    expect([await lacking([single]), await lacking([single, chained])]).toEqual(['CN=Sub', undefined]);
  });

  it('lists the events that would be raised, and those that would be cleared', async () => {
    const stage = new OrderStage();
    const outcome = await change(stage, NEW, { isDryRun: true });
    expect(outcome).toMatchObject({ simulation: { cleared: [{ eventId: 12014 }], raised: [], escalated: [] } });
    stage.store.certificates = [kept('A', MAIL)];
    const order: StoreCommand = { verb: 'remove', id: RENEW.thumbprint };
    const removed = await change(stage, order, { isDryRun: true, isForced: true });
    expect(selectedThumbprints(removed)).toEqual([['A'], ['none']]);
    expect(removed).toMatchObject({ simulation: { raised: [{ eventId: 12014 }] } });
  });

  it('that is refused without --force is simulated nevertheless, with the reason', async () => {
    const stage = new OrderStage();
    stage.store.certificates = [kept('A', MAIL)];
    const order: StoreCommand = { verb: 'remove', id: RENEW.thumbprint };
    expect(await change(stage, order)).toMatchObject({ kind: 'refused', refusal: { reason: 'in-use' } });
    const dryRun = await change(stage, order, { isDryRun: true });
    expect(dryRun).toMatchObject({ kind: 'dry-run', refusal: { reason: 'in-use' } });
    expect(selectedThumbprints(dryRun)).toEqual([['A'], ['none']]);
    const forced = await change(stage, order, { isDryRun: true, isForced: true });
    expect(forced).not.toHaveProperty('refusal');
    const never: StoreCommand = { verb: 'remove', id: 'B'.padEnd(40, '0') };
    expect(await change(stage, never, { isDryRun: true })).toMatchObject({ kind: 'refused' });
  });

  it.each<[string, OrderStage['dovecot']]>([
    ['an unread part of an inventory', { kind: 'available', at: NOON, value: UNREAD, problems: [UNREADABLE] }],
    ['an inventory that is unavailable', unavailable(NOON, UNREADABLE)],
  ])('that removes a certificate is refused if a connector in %s uses it', async (_, dovecot) => {
    const stage = new OrderStage();
    stage.store.certificates = [kept('A', MAIL), kept('B', { ...MAIL, notBefore: NOON - 2 * DAY })];
    stage.connectors = [];
    const source = { inventory: 'dovecot', place: 'doveconf -n' };
    await stage.scanned([connector('dovecot imap', 'mail.contoso.com', { source })]);
    const whole = stage.dovecot;
    stage.dovecot = dovecot;
    const order: StoreCommand = { verb: 'remove', id: RENEW.thumbprint };
    const refusal = { reason: 'in-use', connectors: ['dovecot imap'] };
    expect(await change(stage, order)).toMatchObject({ kind: 'refused', refusal });
    expect(selectedThumbprints(await change(stage, order, { isDryRun: true }))).toEqual([['A'], ['B']]);
    // The settings can be read now, and no longer contain the connector.
    stage.dovecot = whole;
    expect(await change(stage, order)).toMatchObject({ kind: 'done' });
  });

  it('that is simulated issues a certificate, and neither locks the store nor writes', async () => {
    const stage = new OrderStage();
    stage.store.certificates = [kept('A', MAIL)];
    using _ = await stage.store.lock();
    const outcome = await change(stage, RENEW, { isDryRun: true });
    expect(outcome.kind).toBe('dry-run');
    expect(selectedThumbprints(outcome)).toEqual([['A'], ['E']]);
    expect(stage.store.applied).toEqual([]);
  });

  it('for a request writes it with its key', async () => {
    const stage = new OrderStage();
    expect(await change(stage, { ...NEW, isRequest: true })).toMatchObject({
      kind: 'done',
      change: { kind: 'request', requestPem: '<F>', services: ['SMTP'] },
    });
    expect(stage.store.requests).toMatchObject([{ hasPrivateKey: true, note: { requestedBy: ASKED } }]);
  });

  it('that imports an issued certificate uses the key of its request', async () => {
    const stage = new OrderStage();
    stage.store.requests = [waiting('A', { services: ['SMTP'] })];
    const { certificate } = stored('A', MAIL);
    stage.bundle = { certificates: [{ certificate, pem: '<A>' }], keys: new Map(), problems: [] };
    const order = { path: '/root/a.pem', passwordFiles: [], services: undefined, friendlyName: undefined };
    const outcome = await change(stage, { verb: 'import', ...order, isExportable: undefined });
    expect(selectedThumbprints(outcome)).toEqual([['none'], ['A']]);
    expect(stage.store.requests).toEqual([]);
  });

  it('that changes only the path of a certificate says so', async () => {
    const stage = new OrderStage();
    stage.store.certificates = [kept('A', MAIL)];
    stage.store.movesPath = true;
    const { thumbprint } = RENEW;
    const enable = { verb: 'enable', thumbprint, services: ['SMTP'], isExclusive: false } as const;
    const stablePath = '/stores/My/live/mail.contoso.com';
    expect(await change(stage, enable)).toMatchObject({ kind: 'linked', stablePath });
    expect(await change(stage, enable, { isDryRun: true })).toMatchObject({ kind: 'unchanged' });
  });

  it.each([
    ['has expired', { notAfter: NOON - 1 }],
    ['is not valid yet', { notBefore: NOON + 1 }],
  ])('that enables a certificate that %s leaves the path as it is', async (_what, lifetime) => {
    const stage = new OrderStage();
    stage.store.certificates = [kept('A', { ...MAIL, ...lifetime })];
    stage.store.movesPath = true;
    const enable = { verb: 'enable', thumbprint: RENEW.thumbprint, services: ['SMTP'], isExclusive: false } as const;
    const same = await change(stage, enable);
    expect(same.kind).toBe('unchanged');
    expect(same).not.toHaveProperty('stablePath');
    await change(stage, { ...enable, services: ['IIS'] });
    expect(stage.store.applied).toMatchObject([{ change: { kind: 'services', hasStablePath: false } }]);
  });

  it('that has no effect, is refused or asks a question changes nothing and unlocks the store', async () => {
    const stage = new OrderStage();
    stage.store.certificates = [kept('A', { ...MAIL, dnsNames: ['mail01.contoso.com'] })];
    const { thumbprint } = RENEW;
    const enable = { verb: 'enable', thumbprint, services: ['SMTP'], isExclusive: false } as const;
    expect(await change(stage, enable)).toMatchObject({ kind: 'unchanged' });
    expect(await change(stage, { verb: 'remove', id: thumbprint })).toMatchObject({
      kind: 'refused',
      refusal: { reason: 'last-for-names' },
    });
    stage.store.recorded = thumbprint;
    const asked = { ...NEW, domainNames: undefined, services: undefined };
    expect(await change(stage, asked)).toMatchObject({ kind: 'asks', recorded: thumbprint });
    expect(stage.issued).toEqual([]);
    expect(stage.store.applied).toEqual([]);
    expect(stage.store.isHeld).toBe(false);
    await change(stage, asked, { internal: 'replace' });
    expect(stage.store.recorded).toBe('E'.padEnd(40, '0'));
  });

  it('that finds the store locked changes nothing', async () => {
    const stage = new OrderStage();
    using _ = await stage.store.lock();
    await expect(change(stage, NEW)).rejects.toBeInstanceOf(StoreBusyError);
    expect(stage.issued).toEqual([]);
  });

  it('that fails unlocks the store', async () => {
    const stage = new OrderStage();
    stage.issueFails = true;
    await expect(change(stage, NEW)).rejects.toBeInstanceOf(IssueError);
    expect(stage.store.isHeld).toBe(false);
  });

  it('does not begin once it is aborted', async () => {
    const stage = new OrderStage();
    await expect(stage.orders.change(NEW, options(), AbortSignal.abort())).rejects.toThrow();
    expect(stage.store.applied).toEqual([]);
    expect(stage.store.isHeld).toBe(false);
  });
});

describe('the personal store', () => {
  it('is required', async () => {
    const stage = new OrderStage();
    stage.hasPersonal = false;
    expect(await change(stage, NEW)).toMatchObject({ refusal: { reason: 'no-personal-store' } });
  });

  it('does not affect certificates in other places, even if it is not configured or does not exist', async () => {
    for (const hasPersonal of [false, true]) {
      const stage = new OrderStage();
      stage.hasPersonal = hasPersonal;
      stage.isBorn = false;
      stage.elsewhere = [stored('A', { ...MAIL, store: 'certbot', services: ['IIS'] })];
      const { thumbprint } = RENEW;
      const enable: StoreCommand = { verb: 'enable', thumbprint, services: ['SMTP'], isExclusive: false };
      const there = { kind: 'refused', refusal: { reason: 'store-read-only', store: { name: 'certbot' } } };
      expect(await change(stage, enable)).toMatchObject(there);
      expect(await change(stage, enable)).toMatchObject({ refusal: { services: ['IIS', 'SMTP'] } });
      expect(await change(stage, { verb: 'remove', id: thumbprint })).toMatchObject(there);
    }
  });

  it('must be readable', async () => {
    const stage = new OrderStage();
    const problem = { reason: 'permission_denied', location: '/stores/My', failure: said('EACCES') } as const;
    stage.store.problem = problem;
    expect(await change(stage, NEW)).toEqual({ kind: 'refused', refusal: { reason: 'store-unavailable', problem } });
  });

  it('is created for a first certificate', async () => {
    const stage = new OrderStage();
    stage.isBorn = false;
    const dryRun = await change(stage, NEW, { isDryRun: true });
    expect(selectedThumbprints(dryRun)).toEqual([['none'], ['E']]);
    expect(stage.isBorn).toBe(false);
    const done = await change(stage, NEW);
    expect(stage.isBorn).toBe(true);
    if (dryRun.kind !== 'dry-run' || done.kind !== 'done') throw new Error(`${dryRun.kind} ${done.kind}`);
    const { raised, cleared } = dryRun.simulation;
    expect([raised, cleared]).toEqual([done.simulation.raised, done.simulation.cleared]);
  });

  it('that cannot be changed fails in a simulation with the same error', async () => {
    const stage = new OrderStage();
    stage.store.certificates = [kept('A', MAIL)];
    stage.isChangeable = false;
    const dryRun = change(stage, RENEW, { isDryRun: true });
    await expect(dryRun).rejects.toThrow('cannot lock the store /stores/My: EROFS');
    await expect(dryRun).rejects.toBeInstanceOf(IssueError);
    expect(stage.issued).toEqual([]);
  });

  it('is not created again if a daemon has seen one, nor to remove something from it', async () => {
    const stage = new OrderStage();
    stage.isBorn = false;
    const gone = { refusal: { reason: 'store-unavailable', problem: { reason: 'not_found', location: '/stores/My' } } };
    expect(await change(stage, { verb: 'remove', id: 'A' })).toMatchObject(gone);
    const size = { path: '/stores/My', certificates: 1, shrunk: undefined };
    await stage.pass([], { ...EMPTY_MEMORY, storeSizes: new Map([['My', size]]) });
    for (const isDryRun of [false, true]) expect(await change(stage, NEW, { isDryRun })).toMatchObject(gone);
    expect(stage.isBorn).toBe(false);
  });

  it('is changed although the account cannot read the event log', async () => {
    const stage = new OrderStage();
    stage.isLedgerClosed = true;
    stage.isDaemonRunning = true;
    expect(await change(stage, NEW)).toMatchObject({ kind: 'done', report: { kind: 'not-yet' } });
  });
});

describe("the daemon's report about a change", () => {
  const policy = { ...SETTINGS, computer: 'mail01.contoso.com' };
  const installed = (facts: FactsByName, now = NOON): NewEventRecord => ({
    ...recordOnce(clockStepped.contentOf({ stepMilliseconds: '1' }, {}), policy, now),
    eventId: certificateInstalled.eventId,
    parameters: ['E', 'mail.contoso.com', 'SMTP', ''],
    facts: completeFacts(certificateInstalled.eventId, facts),
  });
  const other = (now: number): NewEventRecord =>
    recordOnce(clockStepped.contentOf({ stepMilliseconds: '1' }, {}), policy, now);
  const mine: FactsByName = { requestedBy: ASKED.by, requestCommand: ASKED.command, requestedAt: ASKED.at };

  it('has all records of the scan that saw the change', async () => {
    const stage = new OrderStage();
    stage.isDaemonRunning = true;
    stage.waitsMs = 60_000;
    await stage.pass([installed(mine)]);
    const waited = change(stage, NEW);
    while (stage.store.applied.length === 0) await new Promise((resolve) => setImmediate(resolve));
    await stage.pass([other(NOON + 5), installed({ ...mine, requestedBy: 'alice' }, NOON + 5)]);
    await stage.pass([other(NOON + 9), installed(mine, NOON + 9)]);
    const { report } = (await waited) as Extract<ChangeOutcome, { kind: 'done' }>;
    expect(report).toMatchObject({
      kind: 'written',
      records: [
        { timeCreated: NOON + 9, facts: {} },
        { timeCreated: NOON + 9, facts: mine },
      ],
    });
  });

  it.each([
    ['was elsewhere when', '/stores/elsewhere', 'never-ran'],
    ['is known to', MY.path, 'no-daemon'],
  ])('is expected at the next start only if the store %s one that ran', async (_, path, kind) => {
    const stage = new OrderStage();
    const storeHistory = { path, notes: new Map(), internal: undefined, removals: new Set<string>() };
    await stage.pass([], { ...EMPTY_MEMORY, storeHistory });
    expect(await change(stage, NEW)).toMatchObject({ kind: 'done', report: { kind } });
    stage.isLedgerClosed = true;
    const next: StoreCommand = { ...NEW, isRequest: true };
    expect(await change(stage, next)).toMatchObject({ kind: 'done', report: { kind: 'no-daemon' } });
  });

  it('is awaited for a limited time, and not once the command is aborted', async () => {
    const stage = new OrderStage();
    stage.isDaemonRunning = true;
    expect(await change(stage, NEW)).toMatchObject({ kind: 'done', report: { kind: 'not-yet' } });
    stage.waitsMs = 60_000;
    const off = new AbortController();
    const waited = stage.orders.change({ ...NEW, isRequest: true }, options(), off.signal);
    while (stage.store.applied.length < 2) await new Promise((resolve) => setImmediate(resolve));
    off.abort();
    expect(await waited).toMatchObject({ kind: 'done', report: { kind: 'not-yet' } });
  });
});
