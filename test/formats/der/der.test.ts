import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DER_MAX_DEPTH, DerReader, firstElementLength } from '../../../src/formats/der/der.ts';
import { saying } from '../../domain/failure/saying.ts';
import { element, sequence } from '../../fixtures/write-der.ts';

const bytes = (hex: string): Buffer => Buffer.from(hex.replaceAll(' ', ''), 'hex');

describe('one element', () => {
  it.each([
    ['02 01 05', 0x02, 2, 3],
    ['30 00', 0x30, 2, 2],
    ['04 81 01 ff', 0x04, 3, 4],
    ['04 82 00 01 ff', 0x04, 4, 5],
    ['04 84 00 00 00 01 ff', 0x04, 6, 7],
    ['04 89 00 00 00 00 00 00 00 00 01 ff', 0x04, 11, 12],
  ])('%s is tag %i with contents from %i to %i', (hex, tag, start, end) => {
    const reader = new DerReader(bytes(hex));
    expect(reader.next()).toBe(tag);
    expect([reader.start, reader.end, reader.position, reader.error]).toEqual([start, end, end, undefined]);
    expect(reader.hasMore()).toBe(false);
  });

  it.each([
    ['', 'der_truncated'],
    ['30', 'der_truncated'],
    ['04 02 ff', 'der_truncated'],
    ['04 82 01', 'der_truncated'],
    ['04 84 7f ff ff ff', 'der_truncated'],
    ['04 84 80 00 00 00', 'der_malformed'],
    ['04 85 01 00 00 00 00', 'der_malformed'],
    ['04 88 ff ff ff ff ff ff ff ff', 'der_malformed'],
    ['04 ff', 'der_truncated'],
    ['30 80 00 00', 'der_malformed'],
    ['00 00', 'der_malformed'],
    ['1f 81 01 00', 'der_malformed'],
    ['bf 1f 00', 'der_malformed'],
  ])('%s is refused: %s', (hex, reason) => {
    const reader = new DerReader(bytes(hex));
    expect(reader.next()).toBe(0);
    expect(reader.error?.reason).toBe(reason);
    expect(reader.hasMore()).toBe(false);
  });

  it('that exceeds its container is malformed, not truncated', () => {
    const reader = new DerReader(bytes('30 03 04 05 ff 00 00 00'));
    reader.next();
    reader.enter();
    reader.next();
    expect(reader.error?.reason).toBe('der_malformed');
  });
});

describe('a DER reader', () => {
  it('enters, reads, and continues after an element, read or not', () => {
    const reader = new DerReader(bytes('30 08 30 06 02 01 07 02 01 08 04 00'));
    expect(reader.expect(0x30, 'outer')).toBe(true);
    const afterOuter = reader.enter();
    expect(reader.expect(0x30, 'inner')).toBe(true);
    const afterInner = reader.enter();
    expect(reader.peek()).toBe(0x02);
    expect(reader.next()).toBe(0x02);
    expect(reader.bytes[reader.start]).toBe(7);
    reader.leave(afterInner);
    expect(reader.hasMore()).toBe(false);
    reader.close(afterOuter, 'outer');
    expect(reader.next()).toBe(0x04);
    expect(reader.error).toBeUndefined();
  });

  it('cannot leave an element with unread content', () => {
    const reader = new DerReader(bytes('30 04 05 00 05 00'));
    reader.next();
    const after = reader.enter();
    reader.next();
    reader.close(after, 'a pair');
    expect(reader.error).toEqual({
      reason: 'certificate_malformed',
      failure: saying('a pair: trailing data at byte 4'),
    });
  });

  it('keeps its first error and has nothing left to read', () => {
    const reader = new DerReader(bytes('02 01 05 02 01 06'));
    expect(reader.expect(0x30, 'a sequence')).toBe(false);
    const error = { reason: 'certificate_malformed', failure: saying('a sequence: unexpected tag 02 at byte 0') };
    expect(reader.error).toEqual(error);
    expect([reader.hasMore(), reader.peek(), reader.next()]).toEqual([false, 0, 0]);
    reader.leave(reader.enter());
    expect(reader.error).toEqual(error);
  });

  it.each([
    [DER_MAX_DEPTH, undefined],
    [DER_MAX_DEPTH + 1, 'der_malformed'],
  ])('enters %i levels: %s', (levels, reason) => {
    let nested = sequence();
    for (let level = 0; level < levels; level++) nested = sequence(nested);
    const reader = new DerReader(nested);
    for (let level = 0; level < levels; level++) {
      reader.next();
      reader.enter();
    }
    expect(reader.error?.reason).toBe(reason);
  });

  it('does not read a length after the end of its range', () => {
    const reader = new DerReader(bytes('04 84 ff ff ff ff'), 0, 3);
    expect(reader.next()).toBe(0);
    expect(reader.error?.reason).toBe('der_truncated');
  });

  it('never leaves its range, for any content', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), fc.nat(70), fc.nat(70), (content, from, to) => {
        const buffer = Buffer.from(content);
        const reader = new DerReader(buffer, from, to);
        const limit = Math.min(to, buffer.length);
        for (let step = 0; step < 200 && reader.hasMore(); step++) {
          if (reader.next() === 0) break;
          expect(reader.head).toBeGreaterThanOrEqual(from);
          expect(reader.start).toBeLessThanOrEqual(reader.end);
          expect(reader.end).toBeLessThanOrEqual(limit);
          if (step % 2 === 0) reader.enter();
        }
        expect(reader.hasMore()).toBe(false);
      }),
    );
  });
});

it.each([
  [Buffer.concat([element(0x30, Buffer.alloc(200)), Buffer.from('rest')]), 203],
  [Buffer.from([0x30, 0x05, 0x00]), undefined],
  [Buffer.alloc(0), undefined],
])('the first element of %o ends at %s', (buffer, length) => {
  expect(firstElementLength(buffer)).toBe(length);
});
