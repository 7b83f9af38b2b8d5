import {
  constants,
  createECDH,
  createHash,
  createPublicKey,
  diffieHellman,
  type KeyObject,
  randomBytes,
  sign,
} from 'node:crypto';
import { CIPHER_SUITES, type CipherSuite } from '../../../src/formats/tls13/cipher-suites.ts';
import { KeySchedule } from '../../../src/formats/tls13/key-schedule.ts';
import { encodeMessage } from '../../../src/formats/tls13/message-reader.ts';
import { RecordProtection } from '../../../src/formats/tls13/record-protection.ts';
import { CONTENT_TYPE, encodePlaintextRecord, RecordReader } from '../../../src/formats/tls13/records.ts';
import { encodeUint16s, encodeVector } from '../../../src/formats/tls13/vector.ts';
import { generateKeys } from '../../fixtures/generate-keys.ts';
import type { MadeCertificate } from '../../fixtures/make-certificate.ts';
import { readClientHello } from './read-client-hello.ts';

/** A message of a server; `signature` is its CertificateVerify. */
export type Said =
  | 'hello'
  | 'extensions'
  | 'request'
  | 'certificate'
  | 'signature'
  | 'finished'
  | 'ticket'
  | 'key-update'
  | 'client-hello';

export const IN_ORDER: readonly Said[] = ['extensions', 'certificate', 'signature', 'finished'];

/** The deviations of a server from the protocol. */
export interface ServerHabits {
  readonly suite?: CipherSuite;
  /** The certificates; left out: only that of the server. */
  readonly chain?: readonly Buffer[];
  /** The key that signs; left out: that of the certificate. */
  readonly key?: KeyObject;
  /** The signature scheme; left out: the first one that fits the key. */
  readonly scheme?: number;
  /** Signs the handshake; left out: with the scheme. */
  readonly signs?: (content: Buffer, key: KeyObject) => Buffer;
  readonly context?: string;
  readonly order?: readonly Said[];
  /** Functions that replace the body of a message. */
  readonly bodies?: Partial<Record<Said, (body: Buffer) => Buffer>>;
  /** Returns the contents of the protected records; left out: one record with all messages. */
  readonly pack?: (messages: readonly Buffer[]) => readonly Buffer[];
  readonly hello?: Partial<HelloParts>;
  /** Unencrypted data after the ServerHello; left out: a ChangeCipherSpec. */
  readonly afterHello?: Buffer;
}

interface HelloParts {
  readonly version: number;
  readonly random: Buffer;
  readonly sessionId: Buffer;
  readonly suite: number;
  readonly compression: number;
  readonly extensions: readonly Buffer[];
}

export interface Flight {
  /** The records, in order. */
  readonly records: readonly Buffer[];
  /** The response that the client must send. */
  readonly finished: Buffer;
  /** The keys of the handshake, and then those of the session. */
  readonly opensHandshake: RecordProtection;
  readonly opens: RecordProtection;
  readonly seals: RecordProtection;
}

const P_256 = 0x0017;
const X25519 = 0x001d;

export const CHANGE_CIPHER_SPEC: Buffer = encodePlaintextRecord(CONTENT_TYPE.changeCipherSpec, 0x0303, Buffer.of(1));

export function extension(code: number, content: Buffer): Buffer {
  return Buffer.concat([encodeUint16s(code), encodeVector(2, content)]);
}

export function keyShare(key: Buffer, group: number = P_256): Buffer {
  return extension(51, Buffer.concat([encodeUint16s(group), encodeVector(2, key)]));
}

export const TLS_1_3_CHOSEN: Buffer = extension(43, encodeUint16s(0x0304));

/**
 * Returns the response of a server to a ClientHello, up to its Finished, protected with the
 * program's own functions.
 */
export function flightFor(helloRecord: Buffer, certificate: MadeCertificate, habits: ServerHabits = {}): Flight {
  const { suite = suiteOf(0x1301), order = IN_ORDER, bodies = {}, afterHello = CHANGE_CIPHER_SPEC } = habits;
  const asked = readClientHello(helloRecord);
  // OpenSSL 3.5 offers a hybrid first, which this server does not support.
  const offered = asked.keys.find(([group]) => group === P_256 || group === X25519);
  const { share, shared } = exchanged(...(offered ?? [0, Buffer.alloc(0)]));
  const hello = encodeMessage(2, (bodies.hello ?? same)(helloBody(asked.sessionId, share, suite, habits.hello)));
  const said: Buffer[] = [asked.message, hello];
  const soFar = (): Buffer => createHash(suite.hash).update(Buffer.concat(said)).digest();
  const schedule = new KeySchedule(suite, shared);
  const secrets = schedule.handshakeSecrets(soFar());

  const { chain = [certificate.der], key = certificate.keyPair.privateKey } = habits;
  const { scheme = schemeOf(key), context = 'TLS 1.3, server CertificateVerify' } = habits;
  const body: Readonly<Record<Said, () => readonly [type: number, body: Buffer]>> = {
    hello: () => [2, hello.subarray(4)],
    'client-hello': () => [1, asked.message.subarray(4)],
    extensions: () => [8, encodeVector(2)],
    request: () => [
      13,
      Buffer.concat([encodeVector(1), encodeVector(2, extension(13, encodeVector(2, encodeUint16s(0x0403))))]),
    ],
    certificate: () => [11, Buffer.concat([encodeVector(1), encodeVector(3, ...chain.map((der) => entry(der)))])],
    signature: () => {
      const content = Buffer.concat([Buffer.from(`${' '.repeat(64)}${context}\0`, 'latin1'), soFar()]);
      const signature = habits.signs?.(content, key) ?? signedWith(scheme, content, key);
      return [15, Buffer.concat([encodeUint16s(scheme), encodeVector(2, signature)])];
    },
    finished: () => [20, schedule.verifyData(secrets.server, soFar())],
    ticket: () => [
      4,
      Buffer.concat([Buffer.alloc(8), encodeVector(1), encodeVector(2, randomBytes(32)), encodeVector(2)]),
    ],
    'key-update': () => [24, Buffer.of(0)],
  };
  const messages = order.map((what) => {
    const [type, right] = body[what]();
    const one = encodeMessage(type, (bodies[what] ?? same)(right));
    said.push(one);
    return one;
  });
  const all = soFar();
  const seals = new RecordProtection(suite, schedule.trafficKeys(secrets.server));
  const contents = habits.pack?.(messages) ?? [Buffer.concat(messages)];
  const session = schedule.applicationSecrets(all);
  return {
    records: [
      encodePlaintextRecord(CONTENT_TYPE.handshake, 0x0303, hello),
      ...(afterHello.length === 0 ? [] : [afterHello]),
      ...contents.map((content) => seals.encrypt(CONTENT_TYPE.handshake, content)),
    ],
    finished: encodeMessage(20, schedule.verifyData(secrets.client, all)),
    opensHandshake: new RecordProtection(suite, schedule.trafficKeys(secrets.client)),
    opens: new RecordProtection(suite, schedule.trafficKeys(session.client)),
    seals: new RecordProtection(suite, schedule.trafficKeys(session.server)),
  };
}

/**
 * Returns the content of the records in some bytes, opened one after the other; `undefined` for one
 * that cannot be opened.
 */
export function openedWith(
  protection: RecordProtection,
  bytes: Buffer,
): readonly ({ readonly type: number; readonly content: Buffer } | undefined)[] {
  const reader = new RecordReader();
  reader.add(bytes);
  const opened: ReturnType<RecordProtection['decrypt']>[] = [];
  for (let record = reader.next(); record !== undefined; record = reader.next()) {
    if (record === 'too-long') throw new Error(record);
    opened.push(protection.decrypt(record));
  }
  return opened;
}

/** Returns the key share of the server: of P-256 for this client, or of X25519 for OpenSSL. */
function exchanged(group: number, key: Buffer): { readonly share: Buffer; readonly shared: Buffer } {
  if (group === P_256) {
    const exchange = createECDH('prime256v1');
    const share = keyShare(exchange.generateKeys());
    return { share, shared: exchange.computeSecret(key) };
  }
  const { privateKey, publicKey } = generateKeys('x25519');
  const spki = Buffer.from('302a300506032b656e032100', 'hex');
  const theirs = createPublicKey({ key: Buffer.concat([spki, key]), format: 'der', type: 'spki' });
  const own = publicKey.export({ type: 'spki', format: 'der' }).subarray(spki.length);
  return { share: keyShare(own, group), shared: diffieHellman({ privateKey, publicKey: theirs }) };
}

function helloBody(sessionId: Buffer, share: Buffer, suite: CipherSuite, other: Partial<HelloParts> = {}): Buffer {
  const parts: HelloParts = {
    version: 0x0303,
    random: randomBytes(32),
    sessionId,
    suite: suite.code,
    compression: 0,
    extensions: [TLS_1_3_CHOSEN, share],
    ...other,
  };
  return Buffer.concat([
    encodeUint16s(parts.version),
    parts.random,
    encodeVector(1, parts.sessionId),
    encodeUint16s(parts.suite),
    Buffer.of(parts.compression),
    encodeVector(2, ...parts.extensions),
  ]);
}

function entry(der: Buffer): Buffer {
  return Buffer.concat([encodeVector(3, der), encodeVector(2)]);
}

function same(body: Buffer): Buffer {
  return body;
}

export function suiteOf(code: number): CipherSuite {
  const suite = CIPHER_SUITES.find((known) => known.code === code);
  if (suite === undefined) throw new Error(`no suite ${code}`);
  return suite;
}

function schemeOf({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): number {
  switch (asymmetricKeyType) {
    case 'rsa':
      return 0x0804;
    case 'rsa-pss':
      return 0x0809;
    case 'ed25519':
      return 0x0807;
    case 'ed448':
      return 0x0808;
    default:
      return { secp384r1: 0x0503, secp521r1: 0x0603 }[asymmetricKeyDetails?.namedCurve ?? ''] ?? 0x0403;
  }
}

/**
 * Signs with a scheme, even if it does not fit the key.
 * @see RFC 8446 section 4.2.3
 */
export function signedWith(scheme: number, content: Buffer, key: KeyObject): Buffer {
  const isEddsa = scheme === 0x0807 || scheme === 0x0808;
  if (isEddsa || key.asymmetricKeyType?.startsWith('ed')) return sign(null, content, key);
  const isPss = scheme >> 8 === 0x08;
  const turn = isPss ? (scheme - 0x0804) % 5 : (scheme >> 8) - 4;
  const algorithm = scheme >> 8 === 0x02 ? 'sha1' : (['sha256', 'sha384', 'sha512'] as const)[turn];
  if (!isPss || !key.asymmetricKeyType?.startsWith('rsa')) return sign(algorithm, content, key);
  const padding = constants.RSA_PKCS1_PSS_PADDING;
  return sign(algorithm, content, { key, padding, saltLength: constants.RSA_PSS_SALTLEN_DIGEST });
}
