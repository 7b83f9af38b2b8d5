import { CIPHER_SUITES, type CipherSuite } from './cipher-suites.ts';
import { EXTENSION, SECP256R1, TLS_1_2, TLS_1_3 } from './client-hello.ts';
import { VectorReader } from './vector.ts';

const RANDOM_OCTETS = 32;
const POINT_OCTETS = 65;
const NOTHING: Buffer = Buffer.alloc(0);
/** What was offered, and may be answered to apart from the choices that a ServerHello says. */
const ANSWERED: ReadonlySet<number> = new Set([EXTENSION.serverName, EXTENSION.supportedGroups]);

/** What a server has chosen. */
export interface ServerHello {
  readonly suite: CipherSuite;
  /** A point of secp256r1. */
  readonly keyShare: Buffer;
}

/**
 * The body of a ServerHello that takes what was offered; undefined for any other, one that asks for another hello among them:
 * that has no key.
 * @see RFC 8446 section 4.1.3
 */
export function readServerHello(body: Buffer, sessionId: Buffer): ServerHello | undefined {
  const reader = new VectorReader(body);
  const version = reader.number(2);
  reader.octets(RANDOM_OCTETS);
  const echo = reader.vector(1);
  const code = reader.number(2);
  const compression = reader.number(1);
  const extensions = readExtensions(reader.vector(2));
  if (!reader.isExact || version !== TLS_1_2 || compression !== 0 || !echo.equals(sessionId)) return undefined;
  const suite = CIPHER_SUITES.find((known) => known.code === code);
  const keyShare = readKeyShare(extensions?.get(EXTENSION.keyShare));
  const chosen = extensions?.get(EXTENSION.supportedVersions);
  if (suite === undefined || keyShare === undefined || chosen?.length !== 2) return undefined;
  return chosen.readUInt16BE(0) === TLS_1_3 && extensions?.size === 2 ? { suite, keyShare } : undefined;
}

/** undefined: they cannot be read, or one comes twice. */
function readExtensions(octets: Buffer): ReadonlyMap<number, Buffer> | undefined {
  const reader = new VectorReader(octets);
  const extensions = new Map<number, Buffer>();
  while (reader.left > 0) {
    const type = reader.number(2);
    const content = reader.vector(2);
    if (reader.isShort || extensions.has(type)) return undefined;
    extensions.set(type, content);
  }
  return extensions;
}

function readKeyShare(content: Buffer | undefined): Buffer | undefined {
  if (content === undefined) return undefined;
  const reader = new VectorReader(content);
  const group = reader.number(2);
  const key = reader.vector(2);
  return reader.isExact && group === SECP256R1 && key.length === POINT_OCTETS ? key : undefined;
}

/**
 * The certificates in the body of a Certificate, in its order; undefined: it cannot be read. They are copies.
 * @see RFC 8446 section 4.4.2
 */
export function readCertificates(body: Buffer): readonly Buffer[] | undefined {
  const reader = new VectorReader(body);
  const context = reader.vector(1);
  const list = reader.vector(3);
  if (!reader.isExact || context.length > 0) return undefined;
  const entries = new VectorReader(list);
  const certificates: Buffer[] = [];
  while (entries.left > 0) {
    const der = entries.vector(3);
    // Nothing was asked for that could stand there.
    const extensions = entries.vector(2);
    if (entries.isShort || der.length === 0 || extensions.length > 0) return undefined;
    certificates.push(Buffer.from(der));
  }
  return certificates;
}

/** The body of a CertificateVerify; undefined: it cannot be read. @see RFC 8446 section 4.4.3 */
export function readSignature(body: Buffer): { readonly scheme: number; readonly signature: Buffer } | undefined {
  const reader = new VectorReader(body);
  const scheme = reader.number(2);
  const signature = reader.vector(2);
  return reader.isExact ? { scheme, signature } : undefined;
}

/** Whether it can be read, and answers nothing that was not asked. @see RFC 8446 section 4.3.1 */
export function isEncryptedExtensions(body: Buffer): boolean {
  const reader = new VectorReader(body);
  const extensions = readExtensions(reader.vector(2));
  return reader.isExact && extensions !== undefined && [...extensions.keys()].every((type) => ANSWERED.has(type));
}

/** Whether it can be read, and says what it has to: what it asks for is not had, whatever it is. @see RFC 8446 section 4.3.2 */
export function isCertificateRequest(body: Buffer): boolean {
  const reader = new VectorReader(body);
  const context = reader.vector(1);
  const extensions = readExtensions(reader.vector(2));
  const algorithms = new VectorReader(extensions?.get(EXTENSION.signatureAlgorithms) ?? NOTHING);
  const { length } = algorithms.vector(2);
  return reader.isExact && context.length === 0 && algorithms.isExact && length > 0 && length % 2 === 0;
}
