import { expect, it } from 'vitest';
import { shippedByLock } from '../../../config/materials/shipped-by-lock.ts';

const LOCK = {
  '': { dependencies: { a: '1', '@types/a': '1' }, optionalDependencies: { 'better-sqlite3': '1' } },
  'node_modules/a': { version: '1.0.0', dependencies: { '@s/b': '^1' } },
  'node_modules/@s/b': { version: '2.0.0' },
  'node_modules/a/node_modules/@s/b': { version: '1.0.0', dependencies: { a: '1' } },
  'node_modules/@types/a': { version: '1.0.0' },
  'node_modules/better-sqlite3': { version: '12.0.0', dependencies: { 'prebuild-install': '1', bindings: '1' } },
  'node_modules/prebuild-install': { version: '7.0.0' },
  'node_modules/bindings': { version: '1.5.0' },
  'node_modules/vitest': { version: '4.0.0' },
};

it('lists what the program loads, with the nearest version, and no tools and types', () => {
  expect([...shippedByLock(LOCK, false)]).toEqual([
    ['node_modules/a', '1.0.0'],
    ['node_modules/a/node_modules/@s/b', '1.0.0'],
  ]);
});

it('lists the native module of Node 20 only if the package contains it', () => {
  expect([...shippedByLock(LOCK, true).keys()]).toEqual([
    'node_modules/a',
    'node_modules/a/node_modules/@s/b',
    'node_modules/better-sqlite3',
    'node_modules/bindings',
  ]);
});
