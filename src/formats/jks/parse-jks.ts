/** An entry of a JKS: a trusted certificate, or a private key with its chain. */
export interface JksEntry {
  readonly alias: string;
  /** EncryptedPrivateKeyInfo; undefined for a trusted certificate. @see RFC 5958 section 3 */
  readonly encryptedKey: Buffer | undefined;
  readonly certificates: readonly { readonly der: Buffer; readonly offset: number }[];
}

/** The parts of a JKS that can be read without its password. */
export interface JksContents {
  readonly entries: readonly JksEntry[];
  /** The digest and its input; undefined if the file is too short or too long. */
  readonly sealed: { readonly bytes: Buffer; readonly digest: Buffer } | undefined;
  /** Why reading stopped; undefined: all was read. */
  readonly error: string | undefined;
}

const DIGEST_BYTES = 20;
const PRIVATE_KEY = 1;
const TRUSTED_CERTIFICATE = 2;
/**
 * The maximum number of entries and certificates; a hostile file can contain a million empty
 * entries.
 */
const MAX_THINGS = 100_000;
const X509 = /^X\.?509$/i;

/** The error that stops the parser; caught in `parseJks`. */
class Stop extends Error {}

/**
 * Parses the entries of a Java keystore, in order. Only the private keys are encrypted. Takes
 * linear time.
 * @see https://github.com/openjdk/jdk/blob/master/src/java.base/share/classes/sun/security/provider/JavaKeyStore.java
 */
export function parseJks(bytes: Buffer): JksContents {
  const entries: JksEntry[] = [];
  const reader = new Fields(bytes, bytes.length - DIGEST_BYTES);
  try {
    reader.number();
    const version = reader.number();
    if (version !== 1 && version !== 2) throw new Stop(`unknown version ${version}`);
    const count = reader.number();
    for (let entry = 0; entry < count; entry++) entries.push(readEntry(reader, version));
    if (reader.left > 0) throw new Stop(`trailing data after the last entry (${reader.left} bytes)`);
    const digest = bytes.subarray(reader.limit);
    return { entries, sealed: { bytes: bytes.subarray(0, reader.limit), digest }, error: undefined };
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    return { entries, sealed: undefined, error: error.message };
  }
}

function readEntry(reader: Fields, version: number): JksEntry {
  reader.count();
  const at = reader.position;
  const tag = reader.number();
  if (tag !== PRIVATE_KEY && tag !== TRUSTED_CERTIFICATE) throw new Stop(`unknown entry type ${tag} at byte ${at}`);
  const alias = reader.text();
  // The creation time, ms since 1970.
  reader.take(8);
  if (tag === TRUSTED_CERTIFICATE) {
    return { alias, encryptedKey: undefined, certificates: [readCertificate(reader, version)] };
  }
  const encryptedKey = reader.take(reader.number());
  const certificates: { der: Buffer; offset: number }[] = [];
  for (let left = reader.number(); left > 0; left--) certificates.push(readCertificate(reader, version));
  return { alias, encryptedKey, certificates };
}

function readCertificate(reader: Fields, version: number): { der: Buffer; offset: number } {
  reader.count();
  const at = reader.position;
  if (version === 2 && !X509.test(reader.text())) throw new Stop(`the certificate at byte ${at} is not X.509`);
  const length = reader.number();
  return { offset: reader.position, der: reader.take(length) };
}

/** A reader of fields of Java's DataOutput in sequence, up to the limit. */
class Fields {
  readonly #bytes: Buffer;
  readonly limit: number;
  position = 0;
  #things = 0;

  constructor(bytes: Buffer, limit: number) {
    this.#bytes = bytes;
    this.limit = limit;
  }

  get left(): number {
    return this.limit - this.position;
  }

  /** Counts entries and certificates. */
  count(): void {
    if (++this.#things > MAX_THINGS) throw new Stop(`more than ${MAX_THINGS} entries and certificates`);
  }

  take(length: number): Buffer {
    const start = this.position;
    if (length > this.left) throw new Stop(`the field at byte ${start} ends outside the file`);
    this.position += length;
    return this.#bytes.subarray(start, this.position);
  }

  number(): number {
    return this.take(4).readUInt32BE(0);
  }

  text(): string {
    return this.take(this.take(2).readUInt16BE(0)).toString('utf8');
  }
}
