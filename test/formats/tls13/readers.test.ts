import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeMessage, type HandshakeMessage, MessageReader } from '../../../src/formats/tls13/message-reader.ts';
import { encodePlaintextRecord, RecordReader, type TlsRecord } from '../../../src/formats/tls13/records.ts';
import { encodeUint16s, encodeVector, VectorReader } from '../../../src/formats/tls13/vector.ts';

const LONGEST_RECORD = 0x4000 + 256;
const LONGEST_MESSAGE = 102_400;

/** Returns the bytes in chunks of these lengths, repeatedly. */
function pieces(bytes: Buffer, lengths: readonly number[]): readonly Buffer[] {
  const cut: Buffer[] = [];
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const length = lengths[turn % lengths.length] ?? 1;
    cut.push(bytes.subarray(at, at + length));
    at += length;
  }
  return cut;
}

const cuts = fc.array(fc.integer({ min: 1, max: 70 }), { minLength: 1, maxLength: 5 });

describe('vectors', () => {
  it('are read as they were written, for any size of their length', () => {
    const content = fc.uint8Array({ maxLength: 255 });
    fc.assert(
      fc.property(content, fc.constantFrom(1, 2, 3), fc.array(fc.nat(0xffff)), (bytes, length, numbers) => {
        const lengthBytes = length as 1 | 2 | 3;
        const written = Buffer.concat([
          encodeVector(lengthBytes, bytes.subarray(0, 3), bytes.subarray(3)),
          encodeUint16s(...numbers),
        ]);
        const reader = new VectorReader(written);
        expect(reader.vector(lengthBytes)).toEqual(Buffer.from(bytes));
        expect(numbers.map(() => reader.uint(2))).toEqual(numbers);
        expect([reader.isFullyRead, reader.isTruncated, reader.remainingBytes]).toEqual([true, false, 0]);
      }),
    );
  });

  it('are not exact if data is left', () => {
    const reader = new VectorReader(Buffer.of(1, 7, 0));
    expect(reader.vector(1)).toEqual(Buffer.of(7));
    expect([reader.isFullyRead, reader.isTruncated, reader.remainingBytes]).toEqual([false, false, 1]);
  });

  it('are empty, and short for good, if they exceed the data', () => {
    const whole = Buffer.concat([Buffer.of(9), encodeVector(2, Buffer.alloc(300, 5)), encodeUint16s(77)]);
    for (let length = 0; length < whole.length; length++) {
      const reader = new VectorReader(whole.subarray(0, length));
      const read = [reader.uint(1), reader.vector(2).length, reader.uint(2)];
      expect(read).toEqual([length < 1 ? 0 : 9, length < 303 ? 0 : 300, 0]);
      expect([reader.isFullyRead, reader.isTruncated, reader.remainingBytes]).toEqual([false, true, 0]);
      expect([reader.uint(1), reader.bytes(1).length, reader.bytes(0).length, reader.vector(3).length]).toEqual([
        0, 0, 0, 0,
      ]);
    }
  });
});

describe('records', () => {
  const read = (reader: RecordReader): TlsRecord => {
    const record = reader.next();
    if (record === undefined || record === 'too-long') throw new Error('no record');
    return record;
  };

  it('are extracted from input in any chunks', () => {
    const bodies = fc.array(fc.tuple(fc.nat(255), fc.uint8Array({ maxLength: 90 })), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(bodies, cuts, (said, lengths) => {
        const written = said.map(([type, body]) => encodePlaintextRecord(type, 0x0303, Buffer.from(body)));
        const reader = new RecordReader();
        const records: TlsRecord[] = [];
        for (const piece of pieces(Buffer.concat(written), lengths)) {
          reader.add(piece);
          for (let next = reader.next(); next !== undefined; next = reader.next()) {
            if (next === 'too-long') throw new Error(next);
            records.push(next);
          }
        }
        expect(records.map(({ header, body }) => Buffer.concat([header, body]))).toEqual(written);
        expect(records.map(({ type }) => type)).toEqual(said.map(([type]) => type));
      }),
    );
  });

  it('can have the length of a protected one, and no more: the header decides', () => {
    const reader = new RecordReader();
    reader.add(encodePlaintextRecord(23, 0x0303, Buffer.alloc(LONGEST_RECORD)));
    expect(read(reader).body).toHaveLength(LONGEST_RECORD);
    expect(reader.next()).toBeUndefined();
    reader.add(Buffer.of(23, 3, 3, (LONGEST_RECORD + 1) >> 8, (LONGEST_RECORD + 1) & 0xff));
    expect(reader.next()).toBe('too-long');
  });
});

describe('messages', () => {
  it('are assembled from any records', () => {
    const bodies = fc.array(fc.tuple(fc.nat(255), fc.uint8Array({ maxLength: 90 })), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(bodies, cuts, (said, lengths) => {
        const written = said.map(([type, body]) => encodeMessage(type, Buffer.from(body)));
        const reader = new MessageReader();
        const messages: HandshakeMessage[] = [];
        for (const piece of pieces(Buffer.concat(written), lengths)) {
          reader.add(piece);
          for (let next = reader.next(); next !== undefined; next = reader.next()) {
            if (next === 'too-long') throw new Error(next);
            messages.push(next);
          }
        }
        expect(messages.map(({ bytes }) => bytes)).toEqual(written);
        expect(messages.map(({ type, body }) => [type, body])).toEqual(
          said.map(([type, body]) => [type, Buffer.from(body)]),
        );
        expect(reader.isEmpty).toBe(true);
      }),
    );
  });

  it("can have OpenSSL's maximum length, and no more: the header decides", () => {
    const reader = new MessageReader();
    const longest = encodeMessage(11, Buffer.alloc(LONGEST_MESSAGE, 1));
    for (const piece of pieces(longest, [0x4000])) {
      expect(reader.next()).toBeUndefined();
      reader.add(piece);
    }
    const read = reader.next();
    expect(typeof read === 'object' && read.bytes.equals(longest)).toBe(true);
    const head = Buffer.alloc(4, 11);
    head.writeUIntBE(LONGEST_MESSAGE + 1, 1, 3);
    for (const piece of pieces(head, [1])) {
      expect(reader.next()).toBeUndefined();
      reader.add(piece);
    }
    expect(reader.next()).toBe('too-long');
  });
});
