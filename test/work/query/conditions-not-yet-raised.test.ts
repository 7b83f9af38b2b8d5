import { describe, expect, test } from 'vitest';
import { buildCertificateIndex } from '../../../src/domain/certificate-index/certificate-index.ts';
import type { Inventory } from '../../../src/domain/connector/inventory.ts';
import { LISTENERS, type Listener } from '../../../src/domain/connector/listeners.ts';
import type { FactsByName } from '../../../src/domain/event/data/facts-by-name.ts';
import { lastKnownCertificates } from '../../../src/domain/observation/last-known-objects.ts';
import { HEALTHY_SERVICE, type Observation } from '../../../src/domain/observation/observation.ts';
import { conditionIdentityOf } from '../../../src/domain/rule/evaluate.ts';
import { serverNotMonitored } from '../../../src/domain/rule/server-not-monitored.ts';
import type { ScanResult } from '../../../src/domain/scan-result.ts';
import { conditionsNotYetRaised } from '../../../src/work/query/conditions-not-yet-raised.ts';
import { resetEmptyStoreCounts } from '../../../src/work/query/reset-empty-store-counts.ts';
import { evaluateScan } from '../../../src/work/scan/evaluate-scan.ts';
import { CHAPTERS } from '../../domain/rows/all-rows.ts';
import { CALM, Life, SETTINGS, type World } from '../../domain/world.ts';

const ROWS = CHAPTERS.flatMap(({ rows }) => rows);
const PROFILES = ['exchange-2007', 'exchange-2019'] as const;

/** Returns the problems that a command reports after the daemon's last scan, as identities. */
async function unscanned(life: Life, world: World): Promise<readonly string[]> {
  const observation = {
    ...life.restarted().observe(world),
    memory: resetEmptyStoreCounts(life.memory),
    service: HEALTHY_SERVICE,
  };
  const index = buildCertificateIndex(lastKnownCertificates(observation));
  const settings = { ...SETTINGS, profile: world.profile, expiresSoon: world.expiresSoon };
  const judgement = await evaluateScan({ observation, index }, settings, life.open, world.rules);
  return conditionsNotYetRaised(judgement, life.open).map(({ eventId, subject }) =>
    conditionIdentityOf(eventId, subject),
  );
}

/** Returns whether the daemon waits for its next scan before it reports a problem. */
function isWaiting(life: Life, { clockStepMs }: World): boolean {
  return clockStepMs !== 0 || [...life.memory.fileHistories.values()].some(({ awaitsKey }) => awaitsKey);
}

describe('the problems that the daemon has not scanned', () => {
  for (const profile of PROFILES) {
    test(`are none right after its scan, in every situation of the design, ${profile}`, async () => {
      const wrong: string[] = [];
      let compared = 0;
      for (const row of ROWS) {
        let life = new Life();
        let world: World = { ...CALM, ...row.world, profile };
        for (const pass of [row, ...(row.later ?? [])]) {
          if ('restart' in pass && pass.restart) life = life.restarted();
          world = { ...world, ...pass.world };
          life.pass(world);
          if (isWaiting(life, world)) continue;
          compared += 1;
          for (const identity of await unscanned(life, world)) wrong.push(`row ${row.row}: ${identity}`);
        }
      }
      expect(wrong).toEqual([]);
      expect(compared).toBeGreaterThan(ROWS.length);
    });

    test(`before its scan are among those that it then raises, ${profile}`, async () => {
      const wrong: string[] = [];
      let found = 0;
      for (const row of ROWS) {
        let life = new Life();
        let world: World = { ...CALM, profile };
        life.pass(world);
        for (const pass of [row, ...(row.later ?? [])]) {
          if ('restart' in pass && pass.restart) life = life.restarted();
          world = { ...world, ...pass.world };
          const seen = await unscanned(life, world);
          life.pass(world);
          if (isWaiting(life, world)) continue;
          found += seen.length;
          const open = new Set(life.open.map(({ eventId, subject }) => conditionIdentityOf(eventId, subject)));
          for (const identity of seen) if (!open.has(identity)) wrong.push(`row ${row.row}: ${identity}`);
        }
      }
      expect(wrong).toEqual([]);
      expect(found).toBeGreaterThan(50);
    });
  }
});

describe('a server that no connector covers', () => {
  const NAMED: readonly Listener[] = [
    { address: '0.0.0.0', port: 25, program: 'sendmail' },
    { address: '0.0.0.0', port: 993, program: 'cyrus' },
  ];
  const UNNAMED = NAMED.map((listener) => ({ ...listener, program: undefined }));

  /** A host with listening sockets. */
  class Host extends Life {
    sockets: readonly Listener[] = [];

    override observe(world: World): Observation {
      const observation = super.observe(world);
      const value = { connectors: [], stores: [], listeners: { sockets: this.sockets, ownAddresses: [] } };
      const listeners: ScanResult<Inventory> = { kind: 'available', at: world.now, value, problems: [] };
      return { ...observation, inventories: new Map([...observation.inventories, [LISTENERS, listeners]]) };
    }
  }

  const world: World = { ...CALM, rules: [serverNotMonitored] };

  async function foundBy(
    daemon: readonly Listener[],
    command: readonly Listener[],
    storedFacts: (facts: FactsByName) => FactsByName = (facts) => facts,
  ): Promise<readonly (string | undefined)[]> {
    const host = new Host();
    host.sockets = daemon;
    host.pass(world);
    const own = new Host();
    own.sockets = command;
    const observation = own.observe(world);
    const judgement = await evaluateScan(
      { observation, index: buildCertificateIndex([]) },
      SETTINGS,
      host.open,
      world.rules,
    );
    const raised = host.open.map((condition) => ({ ...condition, facts: storedFacts(condition.facts) }));
    return conditionsNotYetRaised(judgement, raised).map(({ subject }) => subject);
  }

  test('is scanned if the command can name more or fewer programs than the daemon', async () => {
    expect(await foundBy(UNNAMED, NAMED)).toEqual([]);
    expect(await foundBy(NAMED, UNNAMED)).toEqual([]);
  });

  test('is not scanned if an earlier version has raised one without a list of its sockets', async () => {
    expect(await foundBy(UNNAMED.slice(0, 1), NAMED, ({ listeners: _, moreListeners: __, ...facts }) => facts)).toEqual(
      [],
    );
  });

  test('is not scanned if one of its sockets is new', async () => {
    expect(await foundBy(UNNAMED.slice(0, 1), NAMED)).toEqual(['0.0.0.0:993']);
    expect(await foundBy(NAMED.slice(0, 1), UNNAMED)).toEqual(['0.0.0.0:25, 0.0.0.0:993']);
  });
});
