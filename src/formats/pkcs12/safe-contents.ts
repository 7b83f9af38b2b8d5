import { ENCODING_FAILURES } from '../../domain/failure/encoding-failures.ts';
import { KEYSTORE_FAILURES } from '../../domain/failure/keystore-failures.ts';
import { TAG } from '../der/der.ts';
import {
  type BerElement,
  BerError,
  bytesOf,
  children,
  elementAt,
  encodingOf,
  expectFirst,
  expectNext,
} from '../pkcs7/ber.ts';
import { type Encryption, readEncryption } from './encryption.ts';
import { readObjectIdentifier } from './fields.ts';

/** A relevant bag of a safe. */
export type Bag =
  | { readonly kind: 'certificate'; readonly der: Buffer; readonly alias: string | undefined }
  /** PKCS#8. */
  | { readonly kind: 'key'; readonly pkcs8: Buffer }
  | { readonly kind: 'encrypted-key'; readonly encryption: Encryption; readonly ciphertext: Buffer };

/** @see RFC 7292 section 4.2 */
const BAG_TYPES = '1.2.840.113549.1.12.10.1.';
const KEY = `${BAG_TYPES}1`;
const SHROUDED_KEY = `${BAG_TYPES}2`;
const CERTIFICATE = `${BAG_TYPES}3`;
const SAFE_CONTENTS = `${BAG_TYPES}6`;
/** @see RFC 2985 section 5.5.1 and 6.6 */
const FRIENDLY_NAME = '1.2.840.113549.1.9.20';
const X509_CERTIFICATE = '1.2.840.113549.1.9.22.1';
const BMP_STRING = 0x1e;
/** The maximum number of bags; a hostile file can contain millions of empty ones. */
const MAX_BAGS = 100_000;

/** Returns true if bytes are exactly one SEQUENCE. Bytes decrypted with a wrong password are not. */
export function isOneSequence(bytes: Buffer): boolean {
  try {
    const { tag, next } = elementAt(bytes);
    return tag === TAG.sequence && next === bytes.length;
  } catch (error) {
    if (error instanceof BerError) return false;
    throw error;
  }
}

/**
 * Yields the bags of a safe in order, each read on demand. Skips bags of other kinds (CRLs,
 * secrets).
 * @throws {BerError}
 */
export function* readSafeContents(contents: Buffer): Generator<Bag, undefined> {
  let bagCount = 0;
  for (const bag of bagsOf(elementAt(contents))) {
    if (++bagCount > MAX_BAGS) throw new BerError(KEYSTORE_FAILURES.bags_too_many({ limit: MAX_BAGS }));
    yield bag;
  }
}

/** Yields the bags, including those of nested safes. */
function* bagsOf(safeContents: BerElement): Generator<Bag, undefined> {
  for (const element of children(safeContents)) {
    const fields = children(element);
    const kind = readObjectIdentifier(fields, 'bagId');
    const value = expectNext(fields, TAG.explicit0, 'bagValue');
    if (kind === SAFE_CONTENTS) yield* bagsOf(expectFirst(value, TAG.sequence, 'safeContents'));
    else if (kind === KEY) yield { kind: 'key', pkcs8: encodingOf(expectFirst(value, TAG.sequence, 'keyBag')) };
    else if (kind === SHROUDED_KEY) yield readShroudedKey(value);
    else if (kind === CERTIFICATE) {
      const der = readCertificate(value);
      if (der !== undefined) yield { kind: 'certificate', der, alias: friendlyName(fields.next().value) };
    }
  }
}

function readShroudedKey(value: BerElement): Bag {
  return { kind: 'encrypted-key', ...readEncryptedPkcs8(expectFirst(value, TAG.sequence, 'pkcs8ShroudedKeyBag')) };
}

/** An encrypted private key in PKCS#8, with its encryption. */
export interface EncryptedPkcs8 {
  readonly encryption: Encryption;
  readonly ciphertext: Buffer;
}

/** Parses an encrypted PKCS#8. @throws {BerError} @see RFC 5958 section 3 */
export function readEncryptedKey(der: Buffer): EncryptedPkcs8 {
  return readEncryptedPkcs8(elementAt(der));
}

function readEncryptedPkcs8(element: BerElement): EncryptedPkcs8 {
  const fields = children(element);
  const encryption = readEncryption(expectNext(fields, TAG.sequence, 'encryptionAlgorithm'));
  const ciphertext = bytesOf(expectNext(fields, TAG.octetString, 'encryptedData'));
  return { encryption, ciphertext };
}

/** Returns undefined for a certificate of another kind. */
function readCertificate(value: BerElement): Buffer | undefined {
  const fields = children(expectFirst(value, TAG.sequence, 'certBag'));
  if (readObjectIdentifier(fields, 'certId') !== X509_CERTIFICATE) return undefined;
  const string = children(expectNext(fields, TAG.explicit0, 'certValue')).next().value;
  // A string in pieces has the constructed tag of BER.
  if (string === undefined || (string.tag & ~0x20) !== TAG.octetString)
    throw new BerError(ENCODING_FAILURES.octet_string_missing({ part: 'certValue' }));
  return bytesOf(string);
}

function friendlyName(attributes: BerElement | undefined): string | undefined {
  if (attributes?.tag !== TAG.set) return undefined;
  for (const attribute of children(attributes)) {
    const fields = children(attribute);
    if (readObjectIdentifier(fields, 'attrId') !== FRIENDLY_NAME) continue;
    const name = children(expectNext(fields, TAG.set, 'attrValues')).next().value;
    if (name?.tag !== BMP_STRING || (name.end - name.start) % 2 !== 0) return undefined;
    return Buffer.from(name.bytes.subarray(name.start, name.end)).swap16().toString('utf16le');
  }
  return undefined;
}
