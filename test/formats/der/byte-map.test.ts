import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ByteMap } from '../../../src/formats/der/byte-map.ts';

const anyBytes = fc.uint8Array({ maxLength: 12 }).map((bytes) => Buffer.from(bytes));

it('an added value is found by its bytes in any buffer, and no other value is', () => {
  const known = fc.uniqueArray(anyBytes, { selector: (each) => each.toString('hex') });
  fc.assert(
    fc.property(known, anyBytes, anyBytes, anyBytes, (added, before, asked, after) => {
      const map = new ByteMap<string>();
      for (const each of added) map.add(each, 0, each.length, each.toString('hex'));
      expect(map.size).toBe(added.length);
      for (const each of [...added, asked]) {
        const bytes = Buffer.concat([before, each, after]);
        const isKnown = added.some((one) => one.equals(each));
        const found = map.get(bytes, before.length, before.length + each.length);
        expect(found).toBe(isKnown ? each.toString('hex') : undefined);
      }
    }),
  );
});

it('bytes with the same beginning are distinguished', () => {
  // The keys have the same digest, although their first four bytes differ.
  const step = (digest: number): number => Math.imul(digest, 0x01000193);
  const alike = [0, 1, 0x41414141, -1].map((first) => {
    const bytes = Buffer.alloc(8);
    bytes.writeInt32LE(first, 0);
    bytes.writeInt32LE(step(step(8) ^ first), 4);
    return bytes;
  });
  const map = new ByteMap<number>();
  for (const [at, bytes] of alike.entries()) map.add(bytes, 0, 8, at);
  expect(alike.map((bytes) => map.get(bytes, 0, 8))).toEqual([0, 1, 2, 3]);
});

it('later changes of the buffer have no effect', () => {
  const map = new ByteMap<string>();
  const bytes = Buffer.from('first');
  map.add(bytes, 0, 5, 'kept');
  bytes.fill(0);
  expect(map.get(Buffer.from('first'), 0, 5)).toBe('kept');
});

it('a cleared map is empty', () => {
  const map = new ByteMap<string>();
  map.add(Buffer.from('a'), 0, 1, 'a');
  map.clear();
  expect([map.size, map.get(Buffer.from('a'), 0, 1)]).toEqual([0, undefined]);
});
