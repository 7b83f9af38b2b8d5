import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { openKeystore } from '../../src/formats/certificate-table/open-keystore.ts';
import { parseStoreFile } from '../../src/formats/certificate-table/parse-store-file.ts';
import { openJks } from '../../src/formats/jks/open-jks.ts';
import { parsePkcs7 } from '../../src/formats/pkcs7/parse-pkcs7.ts';
import { openPkcs12 } from '../../src/formats/pkcs12/open-pkcs12.ts';
import { parseCertificate } from '../../src/formats/x509/parse-certificate.ts';
import { createEffort } from '../fixtures/keystores.ts';
import { element, integer, objectIdentifier, sequence } from '../fixtures/write-der.ts';
import { PASSWORD, writeJks } from './jks/write-jks.ts';
import { attribute, commonName, extension, handMade, utf8 } from './x509/hand-made.ts';

/** The factor between the first and the second input. */
const TIMES = 8;
/**
 * Linear work takes 8 times as long, and quadratic work 64 times. Delays of a busy machine are in
 * between.
 */
const MOST_TIMES = 20;
/** The minimum time that can be distinguished from other work of the processor, ms. */
const LEAST_MS = 4;
/** The result grows in proportion to the file; the engine rounds up its allocations. */
const MOST_MEMORY_TIMES = 12;
/** The maximum garbage that is not collected, bytes. */
const SLACK = 0x20_0000;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const many = (count: number, make: (at: number) => Buffer): Buffer =>
  Buffer.concat(Array.from({ length: count }, (_, at) => make(at)));

type Reader = (bytes: Buffer) => unknown;

/** Returns everything that a store reads from a file. */
async function read(bytes: Buffer): Promise<readonly unknown[]> {
  const path = '/store/file';
  const { blocks } = parseStoreFile(bytes, path);
  const answers: unknown[] = [...blocks];
  for (const block of blocks) {
    if (block.kind !== 'keystore') continue;
    const opened = await openKeystore(block, path, [Buffer.from(PASSWORD)], createEffort());
    for (const each of opened) answers.push(each);
  }
  return answers;
}

/** Returns the lowest processor time of several runs, ms, because other work only increases it. */
async function workOf(reader: Reader, bytes: Buffer): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let run = 0; run < (reader === read ? 2 : 3); run += 1) {
    const before = process.cpuUsage();
    await reader(bytes);
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, (user + system) / 1000);
  }
  return least;
}

async function heldBytes(): Promise<number> {
  collectGarbage();
  // Unreferenced buffers are freed between two turns of the event loop.
  await setImmediate();
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** Returns the memory that the result of a file uses, bytes. */
async function memoryOf(bytes: Buffer): Promise<number> {
  const before = await heldBytes();
  const kept = await read(bytes);
  const growth = (await heldBytes()) - before;
  // The objects must be referenced until they are counted.
  return kept.length + bytes.length === 0 ? Number.NaN : growth;
}

const subjectAltName = (count: number): Buffer =>
  extension(
    '2.5.29.17',
    sequence(many(count, (at) => element(0x82, Buffer.from(`host${String(at).padStart(7, '0')}.contoso.com`)))),
  );
const withExtensions = (extensions: Buffer): Buffer => handMade({ rest: [element(0xa3, sequence(extensions))] });

const SIGNED_DATA = '1.2.840.113549.1.7.2';
const DATA = '1.2.840.113549.1.7.1';
const CERTIFICATE_BAG = '1.2.840.113549.1.12.10.1.3';
const CRL_BAG = '1.2.840.113549.1.12.10.1.4';
const X509_CERTIFICATE = '1.2.840.113549.1.9.22.1';
const explicit0 = (...contents: readonly Buffer[]): Buffer => element(0xa0, ...contents);
const octetString = (contents: Buffer): Buffer => element(0x04, contents);
/** Returns an element of indefinite length. */
const endless = (tag: number, contents: Buffer): Buffer =>
  Buffer.concat([Buffer.from([tag, 0x80]), contents, Buffer.from([0, 0])]);

const pkcs7 = (certificates: Buffer): Buffer => {
  const contentInfo = sequence(objectIdentifier(DATA));
  const signed = sequence(integer(Buffer.from([1])), element(0x31), contentInfo, certificates, element(0x31));
  return sequence(objectIdentifier(SIGNED_DATA), explicit0(signed));
};

/** Returns an unencrypted PKCS#12 without a MAC. */
const pfx = (string: Buffer): Buffer =>
  sequence(integer(Buffer.from([3])), sequence(objectIdentifier(DATA), explicit0(string)));
const safe = (bags: Buffer): Buffer => sequence(objectIdentifier(DATA), explicit0(octetString(sequence(bags))));
const certificateBag = sequence(
  objectIdentifier(CERTIFICATE_BAG),
  explicit0(sequence(objectIdentifier(X509_CERTIFICATE), explicit0(octetString(sequence())))),
);
const otherBag = sequence(objectIdentifier(CRL_BAG), explicit0(sequence()));
const inPieces = (contents: Buffer, count: number): Buffer => {
  const size = Math.ceil(contents.length / count);
  const pieces = many(count, (at) => octetString(contents.subarray(at * size, (at + 1) * size)));
  return element(0x24, pieces);
};

type Case = readonly [what: string, most: number, make: (count: number) => Buffer];

/**
 * The formats, each with its reader. Its cases have a content that can occur many times, and its
 * maximum number.
 */
const FORMATS: readonly (readonly [name: string, reader: Reader, cases: readonly Case[]])[] = [
  [
    'DER',
    (bytes) => parseCertificate(bytes, '/store/file'),
    [
      ['names in a certificate', 100_000, (count) => withExtensions(subjectAltName(count))],
      [
        'extensions of a certificate',
        100_000,
        (count) => withExtensions(many(count, (at) => extension(`1.3.6.1.4.1.${at}`, Buffer.alloc(0)))),
      ],
      [
        'relative names in a subject',
        100_000,
        (count) => handMade({ subject: sequence(many(count, () => element(0x31, attribute('2.5.4.3', utf8('x'))))) }),
      ],
      [
        'attributes in a relative name',
        100_000,
        (count) =>
          handMade({
            subject: sequence(
              element(
                0x31,
                many(count, () => attribute('2.5.4.11', utf8('x'))),
              ),
            ),
          }),
      ],
      [
        'bytes of a serial number',
        8_000_000,
        (count) => handMade({ serialNumber: integer(Buffer.alloc(count, 0x41)), subject: commonName('x') }),
      ],
      [
        'bytes of an arc of an object identifier',
        8_000_000,
        (count) =>
          withExtensions(
            sequence(
              element(0x06, Buffer.concat([Buffer.from([0x2a]), Buffer.alloc(count, 0xff)])),
              octetString(Buffer.alloc(0)),
            ),
          ),
      ],
      ['bytes of a name', 8_000_000, (count) => handMade({ subject: commonName('x'.repeat(count)) })],
    ],
  ],
  [
    'PKCS#7',
    parsePkcs7,
    [
      ['certificates', 48_000, (count) => pkcs7(explicit0(many(count, () => sequence())))],
      ['skipped elements', 200_000, (count) => pkcs7(explicit0(many(count, () => element(0xa1))))],
      [
        'certificates without an end',
        48_000,
        (count) =>
          pkcs7(
            endless(
              0xa0,
              many(count, () => endless(0x30, Buffer.alloc(0))),
            ),
          ),
      ],
      [
        'lengths without an end inside one another',
        48_000,
        (count) => {
          const nest = (levels: number): Buffer =>
            levels === 0 ? many(count, () => endless(0x30, Buffer.alloc(0))) : endless(0x30, nest(levels - 1));
          return pkcs7(endless(0xa0, nest(20)));
        },
      ],
    ],
  ],
  [
    'PKCS#12',
    (bytes) => openPkcs12(bytes, [], createEffort()),
    [
      ['certificates', 96_000, (count) => pfx(octetString(sequence(safe(many(count, () => certificateBag)))))],
      ['skipped elements', 48_000, (count) => pfx(octetString(sequence(safe(many(count, () => otherBag)))))],
      ['safes', 10_000, (count) => pfx(octetString(sequence(many(count, () => safe(certificateBag)))))],
      ['pieces of a string', 64_000, (count) => pfx(inPieces(sequence(safe(many(count, () => otherBag))), count))],
    ],
  ],
  [
    'JKS',
    (bytes) => openJks(bytes, [Buffer.from(PASSWORD)], createEffort()),
    [
      [
        'certificates',
        48_000,
        (count) =>
          writeJks(Array.from({ length: count }, (_, at) => ({ alias: `a${at}`, certificates: [sequence()] }))),
      ],
      [
        'certificates of one name',
        48_000,
        (count) => writeJks(Array.from({ length: count }, () => ({ alias: 'a', certificates: [sequence()] }))),
      ],
    ],
  ],
];

for (const [name, reader, cases] of FORMATS) {
  describe(`a file eight times as long takes no more than its share of time and of memory: ${name}`, () => {
    it.each(cases)('%s', async (_, most, make) => {
      const [small, large] = [make(most / TIMES), make(most)];
      // The work of the format's reader is measured separately, because later work would hide it.
      for (const each of [reader, read]) {
        const [few, many] = [await workOf(each, small), await workOf(each, large)];
        expect(many, `${few} ms for an eighth`).toBeLessThan(MOST_TIMES * Math.max(few, LEAST_MS));
      }
      const [few, many] = [await memoryOf(small), await memoryOf(large)];
      expect(many, `${few} bytes for an eighth`).toBeLessThan(MOST_MEMORY_TIMES * Math.max(few, 0) + SLACK);
    });
  });
}
