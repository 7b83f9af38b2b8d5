import { describe, expect, test } from 'vitest';
import type { StoredCertificate } from '../../../src/domain/certificate/certificate.ts';
import {
  coverageOf,
  definedStores,
  remember,
  shrinkage,
  unavailableStores,
} from '../../../src/domain/observation/coverage.ts';
import type { Observation } from '../../../src/domain/observation/observation.ts';
import type { Scope } from '../../../src/domain/scope.ts';
import { storesSearched } from '../../../src/domain/selection/stores-searched.ts';
import { DAY, MINUTE } from '../../../src/domain/time.ts';
import { CALM, connector, Life, NOON, store, stored, type World } from '../world.ts';

const THREE: readonly StoredCertificate[] = ['A', 'B', 'C'].map((label) => stored(label));
const TWO_STORES = [store('My'), store('Archive', { personal: false })];
const observe = (world: Partial<World>): Observation => new Life().observe({ ...CALM, stores: TWO_STORES, ...world });

describe('what a pass can say about a scope', () => {
  const scopes: readonly Scope[] = ['store:My', 'store:Archive', 'store:Gone', 'store:*', 'inventory:configuration'];
  const more: readonly Scope[] = ['inventory:*', 'inventory:postfix', 'connector:Default MAIL01', 'connector:Gone'];
  const rows: readonly (readonly [title: string, world: Partial<World>, said: string])[] = [
    ['all was seen', {}, 'seen seen gone seen seen seen gone blind gone'],
    ['My is blind', { blind: ['My'] }, 'blind seen gone blind seen seen gone blind gone'],
    ['a store that is not personal is blind', { blind: ['Archive'] }, 'seen blind gone seen seen seen gone blind gone'],
    ['My was not looked at', { unlooked: ['My'] }, 'blind seen gone blind seen seen gone blind gone'],
    ['the inventory is blind', { inventoryBlind: true }, 'blind blind blind seen blind blind blind blind blind'],
  ];
  for (const [title, world, said] of rows) {
    test(title, () => {
      const coverage = coverageOf(observe({ connectors: [connector('Default MAIL01')], ...world }));
      expect([...scopes, ...more].map(coverage).join(' ')).toBe(said);
    });
  }

  test('of a pass that looked at no inventory: nothing is seen and nothing is gone', () => {
    const coverage = coverageOf({ ...observe({}), inventories: new Map(), stores: new Map() });
    expect((['store:My', 'inventory:*', 'connector:X'] satisfies Scope[]).map(coverage)).toEqual([
      'blind',
      'blind',
      'blind',
    ]);
  });

  test('a blind inventory still names what it last named: a store of it is seen, and none is gone', () => {
    const life = new Life();
    const world = { ...CALM, stores: TWO_STORES };
    life.observe(world);
    const coverage = coverageOf(life.observe({ ...world, stores: [], inventoryBlind: true }));
    expect((['store:My', 'store:Gone', 'connector:Gone'] satisfies Scope[]).map(coverage)).toEqual([
      'seen',
      'blind',
      'blind',
    ]);
  });

  test('a name with colons in it is one name', () => {
    const coverage = coverageOf(observe({ stores: [store('a:b')] }));
    expect([coverage('store:a:b'), coverage('store:a')]).toEqual(['seen', 'gone']);
  });
});

/** Passes over a store with so many certificates, one a line, and what could be claimed of it in each. */
function lives(sizes: readonly (readonly [minutes: number, count: number])[], globs: readonly string[] = []): string {
  const life = new Life();
  const told = sizes.map(([minutes, count]) => {
    const world = { ...CALM, now: NOON + minutes * MINUTE, certificates: THREE.slice(0, count), globs };
    const observation = life.observe(world);
    const shrunk = shrinkage(observation, 'My');
    life.memory = remember(observation);
    return `${coverageOf(observation)('store:My')}${shrunk === undefined ? '' : ` ${shrunk.before}>${shrunk.now}`}`;
  });
  return told.join(', ');
}

describe('a store that shrank', () => {
  const day = DAY / MINUTE;
  const rows: readonly (readonly [title: string, sizes: readonly (readonly [number, number])[], said: string])[] = [
    [
      'was empty from the beginning: believed',
      [
        [0, 0],
        [15, 0],
      ],
      'seen, seen',
    ],
    [
      'lost one of three: normal',
      [
        [0, 3],
        [15, 2],
      ],
      'seen, seen',
    ],
    [
      'lost two of three: told, and believed',
      [
        [0, 3],
        [15, 1],
        [30, 1],
      ],
      'seen, seen 3>1, seen 3>1',
    ],
    [
      'lost half: normal, for more than half must be gone',
      [
        [0, 2],
        [15, 1],
      ],
      'seen, seen',
    ],
    [
      'is empty: told at once, believed at the second look',
      [
        [0, 3],
        [15, 0],
        [30, 0],
      ],
      'seen, blind 3>0, seen 3>0',
    ],
    [
      'came back: normal',
      [
        [0, 3],
        [15, 0],
        [30, 3],
        [45, 0],
      ],
      'seen, blind 3>0, seen, blind 3>0',
    ],
    [
      'grew again, not enough: told still',
      [
        [0, 3],
        [15, 0],
        [30, 1],
      ],
      'seen, blind 3>0, seen 3>1',
    ],
    [
      'a day less a minute: told still',
      [
        [0, 3],
        [15, 0],
        [day + 14, 0],
      ],
      'seen, blind 3>0, seen 3>0',
    ],
    [
      'a day: normal, and the new size counts',
      [
        [0, 3],
        [15, 1],
        [day + 15, 1],
        [day + 30, 0],
      ],
      'seen, seen 3>1, seen, blind 1>0',
    ],
  ];
  for (const [title, sizes, said] of rows) {
    test(title, () => {
      expect(lives(sizes)).toBe(said);
    });
  }

  test('a glob that matches nothing proves nothing until a day has gone by', () => {
    const sizes = [0, 15, 30, day + 14, day + 15].map((minutes, pass) => [minutes, pass === 0 ? 3 : 0] as const);
    expect(lives(sizes, ['My'])).toBe('seen, blind 3>0, blind 3>0, blind 3>0, seen');
  });
});

describe('what is remembered of a store', () => {
  const life = (): Life => {
    const before = new Life();
    before.memory = remember(before.observe({ ...CALM, stores: TWO_STORES, certificates: THREE }));
    return before;
  };
  const sizeOf = (world: Partial<World>): number | undefined =>
    remember(life().observe({ ...CALM, stores: TWO_STORES, certificates: [], ...world })).storeSizes.get('My')
      ?.certificates;

  test('stays while it is blind, not looked at, or what names it is blind', () => {
    expect([{ blind: ['My'] }, { unlooked: ['My'] }, { inventoryBlind: true }].map(sizeOf)).toEqual([3, 3, 3]);
    const restarted = life().restarted();
    expect(remember(restarted.observe({ ...CALM, inventoryBlind: true })).storeSizes.get('My')?.certificates).toBe(3);
  });

  test('goes when nothing names it any more', () => {
    expect(sizeOf({ stores: [store('Archive')] })).toBeUndefined();
  });
});

test('only stores in which connectors look make a claim impossible', () => {
  const blindIn = (blind: readonly string[]): readonly string[] => {
    const observation = observe({ blind });
    return unavailableStores(observation, storesSearched(definedStores(observation)));
  };
  expect(blindIn(['My', 'Archive'])).toEqual(['store:My']);
  expect(blindIn(['Archive'])).toEqual([]);
});
