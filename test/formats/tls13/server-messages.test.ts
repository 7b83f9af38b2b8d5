import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  areValidEncryptedExtensions,
  isValidCertificateRequest,
  readCertificates,
  readCertificateVerify,
  readServerHello,
} from '../../../src/formats/tls13/server-messages.ts';
import { encodeUint16s, encodeVector } from '../../../src/formats/tls13/vector.ts';
import { mutate, mutation } from '../../fixtures/mutate.ts';
import { CERTIFICATE, CERTIFICATE_VERIFY } from './rfc8448.ts';
import { extension, keyShare, suiteOf, TLS_1_3_CHOSEN } from './server-side.ts';

const SESSION = randomBytes(32);
const POINT = Buffer.concat([Buffer.of(4), randomBytes(64)]);

interface Parts {
  readonly version?: number;
  readonly session?: Buffer;
  readonly suite?: number;
  readonly compression?: number;
  readonly extensions?: readonly Buffer[];
}

function helloOf({
  version = 0x0303,
  session = SESSION,
  suite = 0x1301,
  compression = 0,
  ...more
}: Parts = {}): Buffer {
  const { extensions = [keyShare(POINT), TLS_1_3_CHOSEN] } = more;
  const head = [
    encodeUint16s(version),
    Buffer.alloc(32, 1),
    encodeVector(1, session),
    encodeUint16s(suite),
    Buffer.of(compression),
  ];
  return Buffer.concat([...head, encodeVector(2, ...extensions)]);
}

function certificatesOf(...ders: readonly Buffer[]): Buffer {
  return Buffer.concat([
    encodeVector(1),
    encodeVector(3, ...ders.flatMap((der) => [encodeVector(3, der), encodeVector(2)])),
  ]);
}

const REQUEST = Buffer.concat([
  encodeVector(1),
  encodeVector(2, extension(13, encodeVector(2, encodeUint16s(0x0403, 0x0804)))),
]);

describe('a ServerHello', () => {
  it.each([0x1301, 0x1302, 0x1303])('accepts an offered suite %i, whatever its position', (suite) => {
    for (const extensions of [
      [keyShare(POINT), TLS_1_3_CHOSEN],
      [TLS_1_3_CHOSEN, keyShare(POINT)],
    ]) {
      const read = readServerHello(helloOf({ suite, extensions }), SESSION);
      expect(read).toEqual({ suite: suiteOf(suite), keyShare: POINT });
    }
  });

  it.each<[string, Parts]>([
    ['has another version', { version: 0x0302 }],
    ['has another session', { session: randomBytes(32) }],
    ['has no session', { session: Buffer.alloc(0) }],
    ['has a suite that was not offered', { suite: 0x1304 }],
    ['has a suite of TLS 1.2', { suite: 0xc02f }],
    ['is compressed', { compression: 1 }],
    ['has no extensions, as TLS 1.2', { extensions: [] }],
    ['chooses no version', { extensions: [keyShare(POINT)] }],
    ['chooses TLS 1.2', { extensions: [keyShare(POINT), extension(43, encodeUint16s(0x0303))] }],
    ['chooses two versions', { extensions: [keyShare(POINT), extension(43, encodeUint16s(0x0304, 0x0304))] }],
    ['has no key', { extensions: [TLS_1_3_CHOSEN] }],
    ['has a key of another group', { extensions: [keyShare(randomBytes(32), 0x001d), TLS_1_3_CHOSEN] }],
    ['has our group with another key', { extensions: [keyShare(randomBytes(32)), TLS_1_3_CHOSEN] }],
    ['has a compressed point', { extensions: [keyShare(Buffer.alloc(33, 2)), TLS_1_3_CHOSEN] }],
    ['wants another hello', { extensions: [extension(51, encodeUint16s(0x001d)), TLS_1_3_CHOSEN] }],
    [
      'has trailing data after its key',
      {
        extensions: [
          extension(51, Buffer.concat([encodeUint16s(0x17), encodeVector(2, POINT), POINT])),
          TLS_1_3_CHOSEN,
        ],
      },
    ],
    ['has an extension twice', { extensions: [keyShare(POINT), TLS_1_3_CHOSEN, TLS_1_3_CHOSEN] }],
    [
      'resumes a session that was not offered',
      { extensions: [keyShare(POINT), TLS_1_3_CHOSEN, extension(41, encodeUint16s(0))] },
    ],
  ])('that %s is refused', (_what, parts) => {
    expect(readServerHello(helloOf(parts), SESSION)).toBeUndefined();
  });

  it('that is truncated, or has trailing data, is refused', () => {
    const whole = helloOf();
    for (let length = 0; length < whole.length; length++) {
      expect(readServerHello(whole.subarray(0, length), SESSION), `${length}`).toBeUndefined();
    }
    expect(readServerHello(Buffer.concat([whole, Buffer.of(0)]), SESSION)).toBeUndefined();
  });
});

describe('a Certificate', () => {
  it('has its certificates in their order, as copies', () => {
    const ders = [randomBytes(300), randomBytes(70_000), randomBytes(1)];
    const body = certificatesOf(...ders);
    const read = readCertificates(body);
    expect(read?.map((der) => ders.findIndex((one) => one.equals(der)))).toEqual([0, 1, 2]);
    body.fill(0);
    expect(read?.map((der) => ders.findIndex((one) => one.equals(der)))).toEqual([0, 1, 2]);
    expect(readCertificates(certificatesOf())).toEqual([]);
  });

  it.each([
    ['a response without a request', Buffer.concat([encodeVector(1, Buffer.of(1)), encodeVector(3)])],
    [
      'content without a request',
      Buffer.concat([
        encodeVector(1),
        encodeVector(3, encodeVector(3, Buffer.of(1)), encodeVector(2, extension(5, randomBytes(9)))),
      ]),
    ],
    ['an empty certificate', certificatesOf(Buffer.alloc(0))],
    ['no extensions', Buffer.concat([encodeVector(1), encodeVector(3, encodeVector(3, Buffer.of(1)))])],
    ['trailing data', Buffer.concat([certificatesOf(Buffer.of(1)), Buffer.of(0)])],
  ])('with %s cannot be read', (_what, body) => {
    expect(readCertificates(body)).toBeUndefined();
  });
});

it('a signature, extensions and a request are read if they are exact', () => {
  const signed = Buffer.concat([encodeUint16s(0x0804), encodeVector(2, Buffer.of(1, 2, 3))]);
  expect(readCertificateVerify(signed)).toEqual({ scheme: 0x0804, signature: Buffer.of(1, 2, 3) });
  expect(areValidEncryptedExtensions(encodeVector(2))).toBe(true);
  expect(
    areValidEncryptedExtensions(encodeVector(2, extension(0, encodeVector(2)), extension(0, encodeVector(2)))),
  ).toBe(false);
  expect(
    areValidEncryptedExtensions(
      encodeVector(2, extension(0, Buffer.alloc(0)), extension(10, encodeVector(2, encodeUint16s(23)))),
    ),
  ).toBe(true);
  // ALPN was not offered.
  expect(areValidEncryptedExtensions(encodeVector(2, extension(16, encodeVector(2))))).toBe(false);
  expect(isValidCertificateRequest(REQUEST)).toBe(true);
  for (const algorithms of [
    Buffer.alloc(0),
    encodeVector(2),
    encodeVector(2, Buffer.of(4)),
    Buffer.concat([encodeVector(2, encodeUint16s(4)), Buffer.of(0)]),
  ]) {
    const body = Buffer.concat([encodeVector(1), encodeVector(2, extension(13, algorithms))]);
    expect(isValidCertificateRequest(body), algorithms.toString('hex')).toBe(false);
  }
  expect(isValidCertificateRequest(Buffer.concat([encodeVector(1), encodeVector(2)]))).toBe(false);
  expect(isValidCertificateRequest(Buffer.concat([encodeVector(1, Buffer.of(7)), REQUEST.subarray(1)]))).toBe(false);
});

describe('any input of a server', () => {
  const seeds: readonly (readonly [string, Buffer, (body: Buffer) => unknown])[] = [
    ['ServerHello', helloOf(), (body) => readServerHello(body, SESSION)],
    [
      'EncryptedExtensions',
      encodeVector(2, extension(10, encodeVector(2, encodeUint16s(23, 29))), extension(0, Buffer.alloc(0))),
      (body) => areValidEncryptedExtensions(body) || undefined,
    ],
    ['CertificateRequest', REQUEST, (body) => isValidCertificateRequest(body) || undefined],
    ['Certificate', CERTIFICATE.subarray(4), readCertificates],
    ['CertificateVerify', CERTIFICATE_VERIFY.subarray(4), readCertificateVerify],
  ];

  it.each(seeds)('with a %s that is truncated, or has trailing data, cannot be read', (_what, body, read) => {
    expect(read(body)).toBeDefined();
    for (let length = 0; length < body.length; length++) {
      expect(read(body.subarray(0, length)), `${length}`).toBeUndefined();
    }
    expect(read(Buffer.concat([body, Buffer.of(0)]))).toBeUndefined();
  });

  it.each(seeds)('with a %s is read or refused, after any change, and is never modified', (_what, body, read) => {
    fc.assert(
      fc.property(fc.array(mutation, { minLength: 1, maxLength: 4 }), (mutations) => {
        const changed = mutate(body, mutations);
        const before = Buffer.from(changed);
        read(changed);
        expect(changed.equals(before)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});
