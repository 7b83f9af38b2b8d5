import { describe, expect, it } from 'vitest';
import { parseStoreFile } from '../../../src/formats/certificate-table/parse-store-file.ts';
import { BerError, children, elementAt } from '../../../src/formats/pkcs7/ber.ts';
import { parsePkcs7 } from '../../../src/formats/pkcs7/parse-pkcs7.ts';
import { saying } from '../../domain/failure/saying.ts';
import { element, integer, objectIdentifier, sequence } from '../../fixtures/write-der.ts';

/** A size below the maximum size of a file. */
const FIFTEEN_MB = 15 * 1024 * 1024;
const SIGNED_DATA = objectIdentifier('1.2.840.113549.1.7.2');
const DATA = sequence(objectIdentifier('1.2.840.113549.1.7.1'));
/** The start of a SEQUENCE of indefinite length: `30 80`. */
const BEGIN = Buffer.from([0x30, 0x80]);
const EMPTY = Buffer.from([0x30, 0x80, 0, 0]);
const NEST = Buffer.concat([...Array.from({ length: 25 }, () => BEGIN), Buffer.alloc(50)]);

const endless = (tag: number, ...contents: readonly Buffer[]): Buffer =>
  Buffer.concat([Buffer.from([tag, 0x80]), ...contents, Buffer.from([0, 0])]);

function signedData(certificates: Buffer): Buffer {
  const body = endless(0x30, integer(Buffer.from([1])), element(0x31), DATA, certificates, element(0x31));
  return endless(0x30, SIGNED_DATA, endless(0xa0, body));
}

const repeated = (piece: Buffer, size: number = FIFTEEN_MB): Buffer =>
  Buffer.alloc(size - (size % piece.length), piece);

describe('indefinite lengths in 15 MB', () => {
  it.each([
    ['empty elements', signedData(endless(0xa0, repeated(EMPTY)))],
    ['nested elements', signedData(endless(0xa0, repeated(NEST)))],
    ['elements of two bytes', signedData(endless(0xa0, repeated(Buffer.from([2, 0]))))],
    ['elements that nothing ends', Buffer.concat([BEGIN, SIGNED_DATA, repeated(EMPTY)])],
  ])('are refused after a bounded number of elements: %s', (_, bytes) => {
    const startedAt = performance.now();
    const { blocks } = parseStoreFile(bytes, 'a.p7b');
    expect(blocks).toMatchObject([
      {
        kind: 'problem',
        problem: {
          reason: 'keystore_malformed',
          failure: saying(/^at byte 0: more than 500000 elements at byte \d+$/),
        },
      },
    ]);
    expect(performance.now() - startedAt).toBeLessThan(2000);
  });

  it('are also refused when the levels are read one after the other', () => {
    const read = (): void => {
      for (const child of children(elementAt(endless(0x30, repeated(EMPTY))))) Array.from(children(child));
    };
    expect(read).toThrow(BerError);
  });
});

it('a bundle of 50,000 certificates with indefinite lengths is read', () => {
  const { certificates, error } = parsePkcs7(
    signedData(endless(0xa0, repeated(sequence(DATA), 50_000 * sequence(DATA).length))),
  );
  expect(error).toBeUndefined();
  expect(certificates).toHaveLength(50_000);
});

it('a definite length in 15 MB is read', () => {
  const set = element(0xa0, ...Array.from({ length: 50_000 }, () => sequence(DATA)));
  const body = sequence(integer(Buffer.from([1])), element(0x31), DATA, set, element(0x31));
  expect(parsePkcs7(sequence(SIGNED_DATA, element(0xa0, body))).certificates).toHaveLength(50_000);
});
