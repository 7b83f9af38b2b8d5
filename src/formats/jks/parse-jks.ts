import type { Failure } from '../../domain/failure/failure.ts';
import { KEYSTORE_FAILURES } from '../../domain/failure/keystore-failures.ts';

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
  /** The final digest and its input; undefined if the file is too short or too long. */
  readonly integrity: { readonly bytes: Buffer; readonly digest: Buffer } | undefined;
  /** Why reading stopped; undefined if everything was read. */
  readonly error: Failure | undefined;
}

const DIGEST_BYTES = 20;
const PRIVATE_KEY = 1;
const TRUSTED_CERTIFICATE = 2;
/**
 * The maximum number of entries and certificates; a hostile file can contain a million empty
 * entries.
 */
const MAX_ENTRIES_AND_CERTIFICATES = 100_000;
const X509 = /^X\.?509$/i;

/** The error that stops the parser; caught in `parseJks`. */
class JksError extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.code);
    this.failure = failure;
  }
}

/**
 * Parses the entries of a Java keystore, in order. Only the private keys are encrypted. Takes
 * linear time.
 * @see https://github.com/openjdk/jdk/blob/master/src/java.base/share/classes/sun/security/provider/JavaKeyStore.java
 */
export function parseJks(bytes: Buffer): JksContents {
  const entries: JksEntry[] = [];
  const reader = new JavaDataReader(bytes, bytes.length - DIGEST_BYTES);
  try {
    // The magic number.
    reader.uint32();
    const version = reader.uint32();
    if (version !== 1 && version !== 2) throw new JksError(KEYSTORE_FAILURES.jks_version_unknown({ version }));
    const entryCount = reader.uint32();
    for (let entry = 0; entry < entryCount; entry++) entries.push(readEntry(reader, version));
    if (reader.bytesLeft > 0) {
      throw new JksError(KEYSTORE_FAILURES.jks_data_after_entries({ bytes: reader.bytesLeft }));
    }
    const digest = bytes.subarray(reader.limit);
    return { entries, integrity: { bytes: bytes.subarray(0, reader.limit), digest }, error: undefined };
  } catch (error) {
    if (!(error instanceof JksError)) throw error;
    return { entries, integrity: undefined, error: error.failure };
  }
}

function readEntry(reader: JavaDataReader, version: number): JksEntry {
  reader.countItem();
  const at = reader.position;
  const tag = reader.uint32();
  if (tag !== PRIVATE_KEY && tag !== TRUSTED_CERTIFICATE) {
    throw new JksError(KEYSTORE_FAILURES.jks_entry_type_unknown({ type: tag, byte: at }));
  }
  const alias = reader.text();
  // The creation time, ms since 1970.
  reader.take(8);
  if (tag === TRUSTED_CERTIFICATE) {
    return { alias, encryptedKey: undefined, certificates: [readCertificate(reader, version)] };
  }
  const encryptedKey = reader.take(reader.uint32());
  const certificates: { der: Buffer; offset: number }[] = [];
  for (let certificatesLeft = reader.uint32(); certificatesLeft > 0; certificatesLeft--)
    certificates.push(readCertificate(reader, version));
  return { alias, encryptedKey, certificates };
}

function readCertificate(reader: JavaDataReader, version: number): { der: Buffer; offset: number } {
  reader.countItem();
  const at = reader.position;
  if (version === 2 && !X509.test(reader.text())) {
    throw new JksError(KEYSTORE_FAILURES.jks_certificate_not_x509({ byte: at }));
  }
  const length = reader.uint32();
  return { offset: reader.position, der: reader.take(length) };
}

/** A reader of fields in the format of Java's `DataOutput`, up to the limit. */
class JavaDataReader {
  readonly #bytes: Buffer;
  readonly limit: number;
  position = 0;
  #itemCount = 0;

  constructor(bytes: Buffer, limit: number) {
    this.#bytes = bytes;
    this.limit = limit;
  }

  get bytesLeft(): number {
    return this.limit - this.position;
  }

  /** Counts an entry or a certificate. */
  countItem(): void {
    if (++this.#itemCount > MAX_ENTRIES_AND_CERTIFICATES)
      throw new JksError(KEYSTORE_FAILURES.jks_items_too_many({ limit: MAX_ENTRIES_AND_CERTIFICATES }));
  }

  take(length: number): Buffer {
    const start = this.position;
    if (length > this.bytesLeft) throw new JksError(KEYSTORE_FAILURES.jks_field_outside({ byte: start }));
    this.position += length;
    return this.#bytes.subarray(start, this.position);
  }

  uint32(): number {
    return this.take(4).readUInt32BE(0);
  }

  text(): string {
    return this.take(this.take(2).readUInt16BE(0)).toString('utf8');
  }
}
