import { createHash, createPublicKey } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { CIPHER_SUITES } from '../../../src/formats/tls13/cipher-suites.ts';
import type { HandshakeRequest } from '../../../src/formats/tls13/handshake.ts';
import { encodeMessage } from '../../../src/formats/tls13/message-reader.ts';
import { CONTENT_TYPE, encodePlaintextRecord } from '../../../src/formats/tls13/records.ts';
import { Tls13Client, type Tls13Event } from '../../../src/formats/tls13/tls13-client.ts';
import { encodeVector } from '../../../src/formats/tls13/vector.ts';
import { generateKeys } from '../../fixtures/generate-keys.ts';
import { type KeyKind, type MadeCertificate, makeCertificate } from '../../fixtures/make-certificate.ts';
import {
  CHANGE_CIPHER_SPEC,
  extension,
  type Flight,
  flightFor,
  IN_ORDER,
  keyShare,
  openedWith,
  type Said,
  type ServerHabits,
  signedWith,
  TLS_1_3_CHOSEN,
} from './server-side.ts';

const NOON = Date.UTC(2026, 10, 24, 12);
const DATES = { notBefore: NOON, notAfter: NOON + 1000 };
const ISSUER = makeCertificate({ commonName: 'CA', isCa: true, ...DATES });
const KINDS: readonly KeyKind[] = ['ec', 'rsa', 'rsa-pss', 'ed25519'];
const MADE: Readonly<Record<KeyKind, MadeCertificate>> = {
  ec: makeCertificate({ commonName: 'mx', key: 'ec', ...DATES }),
  rsa: makeCertificate({ commonName: 'mx', key: 'rsa', ...DATES }),
  'rsa-pss': makeCertificate({ commonName: 'mx', key: 'rsa-pss', ...DATES }),
  ed25519: makeCertificate({ commonName: 'mx', key: 'ed25519', ...DATES }),
};
const LEAF = MADE.ec;
const ANY: HandshakeRequest = { serverName: 'mx', keyType: 'any' };

interface Met {
  readonly client: Tls13Client;
  readonly flight: Flight;
  readonly happenings: readonly Tls13Event[];
}

/**
 * Connects a client to a server with these habits, whose data arrives in chunks of this many bytes.
 */
function meet(habits: ServerHabits = {}, certificate = LEAF, asked = ANY, pieceBytes = Number.MAX_SAFE_INTEGER): Met {
  const client = new Tls13Client(asked);
  const flight = flightFor(client.begin(), certificate, habits);
  return { client, flight, happenings: inPieces(client, Buffer.concat(flight.records), pieceBytes) };
}

function inPieces(client: Tls13Client, bytes: Buffer, pieceBytes: number): readonly Tls13Event[] {
  const happenings: Tls13Event[] = [];
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    happenings.push(...client.receive(bytes.subarray(at, at + pieceBytes)));
  }
  return happenings;
}

function kinds(happenings: readonly Tls13Event[]): readonly string[] {
  return happenings.map(({ kind }) => kind);
}

/** Returns the reason of a failed handshake, which is required. */
function failure({ happenings }: Pick<Met, 'happenings'>): string {
  expect(kinds(happenings)).toEqual(['failed']);
  return happenings[0]?.kind === 'failed' ? happenings[0].detail : '';
}

describe('a correct server', () => {
  const cases = CIPHER_SUITES.flatMap((suite) => KINDS.map((kind) => ({ suite, kind, name: suite.name })));
  it.each(cases)(
    'completes the handshake with $name and a key of type $kind, and gets a response',
    ({ suite, kind }) => {
      const { client, flight, happenings } = meet({ suite, chain: [MADE[kind].der, ISSUER.der] }, MADE[kind]);
      expect(kinds(happenings)).toEqual(['send', 'secured']);
      expect(happenings[1]).toEqual({ kind: 'secured', cipher: suite.name, chain: [MADE[kind].der, ISSUER.der] });
      const [sent] = happenings;
      const bytes = sent?.kind === 'send' ? sent.bytes : Buffer.alloc(0);
      const head = CHANGE_CIPHER_SPEC.length;
      expect(bytes.subarray(0, head)).toEqual(CHANGE_CIPHER_SPEC);
      expect(openedWith(flight.opensHandshake, bytes.subarray(head))).toEqual([
        { type: CONTENT_TYPE.handshake, content: flight.finished },
      ]);
      const said = [client.encrypt(Buffer.from('QUIT\r\n')), client.encryptCloseNotify()];
      expect(openedWith(flight.opens, Buffer.concat(said))).toEqual([
        { type: CONTENT_TYPE.application, content: Buffer.from('QUIT\r\n') },
        { type: CONTENT_TYPE.alert, content: Buffer.of(1, 0) },
      ]);
    },
  );

  it.each([1, 2, 3, 5, 64, 1000])('completes the handshake if it sends chunks of %i bytes', (bytes) => {
    expect(kinds(meet({}, LEAF, ANY, bytes).happenings)).toEqual(['send', 'secured']);
  });

  it('completes the handshake however it packs its messages', () => {
    const each = (messages: readonly Buffer[]): readonly Buffer[] => messages;
    const single = (messages: readonly Buffer[]): readonly Buffer[] =>
      [...Buffer.concat(messages)].map((byte) => Buffer.of(byte));
    for (const pack of [each, single]) expect(kinds(meet({ pack }).happenings)).toEqual(['send', 'secured']);
  });

  it.each<[string, ServerHabits]>([
    [
      'asks for a certificate, which is not had',
      { order: ['extensions', 'request', 'certificate', 'signature', 'finished'] },
    ],
    ['sends no ChangeCipherSpec', { afterHello: Buffer.alloc(0) }],
    ['sends two', { afterHello: Buffer.concat([CHANGE_CIPHER_SPEC, CHANGE_CIPHER_SPEC]) }],
    ['acknowledges the server name', { bodies: { extensions: () => encodeVector(2, extension(0, Buffer.alloc(0))) } }],
  ])('completes the handshake if it %s', (_what, habits) => {
    expect(kinds(meet(habits).happenings)).toEqual(['send', 'secured']);
  });

  it('is sent an empty client certificate if it requests one', () => {
    const { flight, happenings } = meet({ order: ['extensions', 'request', 'certificate', 'signature', 'finished'] });
    const bytes = happenings[0]?.kind === 'send' ? happenings[0].bytes : Buffer.alloc(0);
    const opened = openedWith(flight.opensHandshake, bytes.subarray(CHANGE_CIPHER_SPEC.length));
    expect(opened[0]).toEqual({ type: CONTENT_TYPE.handshake, content: encodeMessage(11, Buffer.alloc(4)) });
    expect(opened.map((one) => one?.content[0])).toEqual([11, 20]);
  });

  it("can have a long chain, up to OpenSSL's limit", () => {
    const many = Array.from({ length: 200 }, () => LEAF.der);
    const inRecords = (messages: readonly Buffer[]): readonly Buffer[] => {
      const all = Buffer.concat(messages);
      return Array.from({ length: Math.ceil(all.length / 0x4000) }, (_, turn) =>
        all.subarray(turn * 0x4000, (turn + 1) * 0x4000),
      );
    };
    const { happenings } = meet({ chain: many, pack: inRecords });
    expect(happenings[1]?.kind === 'secured' && happenings[1].chain.length).toBe(200);
    const large = [LEAF.der, Buffer.alloc(102_400, 1)];
    expect(failure(meet({ chain: large, pack: inRecords }))).toBe('a message is too long');
  });
});

describe('an incorrect server is refused', () => {
  const other = makeCertificate({ commonName: 'mx', key: 'ec', ...DATES });

  it.each<[string, ServerHabits, KeyKind?]>([
    ['signs with the key of another certificate', { key: other.keyPair.privateKey }],
    ['signs with a key of another kind', { key: MADE.rsa.keyPair.privateKey }],
    [
      'signs with a key of another type',
      { key: MADE.rsa.keyPair.privateKey, scheme: 0x0403, signs: (content, key) => signedWith(0x0804, content, key) },
    ],
    ['signs by PKCS #1', { scheme: 0x0401 }, 'rsa'],
    ['signs with SHA-1', { scheme: 0x0203 }],
    ['signs by RSA with SHA-1', { scheme: 0x0201 }, 'rsa'],
    ['signs as a client', { context: 'TLS 1.3, client CertificateVerify' }],
    ['signs something else', { signs: (content, key) => signedWith(0x0403, content.subarray(1), key) }],
    ['does not sign', { signs: () => Buffer.alloc(0) }],
    ['shows a certificate that is none', { chain: [Buffer.from('no certificate')] }],
    ['shows another one first', { chain: [other.der, LEAF.der] }],
    ['shows none', { chain: [] }],
    [
      'sends a response without a request',
      { bodies: { certificate: (body) => Buffer.concat([encodeVector(1, Buffer.of(1)), body.subarray(1)]) } },
    ],
    [
      'has another Finished',
      { bodies: { finished: (body) => Buffer.from(body.map((byte, at) => (at === 31 ? byte ^ 1 : byte))) } },
    ],
    ['has a Finished that is too short', { bodies: { finished: (body) => body.subarray(1) } }],
    ['has a Finished that is empty', { bodies: { finished: () => Buffer.alloc(0) } }],
    [
      'has trailing data after its extensions',
      { bodies: { extensions: (body) => Buffer.concat([body, Buffer.of(0)]) } },
    ],
    ['sends an empty record', { pack: (messages) => [Buffer.alloc(0), ...messages] }],
    [
      'sends a part of its message, and then something else',
      { pack: (messages) => [Buffer.concat(messages).subarray(0, 9)], afterHello: Buffer.alloc(0) },
    ],
    ['has another session', { hello: { sessionId: Buffer.alloc(32) } }],
    ['chooses another suite than it protects with', { hello: { suite: 0x1302 } }],
    [
      'wants another hello',
      {
        hello: {
          random: createHash('sha256').update('HelloRetryRequest').digest(),
          extensions: [TLS_1_3_CHOSEN, extension(51, Buffer.from('001d', 'hex'))],
        },
      },
    ],
    [
      'has a point that is not of the curve',
      { hello: { extensions: [TLS_1_3_CHOSEN, keyShare(Buffer.concat([Buffer.of(4), Buffer.alloc(64, 1)]))] } },
    ],
    [
      'continues unencrypted',
      { afterHello: encodePlaintextRecord(CONTENT_TYPE.handshake, 0x0303, encodeMessage(8, encodeVector(2))) },
    ],
    ['breaks off with an alert', { afterHello: encodePlaintextRecord(CONTENT_TYPE.alert, 0x0303, Buffer.of(2, 40)) }],
    [
      'sends data in between',
      { afterHello: encodePlaintextRecord(CONTENT_TYPE.application, 0x0303, Buffer.alloc(40)) },
    ],
    [
      'sends an invalid ChangeCipherSpec',
      { afterHello: encodePlaintextRecord(CONTENT_TYPE.changeCipherSpec, 0x0303, Buffer.of(2)) },
    ],
    ['changes without an end', { afterHello: Buffer.concat(Array.from({ length: 1000 }, () => CHANGE_CIPHER_SPEC)) }],
  ])('if it %s', (_what, habits, kind = 'ec') => {
    const { client, happenings } = meet(habits, MADE[kind]);
    if (habits.pack !== undefined && happenings.length === 0) {
      // The client waits for the rest of a message.
      expect(
        failure({ happenings: client.receive(encodePlaintextRecord(CONTENT_TYPE.alert, 0x0303, Buffer.of(2, 40))) }),
      ).not.toBe('');
    } else expect(failure({ happenings })).not.toBe('');
    expect(client.receive(CHANGE_CIPHER_SPEC)).toEqual([]);
  });

  it.each([
    ['rsa', 'ec'],
    ['rsa', 'ed25519'],
    ['ecdsa', 'rsa'],
    ['ecdsa', 'rsa-pss'],
    ['ecdsa', 'ed25519'],
  ] as const)('with a request for a key of type %s, and one of type %s', (keyType, kind) => {
    expect(failure(meet({}, MADE[kind], { serverName: 'mx', keyType }))).not.toBe('');
  });

  it.each([
    ['rsa', 'rsa'],
    ['rsa', 'rsa-pss'],
    ['ecdsa', 'ec'],
  ] as const)('but not with a request for a key of type %s, and one of type %s', (keyType, kind) => {
    expect(kinds(meet({}, MADE[kind], { serverName: 'mx', keyType }).happenings)).toEqual(['send', 'secured']);
  });

  it('in any other order of its messages, although all of it is signed and finished', () => {
    const known: readonly Said[] = [
      'hello',
      'extensions',
      'request',
      'certificate',
      'signature',
      'finished',
      'ticket',
      'key-update',
      'client-hello',
    ];
    const right = new Set([IN_ORDER.join(), ['extensions', 'request', 'certificate', 'signature', 'finished'].join()]);
    const orders = new Map<string, readonly Said[]>();
    const add = (order: readonly Said[]): void => {
      // Data after the Finished message is tested separately.
      if (!right.has(order.slice(0, order.indexOf('finished') + 1).join())) orders.set(order.join(), order);
    };
    for (let at = 0; at < IN_ORDER.length; at++) {
      add(IN_ORDER.toSpliced(at, 1));
      for (const said of known) {
        add(IN_ORDER.toSpliced(at, 0, said));
        add(IN_ORDER.toSpliced(at, 1, said));
        for (const more of known) add(IN_ORDER.toSpliced(at, 0, said, more));
      }
      for (let to = 0; to < IN_ORDER.length; to++) {
        const moved = IN_ORDER.toSpliced(at, 1);
        add(moved.toSpliced(to, 0, IN_ORDER[at] ?? 'hello'));
      }
    }
    expect(orders.size).toBeGreaterThan(300);
    for (const order of orders.values()) {
      const { happenings } = meet({ order });
      expect(kinds(happenings), order.join()).not.toContain('secured');
      expect(happenings.length, order.join()).toBeLessThan(2);
      // Each message is in its own record.
      expect(kinds(meet({ order, pack: (messages) => messages }).happenings), order.join()).not.toContain('secured');
    }
  });

  it('if it sends data after its Finished with the handshake keys', () => {
    for (const said of ['ticket', 'key-update', 'finished', 'request'] as const) {
      expect(failure(meet({ order: [...IN_ORDER, said] }))).toBe('unexpected data before the key change');
    }
  });

  it('if it sends its Finished unencrypted, or anything else in place of its ServerHello', () => {
    for (const type of [0, 1, 4, 8, 11, 13, 15, 20, 24, 254]) {
      const client = new Tls13Client(ANY);
      client.begin();
      const record = encodePlaintextRecord(CONTENT_TYPE.handshake, 0x0303, encodeMessage(type, Buffer.alloc(32)));
      expect(failure({ happenings: client.receive(record) })).not.toBe('');
    }
  });
});

describe('within a session', () => {
  const session = (): Met => {
    const met = meet();
    expect(kinds(met.happenings)).toEqual(['send', 'secured']);
    return met;
  };

  it("the server's data is received, and its tickets are ignored", () => {
    const { client, flight } = session();
    const ticket = flight.seals.encrypt(CONTENT_TYPE.handshake, encodeMessage(4, Buffer.alloc(80)));
    const said = [Buffer.from('221 '), Buffer.alloc(0x4000, 1)];
    const bytes = Buffer.concat([
      ticket,
      ...said.map((one) => flight.seals.encrypt(CONTENT_TYPE.application, one)),
      ticket,
    ]);
    const first = client.receive(bytes.subarray(0, bytes.length - ticket.length));
    expect(first).toEqual(said.map((one) => ({ kind: 'received', bytes: one })));
  });

  it('padding is ignored', () => {
    const { client, flight } = session();
    // The content type, followed by padding that resembles a type.
    const padded = Buffer.concat([Buffer.from('bye'), Buffer.of(CONTENT_TYPE.application), Buffer.alloc(500)]);
    expect(client.receive(flight.seals.encrypt(0, padded))).toEqual([{ kind: 'received', bytes: Buffer.from('bye') }]);
  });

  it.each<[string, (flight: Flight) => Buffer]>([
    [
      'breaks a message off',
      ({ seals }) =>
        Buffer.concat([
          seals.encrypt(CONTENT_TYPE.handshake, encodeMessage(4, Buffer.alloc(80)).subarray(0, 50)),
          seals.encrypt(CONTENT_TYPE.application, Buffer.from('221 bye')),
        ]),
    ],
    ['sends close_notify', ({ seals }) => seals.encrypt(CONTENT_TYPE.alert, Buffer.of(1, 0))],
    ['wants other keys', ({ seals }) => seals.encrypt(CONTENT_TYPE.handshake, encodeMessage(24, Buffer.of(1)))],
    [
      'asks for a certificate',
      ({ seals }) => seals.encrypt(CONTENT_TYPE.handshake, encodeMessage(13, Buffer.alloc(3))),
    ],
    [
      'starts another handshake',
      ({ seals }) => seals.encrypt(CONTENT_TYPE.handshake, encodeMessage(2, Buffer.alloc(80))),
    ],
    ['changes its cipher', () => CHANGE_CIPHER_SPEC],
    ['sends unencrypted data', () => encodePlaintextRecord(CONTENT_TYPE.application, 0x0303, Buffer.from('221 bye'))],
    ['has nothing in a record but padding', ({ seals }) => seals.encrypt(0, Buffer.alloc(40))],
    ['sends a record without a type', ({ seals }) => seals.encrypt(99, Buffer.of(1))],
    ['sends an oversized record', ({ seals }) => seals.encrypt(CONTENT_TYPE.application, Buffer.alloc(0x4001))],
    ['sends a record far beyond the limit', () => Buffer.of(23, 3, 3, 0x41, 0x01)],
  ])('a server that %s has closed it, and nothing more is accepted', (_what, says) => {
    const { client, flight } = session();
    expect(client.receive(says(flight))).toEqual([{ kind: 'closed' }]);
    expect(client.receive(flight.seals.encrypt(CONTENT_TYPE.application, Buffer.from('more')))).toEqual([]);
  });
});

it('nothing is sent before there are keys', () => {
  const client = new Tls13Client(ANY);
  client.begin();
  expect(() => client.encrypt(Buffer.of(1))).toThrow('no keys are negotiated yet');
  expect(() => client.encryptCloseNotify()).toThrow('no keys are negotiated yet');
});

it('a key of Ed448 and of every curve verifies a certificate', () => {
  for (const privateKey of [
    generateKeys('ed448').privateKey,
    generateKeys('ec', { namedCurve: 'secp384r1' }).privateKey,
    generateKeys('ec', { namedCurve: 'secp521r1' }).privateKey,
  ]) {
    const keyPair = { privateKey, publicKey: createPublicKey(privateKey) };
    const certificate = makeCertificate({ commonName: 'mx', issuer: ISSUER, keyPair, ...DATES });
    expect(kinds(meet({}, certificate).happenings)).toEqual(['send', 'secured']);
  }
});
