import { describe, expect, test } from 'vitest';
import { issueSelfSigned } from '../../src/adapters/issue/issue-self-signed.ts';
import type { Profile } from '../../src/domain/assessment/settings.ts';
import type { NewEventRecord } from '../../src/domain/event/event-record.ts';
import { addCalendarYears, DAY, HOUR, type Instant, MINUTE } from '../../src/domain/time.ts';
import type { PersonalStore } from '../../src/work/ports/stores.ts';
import { PreviousScans } from '../../src/work/scan/previous-scans.ts';
import { runScan, type ScanDependencies } from '../../src/work/scan/run-scan.ts';
import { connector, SETTINGS, store } from '../domain/world.ts';
import { MemoryLedger } from '../fakes/memory-ledger.ts';
import { MemoryStore } from '../fakes/memory-store.ts';
import { BEGINNING } from './host.ts';
import { SOON } from './watch.ts';

/** True scans every quarter of an hour, as `npm run simulate` does. */
const isFull = process.env['SIMULATE'] === 'full';
const EVERY = isFull ? 15 * MINUTE : 6 * HOUR;
const END = addCalendarYears(BEGINNING, 5);
const RESTARTED_EVERY = 30 * DAY;

const FQDN = 'mail01.contoso.com';
const RENEW_BEFORE = 30 * DAY;

/**
 * An unattended host. It begins with an empty store, and renews the certificate of its first start.
 */
class LonelyHost {
  readonly ledger: MemoryLedger = new MemoryLedger();
  readonly store: MemoryStore = new MemoryStore('/stores/My', () => this.now);
  now: Instant = BEGINNING;
  #previousScans: PreviousScans = new PreviousScans();
  readonly #profile: Profile;
  readonly #renewBefore: number | undefined;

  constructor(profile: Profile, renewBefore: number | undefined) {
    this.#profile = profile;
    this.#renewBefore = renewBefore;
  }

  restart(): void {
    this.#previousScans = new PreviousScans();
  }

  async pass(): Promise<readonly NewEventRecord[]> {
    const service = {
      clockStepMs: 0,
      missedScans: 0,
      previousScanFailure: undefined,
      rejectedConfiguration: undefined,
    };
    const trigger = { service, pendingRecords: [], schedule: { nextAt: () => undefined } };
    return (await runScan(this.#dependencies, trigger, new AbortController().signal)).written;
  }

  get #dependencies(): ScanDependencies {
    const personal: PersonalStore = {
      name: 'My',
      read: () => this.store.read(),
      watch: () => ({ [Symbol.dispose]: () => undefined }),
      create: async () => undefined,
      lock: () => this.store.lock(),
      apply: (change, requestedBy) => this.store.apply(change, requestedBy),
      assignStablePath: (stored) => this.store.assignStablePath(stored),
      finishStablePaths: async () => undefined,
      recordInternalTransport: () => Promise.reject(new Error('nothing is renewed in place here')),
      recordedInternalTransport: () => this.store.recordedInternalTransport(),
    };
    const inventory = { connectors: [connector('Default MAIL01')], stores: [store('My')] };
    return {
      scanSources: {
        computer: { fqdn: FQDN, netBiosName: 'MAIL01', roles: ['hub-transport'] },
        inventories: [
          {
            name: 'configuration',
            read: async () => ({ kind: 'available', at: this.now, value: inventory, problems: [] }),
          },
        ],
        storeOf: () => personal,
        personal,
        internalTransportCertificate: 'auto',
        readAnchors: async () => ({ contents: '' }),
        chains: {
          verify: async (thumbprints) => new Map([...thumbprints].map((each) => [each, { status: 'self-signed' }])),
        },
      },
      settings: { ...SETTINGS, profile: this.#profile, expiresSoon: SOON },
      selfSigned: { years: 1, key: 'ec-p256', renewBefore: this.#renewBefore },
      trash: { names: async () => [], removal: async () => undefined },
      issuer: issueSelfSigned,
      ledger: this.ledger,
      clock: { now: () => this.now, monotonicMs: () => this.now },
      previousScans: this.#previousScans,
      rules: undefined,
    };
  }
}

/** Returns the records of five years. */
async function liveOn(host: LonelyHost): Promise<readonly NewEventRecord[]> {
  const records: NewEventRecord[] = [];
  for (let at = BEGINNING; at < END; at += EVERY) {
    host.now = at;
    if ((at - BEGINNING) % RESTARTED_EVERY === 0) host.restart();
    records.push(...(await host.pass()));
  }
  return records;
}

describe.each<Profile>(['exchange-2007', 'exchange-2019'])('five years of an unattended host, %s', (profile) => {
  test('with renewBefore never have a Warning: each certificate is renewed once, in time', async () => {
    const host = new LonelyHost(profile, RENEW_BEFORE);
    const records = await liveOn(host);
    expect(records.filter(({ level }) => level !== 'Information')).toEqual([]);
    const ids = records.map(({ eventId }) => eventId);
    expect(ids).toEqual([1004, ...Array.from({ length: 5 }, () => [1005, 1007]).flat()]);

    const renewals = records.filter(({ eventId }) => eventId === 1005);
    const lineage = [records[0], ...renewals].map((record) => record?.facts.thumbprint);
    expect(renewals.map(({ facts }) => facts.previousThumbprint)).toEqual(lineage.slice(0, -1));
    expect(host.store.recorded).toBe(lineage.at(-1));
    for (const [index, { timeCreated, facts }] of renewals.entries()) {
      const before = host.store.certificates[index]?.certificate;
      const late = timeCreated - ((before?.notAfter ?? 0) - RENEW_BEFORE);
      expect(late).toBeGreaterThanOrEqual(0);
      expect(late).toBeLessThan(EVERY);
      expect(facts.services).toEqual(['IMAP', 'POP', 'IIS', 'SMTP']);
      const clone = host.store.certificates[index + 1]?.certificate;
      expect(clone?.dnsNames).toEqual(before?.dnsNames);
      expect(clone?.publicKeySha256).not.toBe(before?.publicKeySha256);
    }
  });

  test('without it have events about the expiry of its only certificate', async () => {
    const records = await liveOn(new LonelyHost(profile, undefined));
    const raised = records.filter(({ change }) => change === 'raised').map(({ eventId }) => eventId);
    expect(raised).toEqual(profile === 'exchange-2007' ? [12017, 12018, 12015, 12014] : [12017, 12018, 12015, 12016]);
  });
});
