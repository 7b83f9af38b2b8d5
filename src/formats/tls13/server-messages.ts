import { CIPHER_SUITES, type CipherSuite } from './cipher-suites.ts';
import { EXTENSION, SECP256R1, TLS_1_2, TLS_1_3 } from './client-hello.ts';
import { VectorReader } from './vector.ts';

const RANDOM_BYTES = 32;
const POINT_BYTES = 65;
const EMPTY: Buffer = Buffer.alloc(0);
/** The offered extensions that EncryptedExtensions may contain. */
const ALLOWED_ENCRYPTED_EXTENSIONS: ReadonlySet<number> = new Set([EXTENSION.serverName, EXTENSION.supportedGroups]);

/** The server's choices. */
export interface ServerHello {
  readonly suite: CipherSuite;
  /** A point of secp256r1. */
  readonly keyShare: Buffer;
}

/**
 * Parses a ServerHello; undefined if it is malformed or does not accept the offer. A
 * HelloRetryRequest has no key, so it does not accept the offer.
 * @see RFC 8446 section 4.1.3
 */
export function readServerHello(body: Buffer, sessionId: Buffer): ServerHello | undefined {
  const reader = new VectorReader(body);
  const version = reader.uint(2);
  reader.bytes(RANDOM_BYTES);
  const sessionIdEcho = reader.vector(1);
  const code = reader.uint(2);
  const compression = reader.uint(1);
  const extensions = readExtensions(reader.vector(2));
  if (!reader.isFullyRead || version !== TLS_1_2 || compression !== 0 || !sessionIdEcho.equals(sessionId))
    return undefined;
  const suite = CIPHER_SUITES.find((known) => known.code === code);
  const keyShare = readKeyShare(extensions?.get(EXTENSION.keyShare));
  const selectedVersion = extensions?.get(EXTENSION.supportedVersions);
  if (suite === undefined || keyShare === undefined || selectedVersion?.length !== 2) return undefined;
  return selectedVersion.readUInt16BE(0) === TLS_1_3 && extensions?.size === 2 ? { suite, keyShare } : undefined;
}

/** Returns the extensions by type; undefined: malformed, or a type is repeated. */
function readExtensions(bytes: Buffer): ReadonlyMap<number, Buffer> | undefined {
  const reader = new VectorReader(bytes);
  const extensions = new Map<number, Buffer>();
  while (reader.remainingBytes > 0) {
    const type = reader.uint(2);
    const content = reader.vector(2);
    if (reader.isTruncated || extensions.has(type)) return undefined;
    extensions.set(type, content);
  }
  return extensions;
}

function readKeyShare(content: Buffer | undefined): Buffer | undefined {
  if (content === undefined) return undefined;
  const reader = new VectorReader(content);
  const group = reader.uint(2);
  const key = reader.vector(2);
  return reader.isFullyRead && group === SECP256R1 && key.length === POINT_BYTES ? key : undefined;
}

/**
 * Returns copies of the certificates in a Certificate message, in order; undefined: malformed.
 * @see RFC 8446 section 4.4.2
 */
export function readCertificates(body: Buffer): readonly Buffer[] | undefined {
  const reader = new VectorReader(body);
  const context = reader.vector(1);
  const certificateList = reader.vector(3);
  if (!reader.isFullyRead || context.length > 0) return undefined;
  const entries = new VectorReader(certificateList);
  const certificates: Buffer[] = [];
  while (entries.remainingBytes > 0) {
    const der = entries.vector(3);
    // The client requested no extensions here.
    const extensions = entries.vector(2);
    if (entries.isTruncated || der.length === 0 || extensions.length > 0) return undefined;
    certificates.push(Buffer.from(der));
  }
  return certificates;
}

/** Parses a CertificateVerify; undefined: malformed. @see RFC 8446 section 4.4.3 */
export function readCertificateVerify(
  body: Buffer,
): { readonly scheme: number; readonly signature: Buffer } | undefined {
  const reader = new VectorReader(body);
  const scheme = reader.uint(2);
  const signature = reader.vector(2);
  return reader.isFullyRead ? { scheme, signature } : undefined;
}

/**
 * Returns true if the message is valid, and contains only offered extensions.
 * @see RFC 8446 section 4.3.1
 */
export function areValidEncryptedExtensions(body: Buffer): boolean {
  const reader = new VectorReader(body);
  const extensions = readExtensions(reader.vector(2));
  return (
    reader.isFullyRead &&
    extensions !== undefined &&
    [...extensions.keys()].every((type) => ALLOWED_ENCRYPTED_EXTENSIONS.has(type))
  );
}

/**
 * Returns true if the message is valid and has its mandatory extension. The other contents do not
 * matter, because the client has no certificate.
 * @see RFC 8446 section 4.3.2
 */
export function isValidCertificateRequest(body: Buffer): boolean {
  const reader = new VectorReader(body);
  const context = reader.vector(1);
  const extensions = readExtensions(reader.vector(2));
  const algorithms = new VectorReader(extensions?.get(EXTENSION.signatureAlgorithms) ?? EMPTY);
  const { length } = algorithms.vector(2);
  return reader.isFullyRead && context.length === 0 && algorithms.isFullyRead && length > 0 && length % 2 === 0;
}
