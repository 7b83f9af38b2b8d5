import { constants, type KeyObject, verify } from 'node:crypto';

/** A signature scheme for the server's signature in the handshake. */
interface SignatureScheme {
  readonly code: number;
  readonly keyType: 'rsa' | 'ecdsa' | 'eddsa';
  /** The required curve of the key; undefined for RSA. */
  readonly curve: 'prime256v1' | 'secp384r1' | 'secp521r1' | 'ed25519' | 'ed448' | undefined;
  /** undefined if the algorithm has its own hash. */
  readonly hash: 'sha256' | 'sha384' | 'sha512' | undefined;
}

/** @see RFC 8446 section 4.2.3 */
const SCHEMES: readonly SignatureScheme[] = [
  { code: 0x0403, keyType: 'ecdsa', curve: 'prime256v1', hash: 'sha256' },
  { code: 0x0503, keyType: 'ecdsa', curve: 'secp384r1', hash: 'sha384' },
  { code: 0x0603, keyType: 'ecdsa', curve: 'secp521r1', hash: 'sha512' },
  { code: 0x0807, keyType: 'eddsa', curve: 'ed25519', hash: undefined },
  { code: 0x0808, keyType: 'eddsa', curve: 'ed448', hash: undefined },
  { code: 0x0809, keyType: 'rsa', curve: undefined, hash: 'sha256' },
  { code: 0x080a, keyType: 'rsa', curve: undefined, hash: 'sha384' },
  { code: 0x080b, keyType: 'rsa', curve: undefined, hash: 'sha512' },
  { code: 0x0804, keyType: 'rsa', curve: undefined, hash: 'sha256' },
  { code: 0x0805, keyType: 'rsa', curve: undefined, hash: 'sha384' },
  { code: 0x0806, keyType: 'rsa', curve: undefined, hash: 'sha512' },
];

/** The codes of PKCS #1 and SHA-1 schemes: allowed in certificates, but not in the handshake. */
const CERTIFICATE_ONLY_CODES: readonly number[] = [0x0401, 0x0501, 0x0601, 0x0303, 0x0301, 0x0203, 0x0201];

/** Returns true if the server may sign with this scheme for the requested key type. */
export function isSchemeAccepted(code: number, keyType: 'any' | 'rsa' | 'ecdsa'): boolean {
  return SCHEMES.some((scheme) => scheme.code === code && (keyType === 'any' || scheme.keyType === keyType));
}

/**
 * Returns the offered codes for the handshake signature, limited to the requested key type, and for
 * the certificates.
 */
export function signatureCodes(keyType: 'any' | 'rsa' | 'ecdsa'): {
  readonly handshake: readonly number[];
  readonly certificates: readonly number[];
} {
  const codes = SCHEMES.map(({ code }) => code);
  return {
    handshake: codes.filter((code) => isSchemeAccepted(code, keyType)),
    certificates: [...codes, ...CERTIFICATE_ONLY_CODES],
  };
}

/** Verifies a signature. False also for a scheme that may not be used. */
export function isSignatureValid(key: KeyObject, code: number, signed: Buffer, signature: Buffer): boolean {
  const scheme = SCHEMES.find((known) => known.code === code);
  if (scheme === undefined || !fitsKey(scheme, key)) return false;
  if (scheme.keyType !== 'rsa') return verify(scheme.hash, signed, key, signature);
  const pssKey = { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
  return verify(scheme.hash, signed, pssKey, signature);
}

/** Returns true if a scheme exists for this key. */
export function hasVerifiableKeyType(key: KeyObject): boolean {
  return SCHEMES.some((scheme) => fitsKey(scheme, key));
}

/** Accepts both RSA-PSS variants for any RSA key, as OpenSSL does. */
function fitsKey({ keyType, curve }: SignatureScheme, { asymmetricKeyType, asymmetricKeyDetails }: KeyObject): boolean {
  switch (asymmetricKeyType) {
    case 'rsa':
    case 'rsa-pss':
      return keyType === 'rsa';
    case 'ec':
      return asymmetricKeyDetails?.namedCurve === curve;
    default:
      return asymmetricKeyType === curve;
  }
}
