import { describe, expect, test } from 'vitest';
import type { StoredCertificate } from '../../../src/domain/certificate/certificate.ts';
import { coverageOf, unavailableStores } from '../../../src/domain/observation/coverage.ts';
import { definedStores } from '../../../src/domain/observation/defined-stores.ts';
import type { Observation } from '../../../src/domain/observation/observation.ts';
import { rememberStoreSizes, shrinkageOf } from '../../../src/domain/observation/store-sizes.ts';
import type { Scope } from '../../../src/domain/scope.ts';
import { storesToSearch } from '../../../src/domain/selection/stores-to-search.ts';
import { DAY, MINUTE } from '../../../src/domain/time.ts';
import { CALM, connector, Life, NOON, store, stored, type World } from '../world.ts';

const THREE: readonly StoredCertificate[] = ['A', 'B', 'C'].map((label) => stored(label));
const TWO_STORES = [store('My'), store('Archive', { personal: false })];
const observe = (world: Partial<World>): Observation => new Life().observe({ ...CALM, stores: TWO_STORES, ...world });

describe('the coverage of a scope', () => {
  const scopes: readonly Scope[] = ['store:My', 'store:Archive', 'store:Gone', 'store:*', 'inventory:configuration'];
  const more: readonly Scope[] = ['inventory:*', 'inventory:postfix', 'connector:Default MAIL01', 'connector:Gone'];
  const rows: readonly (readonly [title: string, world: Partial<World>, said: string])[] = [
    ['everything is available', {}, 'available available gone available available available gone unavailable gone'],
    [
      'My is unavailable',
      { unavailable: ['My'] },
      'unavailable available gone unavailable available available gone unavailable gone',
    ],
    [
      'a store that is not personal is unavailable',
      { unavailable: ['Archive'] },
      'available unavailable gone available available available gone unavailable gone',
    ],
    [
      'My was not scanned',
      { unscanned: ['My'] },
      'unavailable available gone unavailable available available gone unavailable gone',
    ],
    [
      'the inventory is unavailable',
      { isInventoryUnavailable: true },
      'unavailable unavailable unavailable available unavailable unavailable unavailable unavailable unavailable',
    ],
  ];
  for (const [title, world, said] of rows) {
    test(title, () => {
      const coverage = coverageOf(observe({ connectors: [connector('Default MAIL01')], ...world }));
      expect([...scopes, ...more].map(coverage).join(' ')).toBe(said);
    });
  }

  test('in a scan of no inventory is neither available nor removed', () => {
    const coverage = coverageOf({ ...observe({}), inventories: new Map(), stores: new Map() });
    expect((['store:My', 'inventory:*', 'connector:X'] satisfies Scope[]).map(coverage)).toEqual([
      'unavailable',
      'unavailable',
      'unavailable',
    ]);
  });

  test('for an unavailable inventory is based on its last known content: its store is available, and none is removed', () => {
    const life = new Life();
    const world = { ...CALM, stores: TWO_STORES };
    life.observe(world);
    const coverage = coverageOf(life.observe({ ...world, stores: [], isInventoryUnavailable: true }));
    expect((['store:My', 'store:Gone', 'connector:Gone'] satisfies Scope[]).map(coverage)).toEqual([
      'available',
      'unavailable',
      'unavailable',
    ]);
  });

  test('treats a name with colons as one name', () => {
    const coverage = coverageOf(observe({ stores: [store('a:b')] }));
    expect([coverage('store:a:b'), coverage('store:a')]).toEqual(['available', 'gone']);
  });
});

/**
 * Scans a store with these numbers of certificates, and returns a line about the coverage after
 * each scan.
 */
function lives(sizes: readonly (readonly [minutes: number, count: number])[], globs: readonly string[] = []): string {
  const life = new Life();
  const events = sizes.map(([minutes, count]) => {
    const world = { ...CALM, now: NOON + minutes * MINUTE, certificates: THREE.slice(0, count), globs };
    const observation = life.observe(world);
    const shrunk = shrinkageOf(observation, 'My');
    life.memory = rememberStoreSizes(observation);
    return `${coverageOf(observation)('store:My')}${shrunk === undefined ? '' : ` ${shrunk.previousCount}>${shrunk.currentCount}`}`;
  });
  return events.join(', ');
}

describe('a store with fewer certificates', () => {
  const day = DAY / MINUTE;
  const rows: readonly (readonly [title: string, sizes: readonly (readonly [number, number])[], said: string])[] = [
    [
      'was empty from the beginning: believed',
      [
        [0, 0],
        [15, 0],
      ],
      'available, available',
    ],
    [
      'lost one of three: normal',
      [
        [0, 3],
        [15, 2],
      ],
      'available, available',
    ],
    [
      'lost two of three: reported, and accepted',
      [
        [0, 3],
        [15, 1],
        [30, 1],
      ],
      'available, available 3>1, available 3>1',
    ],
    [
      'lost half: normal, for more than half must be gone',
      [
        [0, 2],
        [15, 1],
      ],
      'available, available',
    ],
    [
      'is empty: reported at once, accepted at the second scan',
      [
        [0, 3],
        [15, 0],
        [30, 0],
      ],
      'available, unavailable 3>0, available 3>0',
    ],
    [
      'has its certificates again: normal',
      [
        [0, 3],
        [15, 0],
        [30, 3],
        [45, 0],
      ],
      'available, unavailable 3>0, available, unavailable 3>0',
    ],
    [
      'grew again, not enough: still reported',
      [
        [0, 3],
        [15, 0],
        [30, 1],
      ],
      'available, unavailable 3>0, available 3>1',
    ],
    [
      'a day less a minute: still reported',
      [
        [0, 3],
        [15, 0],
        [day + 14, 0],
      ],
      'available, unavailable 3>0, available 3>0',
    ],
    [
      'a day: normal, and the new size counts',
      [
        [0, 3],
        [15, 1],
        [day + 15, 1],
        [day + 30, 0],
      ],
      'available, available 3>1, available, unavailable 1>0',
    ],
  ];
  for (const [title, sizes, said] of rows) {
    test(title, () => {
      expect(lives(sizes)).toBe(said);
    });
  }

  test('a pattern that matches no file proves nothing for a day', () => {
    const sizes = [0, 15, 30, day + 14, day + 15].map((minutes, pass) => [minutes, pass === 0 ? 3 : 0] as const);
    expect(lives(sizes, ['My'])).toBe('available, unavailable 3>0, unavailable 3>0, unavailable 3>0, available');
  });
});

describe('the memory of a store', () => {
  const life = (): Life => {
    const before = new Life();
    before.memory = rememberStoreSizes(before.observe({ ...CALM, stores: TWO_STORES, certificates: THREE }));
    return before;
  };
  const sizeOf = (world: Partial<World>): number | undefined =>
    rememberStoreSizes(life().observe({ ...CALM, stores: TWO_STORES, certificates: [], ...world })).storeSizes.get('My')
      ?.certificates;

  test('stays while the store is unavailable or not scanned, or its inventory is unavailable', () => {
    expect([{ unavailable: ['My'] }, { unscanned: ['My'] }, { isInventoryUnavailable: true }].map(sizeOf)).toEqual([
      3, 3, 3,
    ]);
    const restarted = life().restarted();
    expect(
      rememberStoreSizes(restarted.observe({ ...CALM, isInventoryUnavailable: true })).storeSizes.get('My')
        ?.certificates,
    ).toBe(3);
  });

  test('is deleted when no inventory names the store any more', () => {
    expect(sizeOf({ stores: [store('Archive')] })).toBeUndefined();
  });
});

test('only stores in which connectors search can make a claim impossible', () => {
  const unavailableIn = (unavailable: readonly string[]): readonly string[] => {
    const observation = observe({ unavailable });
    return unavailableStores(observation, storesToSearch(definedStores(observation)));
  };
  expect(unavailableIn(['My', 'Archive'])).toEqual(['store:My']);
  expect(unavailableIn(['Archive'])).toEqual([]);
});
