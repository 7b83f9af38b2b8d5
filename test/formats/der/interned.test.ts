import { expect, it } from 'vitest';
import { Interned } from '../../../src/formats/der/interned.ts';

it('an interned value is the one object that was created', () => {
  const interned = new Interned<object>();
  const bytes = Buffer.from('..name..');
  const made = {};
  expect(interned.get(bytes, 2, 6)).toBeUndefined();
  expect(interned.keep(bytes, 2, 6, made)).toBe(made);
  expect(interned.get(Buffer.from('name'), 0, 4)).toBe(made);
});

it('never more than a thousand values are interned', () => {
  const interned = new Interned<number>();
  const bytes = Array.from({ length: 1500 }, (_, at) => Buffer.from(String(at)));
  for (const [at, each] of bytes.entries()) interned.keep(each, 0, each.length, at);
  const found = bytes.filter((each) => interned.get(each, 0, each.length) !== undefined);
  expect(found).toEqual(bytes.slice(1000));
});

it('a huge value is returned, and is not interned', () => {
  const interned = new Interned<string>();
  const huge = Buffer.alloc(1025);
  expect(interned.keep(huge, 0, huge.length, 'made')).toBe('made');
  expect(interned.get(huge, 0, huge.length)).toBeUndefined();
});
