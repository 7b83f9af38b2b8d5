import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Connector } from '../../../src/domain/connector/connector.ts';
import { withUnreadParts } from '../../../src/domain/connector/unread-parts.ts';
import type { Problem } from '../../../src/domain/failure/problem.ts';
import { DAY, MINUTE } from '../../../src/domain/time.ts';
import type { InventorySource } from '../../../src/work/ports/stores.ts';
import { runScan, type ScanOutcome } from '../../../src/work/scan/run-scan.ts';
import { said } from '../../domain/failure/said.ts';
import { connector, NOON, store, stored } from '../../domain/world.ts';
import { Stage } from '../stage.ts';

const FILE = '/etc/postfix/sni.pem';
const SNI = 'postfix sni mail.fabrikam.com';
const LINEAGE = 'certbot moved';
const CLEARED = 1900;
const SETTING_UNRESOLVED = 1109;

const QUIET = { clockStepMs: 0, missedScans: 0, previousScanFailure: undefined, rejectedConfiguration: undefined };

/** A host with a discovered Postfix, of which some parts cannot be read. */
class DiscoveredHost {
  readonly #stage = new Stage();
  names: readonly string[] = ['postfix smtp', SNI];
  stores: readonly string[] = [LINEAGE];
  unreadParts: readonly string[] = [];
  instanceListProblem: Problem | undefined;
  configured: readonly Connector[] = [];

  constructor() {
    const { answers } = this.#stage;
    const expired = { notBefore: NOON - 90 * DAY, notAfter: NOON - DAY };
    answers[`file:${FILE}`] = [stored('X', { file: FILE, dnsNames: ['mail.fabrikam.com'], ...expired })];
    answers[LINEAGE] = { reason: 'permission_denied', location: '/elsewhere', failure: said('EACCES') };
  }

  get #inventories(): readonly InventorySource[] {
    const source = { inventory: 'postfix', place: '/etc/postfix/main.cf' };
    const sni = { certificateFiles: [FILE], source };
    const value = {
      connectors: this.names.map((name) => connector(name, undefined, name === SNI ? sni : { source })),
      stores: this.stores.map((name) => ({ ...store(name, { personal: false }), source })),
      readParts: ['postfix'],
      ...(this.instanceListProblem === undefined ? {} : { instanceListProblem: this.instanceListProblem }),
      ...withUnreadParts(this.unreadParts),
    };
    return [
      {
        name: 'configuration',
        read: async () => ({
          kind: 'available',
          at: this.#stage.now,
          value: { connectors: this.configured, stores: [] },
          problems: [],
        }),
      },
      { name: 'postfix', read: async () => ({ kind: 'available', at: this.#stage.now, value, problems: [] }) },
    ];
  }

  restart(): void {
    this.#stage.restart();
  }

  async scan(): Promise<ScanOutcome> {
    this.#stage.now += MINUTE;
    const { dependencies } = this.#stage;
    const schedule = { nextAt: () => this.#stage.now + MINUTE };
    return await runScan(
      { ...dependencies, scanSources: { ...dependencies.scanSources, inventories: this.#inventories } },
      { service: QUIET, pendingRecords: [], schedule },
      new AbortController().signal,
    );
  }
}

const openIn = ({ open }: ScanOutcome): readonly string[] =>
  open.map(({ eventId, subject }) => `${eventId} ${subject}`).sort();
const connectorsIn = ({ assessment }: ScanOutcome): readonly string[] =>
  assessment.selections.map((each) => each.connector.name);

it('conditions about an unread part stay open without a record, also after a restart', async () => {
  const scan = fc.record({ restarts: fc.boolean(), isUnread: fc.boolean() });
  await fc.assert(
    fc.asyncProperty(fc.array(scan, { minLength: 1, maxLength: 5 }), async (scans) => {
      const host = new DiscoveredHost();
      const first = await host.scan();
      expect(first.open.map(({ eventId }) => eventId).sort()).toEqual([1100, 12014, 12016, 1310]);
      for (const { restarts, isUnread } of scans) {
        if (restarts) host.restart();
        host.names = isUnread ? ['postfix smtp'] : ['postfix smtp', SNI];
        host.stores = isUnread ? [] : [LINEAGE];
        host.unreadParts = isUnread ? ['postfix sni', LINEAGE] : [];
        const outcome = await host.scan();
        expect(openIn(outcome)).toEqual(openIn(first));
        expect(outcome.written).toEqual([]);
        expect(connectorsIn(outcome)).toContain(SNI);
      }
      host.names = ['postfix smtp'];
      host.stores = [];
      host.unreadParts = [];
      const last = await host.scan();
      expect(connectorsIn(last)).not.toContain(SNI);
      const reasons = last.written
        .filter(({ eventId }) => eventId === CLEARED)
        .map(({ facts }) => facts.cleared?.evidence?.reason);
      expect(reasons.sort()).toEqual(['connector-removed', 'connector-removed', 'store-removed']);
    }),
    { numRuns: 30 },
  );
});

it('a connector that was removed is gone while another part cannot be read', async () => {
  const host = new DiscoveredHost();
  await host.scan();
  host.names = ['postfix smtp'];
  host.unreadParts = ['postfix submission'];
  host.restart();
  expect(connectorsIn(await host.scan())).toEqual(['postfix smtp']);
});

it('a list of instances that may not be read is reported if further instances were known, also after a restart', async () => {
  const host = new DiscoveredHost();
  host.names = ['postfix smtp', 'postfix smtps', 'second smtp'];
  await host.scan();
  host.instanceListProblem = { reason: 'permission_denied', location: 'doveadm instance list', failure: said() };
  host.names = ['postfix smtp'];
  for (const restarts of [true, false, true]) {
    if (restarts) host.restart();
    const outcome = await host.scan();
    expect(connectorsIn(outcome)).toEqual(['postfix smtp', 'second smtp']);
    expect(outcome.open.map(({ eventId }) => eventId)).toContain(SETTING_UNRESOLVED);
  }
});

it('a list of instances that may not be read is no problem on a host with one instance', async () => {
  const host = new DiscoveredHost();
  host.instanceListProblem = { reason: 'permission_denied', location: 'doveadm instance list', failure: said() };
  host.names = ['postfix smtp', 'postfix smtps'];
  host.stores = [];
  await host.scan();
  host.names = ['postfix smtp'];
  for (const restarts of [false, true]) {
    if (restarts) host.restart();
    const outcome = await host.scan();
    expect(connectorsIn(outcome)).toEqual(['postfix smtp']);
    expect(outcome.open.map(({ eventId }) => eventId)).not.toContain(SETTING_UNRESOLVED);
  }
});

it('a connector of the configuration replaces one of the same name in an unread part', async () => {
  const host = new DiscoveredHost();
  await host.scan();
  host.names = ['postfix smtp'];
  host.unreadParts = ['postfix sni'];
  host.configured = [connector(SNI)];
  const { assessment } = await host.scan();
  const own = assessment.selections.filter((each) => each.connector.name === SNI);
  expect(own.map((each) => each.connector.source.inventory)).toEqual(['configuration']);
});
