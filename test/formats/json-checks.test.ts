import { expect, test } from 'vitest';
import { isFailureData } from '../../src/formats/json-checks.ts';

/** Returns a failure with this many causes below it. */
function nested(depth: number): unknown {
  let failure: unknown = { code: 'disk_full', arguments: { code: 'ENOSPC' } };
  for (let level = 0; level < depth; level += 1) failure = { code: 'store_not_created', arguments: { cause: failure } };
  return failure;
}

test('a stored failure is valid with values, texts, lists and causes', () => {
  expect(isFailureData({ code: 'a', arguments: {} })).toBe(true);
  expect(isFailureData({ code: 'a', arguments: { count: 1, flag: true, files: ['x', nested(1)] } })).toBe(true);
});

test.each([
  ['no code', { arguments: {} }],
  ['a list as arguments', { code: 'a', arguments: [] }],
  ['no arguments', { code: 'a' }],
  ['an object that is no failure', { code: 'a', arguments: { cause: {} } }],
  ['null', { code: 'a', arguments: { cause: null } }],
])('a stored failure is invalid with %s', (_, value) => {
  expect(isFailureData(value)).toBe(false);
});

test('a stored failure with more causes than mailcertd writes is invalid, however deep it is', () => {
  expect(isFailureData(nested(16))).toBe(true);
  expect(isFailureData(nested(17))).toBe(false);
  expect(isFailureData(nested(20_000))).toBe(false);
});
