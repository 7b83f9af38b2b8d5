import { ENCODING_FAILURES } from '../../domain/failure/encoding-failures.ts';
import type { Failure } from '../../domain/failure/failure.ts';
import { KEYSTORE_FAILURES } from '../../domain/failure/keystore-failures.ts';
import { SAID_FAILURES } from '../../domain/failure/said-failures.ts';
import { TAG } from '../der/der.ts';
import {
  type BerElement,
  BerError,
  bytesOf,
  CONSTRUCTED,
  children,
  elementAt,
  expectFirst,
  expectNext,
} from '../pkcs7/ber.ts';
import type { Derivation } from './derive-key.ts';
import { DIGESTS } from './digests.ts';
import { type Encryption, readEncryption } from './encryption.ts';
import { readIterations, readObjectIdentifier, readSalt } from './fields.ts';

const DATA = '1.2.840.113549.1.7.1';
const SIGNED_DATA = '1.2.840.113549.1.7.2';
const ENCRYPTED_DATA = '1.2.840.113549.1.7.6';
const PBMAC1 = '1.2.840.113549.1.5.14';
const PFX_VERSION = 3;
/** The maximum number of safes; a hostile file can contain millions of empty ones. */
const MAX_SAFES = 10_000;

/** The integrity protection of a PKCS#12. */
export type Integrity =
  | { readonly kind: 'none' }
  | { readonly kind: 'mac'; readonly derivation: Derivation; readonly expectedMac: Buffer }
  | {
      readonly kind: 'unsupported';
      /** The kind of protection: a signature, or the name or OID of an algorithm. */
      readonly failure: Failure;
    };

/** A PKCS#12 with unopened safes. */
export interface Pfx {
  readonly integrity: Integrity;
  /**
   * The encoded list of safes, over which the MAC is computed. Empty if the integrity protection is
   * not supported.
   */
  readonly authenticatedSafe: Buffer;
}

/** A safe: SafeContents, encrypted or not. */
export type Safe =
  | { readonly kind: 'unencrypted'; readonly contents: Buffer }
  | { readonly kind: 'encrypted'; readonly encryption: Encryption; readonly ciphertext: Buffer };

/** Parses the outermost fields of a PKCS#12. @throws {BerError} @see RFC 7292 section 4 */
export function parsePfx(bytes: Buffer): Pfx {
  const fields = children(elementAt(bytes));
  const version = expectNext(fields, TAG.integer, 'version');
  if (bytes[version.start] !== PFX_VERSION) throw new BerError(KEYSTORE_FAILURES.pfx_version_wrong);
  const { type, content } = readContentInfo(expectNext(fields, TAG.sequence, 'authSafe'));
  const macData = fields.next().value;
  const integrity = readIntegrity(type, macData);
  if (integrity.kind === 'unsupported') return { integrity, authenticatedSafe: Buffer.alloc(0) };
  if (type !== DATA) throw new BerError(KEYSTORE_FAILURES.content_not_data({ type }));
  return { integrity, authenticatedSafe: readBytes(content, 'authSafe') };
}

function readIntegrity(type: string, macData: BerElement | undefined): Integrity {
  if (type === SIGNED_DATA) return { kind: 'unsupported', failure: KEYSTORE_FAILURES.integrity_by_signature };
  return macData === undefined ? { kind: 'none' } : readMac(macData);
}

/** Returns the safes, in order. @throws {BerError} @see RFC 7292 section 4.1 */
export function parseSafes(authenticatedSafe: Buffer): readonly Safe[] {
  const safes: Safe[] = [];
  for (const contentInfo of children(elementAt(authenticatedSafe))) {
    if (safes.length === MAX_SAFES) throw new BerError(KEYSTORE_FAILURES.safes_too_many({ limit: MAX_SAFES }));
    const { type, content } = readContentInfo(contentInfo);
    if (type === DATA) safes.push({ kind: 'unencrypted', contents: readBytes(content, 'safe') });
    else if (type === ENCRYPTED_DATA) safes.push(readEncryptedData(content));
    else
      safes.push({
        kind: 'encrypted',
        encryption: { scheme: 'unknown', identifier: type },
        ciphertext: Buffer.alloc(0),
      });
  }
  return safes;
}

/** Reads a ContentInfo. `content` is its [0] element. */
function readContentInfo(contentInfo: BerElement): { readonly type: string; readonly content: BerElement } {
  const fields = children(contentInfo);
  const type = readObjectIdentifier(fields, 'contentType');
  return { type, content: expectNext(fields, TAG.explicit0, 'content') };
}

function readBytes(content: BerElement, part: string): Buffer {
  const string = children(content).next().value;
  // BER allows a string in pieces; CONSTRUCTED is then set.
  if (string === undefined || (string.tag & ~CONSTRUCTED) !== TAG.octetString)
    throw new BerError(ENCODING_FAILURES.octet_string_missing({ part }));
  return bytesOf(string);
}

/** @see RFC 5652 section 8 */
function readEncryptedData(content: BerElement): Safe {
  const fields = children(expectFirst(content, TAG.sequence, 'encryptedData'));
  expectNext(fields, TAG.integer, 'version');
  const encrypted = children(expectNext(fields, TAG.sequence, 'encryptedContentInfo'));
  readObjectIdentifier(encrypted, 'contentType');
  const encryption = readEncryption(expectNext(encrypted, TAG.sequence, 'contentEncryptionAlgorithm'));
  const contents = encrypted.next().value;
  // [0] IMPLICIT OCTET STRING, with CONSTRUCTED if it is in pieces.
  if (contents === undefined || (contents.tag & ~CONSTRUCTED) !== 0x80)
    throw new BerError(KEYSTORE_FAILURES.encrypted_content_missing);
  return { kind: 'encrypted', encryption, ciphertext: bytesOf(contents) };
}

/** @see RFC 7292 section 4 @see RFC 9579 */
function readMac(macData: BerElement): Integrity {
  const fields = children(macData);
  const digestInfo = children(expectNext(fields, TAG.sequence, 'mac'));
  const algorithm = readObjectIdentifier(
    children(expectNext(digestInfo, TAG.sequence, 'digestAlgorithm')),
    'digestAlgorithm',
  );
  const digest = DIGESTS.get(algorithm);
  if (digest === undefined) {
    const text = algorithm === PBMAC1 ? 'PBMAC1' : algorithm;
    return { kind: 'unsupported', failure: SAID_FAILURES.said({ text }) };
  }
  const expectedMac = bytesOf(expectNext(digestInfo, TAG.octetString, 'digest'));
  const salt = readSalt(fields);
  const iterations = fields.next().value;
  return {
    kind: 'mac',
    derivation: { digest, salt, iterations: iterations === undefined ? 1 : readIterations(iterations) },
    expectedMac,
  };
}
