import { createCipheriv } from 'node:crypto';
import { type Asn1, integer, nullValue, octetString, oid, sequence } from '../der/write-asn1.ts';
import { derivePbkdf2 } from './derive-key.ts';
import { SHA256 } from './digests.ts';

/** The password and the means to encrypt written data. */
export interface EncryptionOptions {
  /** UTF-8; not stored or changed. */
  readonly password: Buffer;
  /** For key derivation; at least 1. */
  readonly iterations: number;
  /** Returns cryptographically random bytes. */
  readonly random: (byteCount: number) => Buffer;
  /** Yields to other work. */
  readonly yieldToOthers: () => Promise<void>;
}

/** The result of an encryption. */
export interface EncryptedData {
  /** The AlgorithmIdentifier of the encryption. */
  readonly algorithmIdentifier: Asn1;
  readonly ciphertext: Buffer;
}

const OIDS = {
  pbes2: '1.2.840.113549.1.5.13',
  pbkdf2: '1.2.840.113549.1.5.12',
  hmacWithSha256: '1.2.840.113549.2.9',
  aes256Cbc: '2.16.840.1.101.3.4.1.42',
} as const;

const KEY_BYTES = 32;
const IV_BYTES = 16;
/**
 * The salt length that NIST recommends, the default of OpenSSL from 3.2.
 * @see NIST SP 800-132 section 5.1
 */
export const SALT_BYTES = 16;

/**
 * Encrypts with the defaults of OpenSSL 3: PBKDF2 with HMAC-SHA-256, AES-256 in CBC mode.
 * @see RFC 8018 section 6.2
 */
export async function encrypt(
  plain: Buffer,
  { password, iterations, random }: EncryptionOptions,
): Promise<EncryptedData> {
  const [salt, iv] = [random(SALT_BYTES), random(IV_BYTES)];
  const key = await derivePbkdf2(password, { digest: SHA256, salt, iterations }, KEY_BYTES);
  try {
    const cipher = createCipheriv('aes-256-cbc', key, iv);
    return {
      algorithmIdentifier: pbes2Identifier(salt, iterations, iv),
      ciphertext: Buffer.concat([cipher.update(plain), cipher.final()]),
    };
  } finally {
    key.fill(0);
  }
}

/** @see RFC 8018 appendix A.2 and A.4 */
function pbes2Identifier(salt: Buffer, iterations: number, iv: Buffer): Asn1 {
  const digest = sequence(oid(OIDS.hmacWithSha256), nullValue());
  const derivation = sequence(oid(OIDS.pbkdf2), sequence(octetString(salt), integer(iterations), digest));
  return sequence(oid(OIDS.pbes2), sequence(derivation, sequence(oid(OIDS.aes256Cbc), octetString(iv))));
}
