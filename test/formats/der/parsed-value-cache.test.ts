import { expect, it } from 'vitest';
import { ParsedValueCache } from '../../../src/formats/der/parsed-value-cache.ts';

it('an interned value is the one object that was created', () => {
  const interned = new ParsedValueCache<object>();
  const bytes = Buffer.from('..name..');
  const made = {};
  expect(interned.get(bytes, 2, 6)).toBeUndefined();
  expect(interned.add(bytes, 2, 6, made)).toBe(made);
  expect(interned.get(Buffer.from('name'), 0, 4)).toBe(made);
});

it('never more than a thousand values are interned', () => {
  const interned = new ParsedValueCache<number>();
  const bytes = Array.from({ length: 1500 }, (_, at) => Buffer.from(String(at)));
  for (const [at, each] of bytes.entries()) interned.add(each, 0, each.length, at);
  const found = bytes.filter((each) => interned.get(each, 0, each.length) !== undefined);
  expect(found).toEqual(bytes.slice(1000));
});

it('a huge value is returned, and is not interned', () => {
  const interned = new ParsedValueCache<string>();
  const huge = Buffer.alloc(1025);
  expect(interned.add(huge, 0, huge.length, 'made')).toBe('made');
  expect(interned.get(huge, 0, huge.length)).toBeUndefined();
});
