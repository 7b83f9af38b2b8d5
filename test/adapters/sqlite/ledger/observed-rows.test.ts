import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openSqlite } from '../../../../src/adapters/sqlite/better-sqlite3.ts';
import { ObservedRows } from '../../../../src/adapters/sqlite/ledger/observed-rows.ts';
import { readObserved, readScannedConnectors } from '../../../../src/adapters/sqlite/ledger/read-observed.ts';
import { migrate } from '../../../../src/adapters/sqlite/schema/schema.ts';
import type { ScanObservation } from '../../../../src/domain/status/observed.ts';
import { DAY } from '../../../../src/domain/time.ts';
import { SHARD } from '../../../contract/ledger-samples.ts';
import { observationOf, WORLD } from '../../../contract/observed-contract.ts';
import { connector, NOON, store, stored, type World } from '../../../domain/world.ts';

function opened() {
  const database = openSqlite(':memory:');
  migrate(database);
  const written = () => database.prepare<[], number>('SELECT total_changes()').pluck().get() ?? 0;
  return {
    database,
    /**
     * Stores the result of a scan as a commit does. Returns the number of rows that were written or
     * deleted.
     */
    store(rows: ObservedRows, scan: ScanObservation): number {
      const before = written();
      rows.store(SHARD, scan)();
      return written() - before;
    },
  };
}

/** Objects that are the same in every scan, as those of unchanged files are. */
const lasting = new Map<string, unknown>();
function same<T>(key: string, make: () => T): T {
  if (!lasting.has(key)) lasting.set(key, make());
  return lasting.get(key) as T;
}

const FILE = '/etc/ssl/chain.pem';
const world: fc.Arbitrary<Partial<World>> = fc
  .record({
    connectors: fc.uniqueArray(fc.constantFrom('a', 'b', 'file a', 'send', 'off'), { maxLength: 5 }),
    certificates: fc.uniqueArray(
      fc.record({
        label: fc.constantFrom('A', 'B', 'C'),
        name: fc.constantFrom('a', 'b'),
        key: fc.constantFrom('matches', 'missing'),
        isFile: fc.boolean(),
      }),
      { selector: ({ label }) => label },
    ),
    stores: fc.subarray(['My', 'certbot', 'other']),
    unavailable: fc.subarray(['My', 'certbot', `file:${FILE}`]),
    days: fc.integer({ min: -300, max: 300 }),
    isTrusted: fc.boolean(),
  })
  .map(({ connectors, certificates, stores, unavailable, days, isTrusted }): Partial<World> => {
    const found = certificates.map((each) =>
      same(JSON.stringify(each), () => {
        const place = each.isFile ? { file: FILE } : {};
        return stored(each.label, { dnsNames: [`${each.name}.contoso.com`], key: each.key, ...place });
      }),
    );
    const more: Readonly<Record<string, Parameters<typeof connector>[2]>> = {
      'file a': { certificateFiles: [FILE] },
      send: { direction: 'send' },
      off: { enabled: false },
    };
    return {
      now: NOON + days * DAY,
      stores: stores.map((name) => same(name, () => store(name))),
      unavailable,
      connectors: connectors.map((name) =>
        same(`connector ${name}`, () => connector(name, `${name.at(-1)}.contoso.com`, more[name])),
      ),
      certificates: found,
      untrusted: isTrusted ? [] : found,
    };
  });

describe('the rows of an observation', () => {
  it('are the same after any scans and restarts as after a single scan; an identical scan writes none', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(world, fc.boolean()), { minLength: 1, maxLength: 6 }), (scans) => {
        const log = opened();
        let rows = new ObservedRows(log.database);
        for (const [each, isRestarted] of scans) {
          if (isRestarted) rows = new ObservedRows(log.database);
          log.store(rows, observationOf(each));
          const separate = opened();
          separate.store(new ObservedRows(separate.database), observationOf(each));
          expect(readObserved(log.database, SHARD)).toEqual(readObserved(separate.database, SHARD));
          expect(log.store(rows, observationOf(each))).toBe(0);
        }
      }),
    );
  });

  it('of an unchanged scan are not written again after a restart either', () => {
    const log = opened();
    expect(log.store(new ObservedRows(log.database), observationOf(WORLD))).toBeGreaterThan(5);
    expect(log.store(new ObservedRows(log.database), observationOf(WORLD))).toBe(0);
  });

  it('of a transaction that is rolled back are written by the next', () => {
    const log = opened();
    const rows = new ObservedRows(log.database);
    expect(() =>
      log.database.transaction(() => {
        rows.store(SHARD, observationOf(WORLD));
        throw new Error('no room');
      })(),
    ).toThrow('no room');
    expect(readObserved(log.database, SHARD)).toEqual({ connectors: [], stores: [] });
    log.store(rows, observationOf(WORLD));
    expect(readObserved(log.database, SHARD).connectors).toHaveLength(5);
  });

  it('that cannot be read are left out', () => {
    const log = opened();
    log.store(new ObservedRows(log.database), observationOf(WORLD));
    log.database.exec(`UPDATE observed SET value = '{"connector":7}' WHERE name = 'No'`);
    log.database.exec(`UPDATE observed SET value = '{' WHERE name = 'My'`);
    const { connectors, stores } = readObserved(log.database, SHARD);
    expect([connectors.length, stores.some(({ store: { name } }) => name === 'My')]).toEqual([4, false]);
  });

  it('are bounded: a connector that exceeds the limit has only its name, until it needs less', () => {
    const log = opened();
    const rows = new ObservedRows(log.database);
    const names = Array.from({ length: 100 }, (_, index) => `${index}.contoso.com`);
    const huge = stored('A', { dnsNames: names, subject: `CN=${'x'.repeat(70_000)}` });
    const of = (certificates: World['certificates']) =>
      observationOf({ certificates, connectors: [connector('In', '1.contoso.com')] });
    log.store(rows, of([stored('A', { dnsNames: names })]));
    expect(readObserved(log.database, SHARD).connectors).toHaveLength(1);
    log.store(rows, of([huge]));
    expect(readObserved(log.database, SHARD).connectors).toEqual([]);
    expect(readScannedConnectors(log.database, SHARD)).toEqual(new Set(['In']));
    log.store(rows, of([stored('A', { dnsNames: names })]));
    expect(readObserved(log.database, SHARD).connectors).toHaveLength(1);
    const long = connector('Long', '1.contoso.com', { certificateFiles: [`/${'x'.repeat(70_000)}`] });
    log.store(rows, observationOf({ connectors: [long] }));
    expect(readObserved(log.database, SHARD).connectors).toEqual([]);
    expect(readScannedConnectors(log.database, SHARD)).toEqual(new Set(['Long']));
    expect(log.store(rows, observationOf({ connectors: [long] }))).toBe(0);
  });
});
