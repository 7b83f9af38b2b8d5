import { CERTIFICATE_FILE_FAILURES } from '../../domain/failure/certificate-file-failures.ts';
import { TAG } from '../der/der.ts';
import { type BerElement, BerError, bytesOf, children, expectNext } from '../pkcs7/ber.ts';
import type { Derivation } from './derive-key.ts';
import { type Digest, HMAC_DIGESTS, SHA1 } from './digests.ts';
import { readIterations, readObjectIdentifier, readSalt } from './fields.ts';

/** A block cipher in CBC mode. */
export interface Cipher {
  /** The name in node:crypto; `rc2` is not available in OpenSSL 3 by default. */
  readonly name: string;
  readonly keyBytes: number;
  readonly ivBytes: number;
}

/** A password-based encryption. */
export type Encryption =
  | { readonly scheme: 'pbes2'; readonly cipher: Cipher; readonly derivation: Derivation; readonly iv: Buffer }
  | { readonly scheme: 'pkcs12'; readonly cipher: Cipher; readonly derivation: Derivation }
  /** `identifier`: the OID of the unknown algorithm. */
  | { readonly scheme: 'unknown'; readonly identifier: string };

const PBES2 = '1.2.840.113549.1.5.13';
const PBKDF2 = '1.2.840.113549.1.5.12';

/** @see RFC 7292 appendix C */
const PKCS12_CIPHERS: ReadonlyMap<string, Cipher> = new Map([
  ['1.2.840.113549.1.12.1.3', { name: 'des-ede3-cbc', keyBytes: 24, ivBytes: 8 }],
  ['1.2.840.113549.1.12.1.4', { name: 'des-ede-cbc', keyBytes: 16, ivBytes: 8 }],
  ['1.2.840.113549.1.12.1.5', { name: 'rc2', keyBytes: 16, ivBytes: 8 }],
  ['1.2.840.113549.1.12.1.6', { name: 'rc2', keyBytes: 5, ivBytes: 8 }],
]);

/** @see RFC 8018 appendix B.2 @see RFC 3565 section 4.1 */
const PBES2_CIPHERS: ReadonlyMap<string, Cipher> = new Map([
  ['1.2.840.113549.3.7', { name: 'des-ede3-cbc', keyBytes: 24, ivBytes: 8 }],
  ['2.16.840.1.101.3.4.1.2', { name: 'aes-128-cbc', keyBytes: 16, ivBytes: 16 }],
  ['2.16.840.1.101.3.4.1.22', { name: 'aes-192-cbc', keyBytes: 24, ivBytes: 16 }],
  ['2.16.840.1.101.3.4.1.42', { name: 'aes-256-cbc', keyBytes: 32, ivBytes: 16 }],
]);

/** Parses an AlgorithmIdentifier of password-based encryption. @throws {BerError} */
export function readEncryption(algorithm: BerElement): Encryption {
  const fields = children(algorithm);
  const identifier = readObjectIdentifier(fields, 'encryptionAlgorithm');
  if (identifier === PBES2) return readPbes2(expectNext(fields, TAG.sequence, 'PBES2'));
  const cipher = PKCS12_CIPHERS.get(identifier);
  if (cipher === undefined) return { scheme: 'unknown', identifier };
  const parameters = children(expectNext(fields, TAG.sequence, 'encryptionAlgorithm'));
  const salt = readSalt(parameters);
  const iterations = readIterations(expectNext(parameters, TAG.integer, 'iterations'));
  return { scheme: 'pkcs12', cipher, derivation: { digest: SHA1, salt, iterations } };
}

/** @see RFC 8018 appendix A.4 */
function readPbes2(parameters: BerElement): Encryption {
  const functions = children(parameters);
  const derivationFields = children(expectNext(functions, TAG.sequence, 'keyDerivationFunc'));
  const derivationName = readObjectIdentifier(derivationFields, 'keyDerivationFunc');
  if (derivationName !== PBKDF2) return { scheme: 'unknown', identifier: derivationName };
  const cipherFields = children(expectNext(functions, TAG.sequence, 'encryptionScheme'));
  const cipherName = readObjectIdentifier(cipherFields, 'encryptionScheme');
  const cipher = PBES2_CIPHERS.get(cipherName);
  if (cipher === undefined) return { scheme: 'unknown', identifier: cipherName };
  const iv = bytesOf(expectNext(cipherFields, TAG.octetString, 'iv'));
  if (iv.length !== cipher.ivBytes) throw new BerError(CERTIFICATE_FILE_FAILURES.iv_length_wrong({ bytes: iv.length }));

  const pbkdf2Fields = children(expectNext(derivationFields, TAG.sequence, 'PBKDF2'));
  const salt = readSalt(pbkdf2Fields);
  const iterations = readIterations(expectNext(pbkdf2Fields, TAG.integer, 'iterations'));
  let digest: Digest | undefined = SHA1;
  // The optional key length is skipped, because the cipher determines it.
  for (const field of pbkdf2Fields) {
    if (field.tag !== TAG.sequence) continue;
    const identifier = readObjectIdentifier(children(field), 'prf');
    digest = HMAC_DIGESTS.get(identifier);
    if (digest === undefined) return { scheme: 'unknown', identifier };
  }
  return { scheme: 'pbes2', cipher, derivation: { digest, salt, iterations }, iv };
}
