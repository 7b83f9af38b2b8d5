import { constants } from 'node:crypto';
import { createSecureContext, type SecureContext, type SecureContextOptions } from 'node:tls';
import type { Endpoint } from '../../domain/served/served.ts';

type KeyType = Endpoint['keyType'];

/**
 * Client options with which a server that has certificates of several key types selects one of this
 * type. Up to TLS 1.2, the server selects by the ciphers; in TLS 1.2 and 1.3, by the signature
 * algorithms.
 * @see RFC 5246 section 7.4.2
 * @see RFC 8446 section 4.4.2.2
 */
const OPTIONS_BY_KEY_TYPE: Readonly<Record<KeyType, SecureContextOptions>> = {
  // Level 0 allows weak algorithms, because old servers support no others.
  any: { ciphers: 'DEFAULT:@SECLEVEL=0' },
  rsa: {
    ciphers: 'DEFAULT:!aECDSA:@SECLEVEL=0',
    sigalgs:
      'rsa_pss_rsae_sha256:rsa_pss_rsae_sha384:rsa_pss_rsae_sha512:rsa_pss_pss_sha256:rsa_pss_pss_sha384:rsa_pss_pss_sha512:' +
      'RSA+SHA256:RSA+SHA384:RSA+SHA512:RSA+SHA224:RSA+SHA1',
  },
  ecdsa: {
    ciphers: 'DEFAULT:!aRSA:@SECLEVEL=0',
    sigalgs: 'ECDSA+SHA256:ECDSA+SHA384:ECDSA+SHA512:ECDSA+SHA224:ECDSA+SHA1',
  },
};

const COMMON_OPTIONS: SecureContextOptions = {
  minVersion: 'TLSv1',
  maxVersion: 'TLSv1.3',
  // Chains are not verified by OpenSSL, so the root certificates of the system are not loaded.
  ca: [],
  // Servers without RFC 5746 are accepted, and sessions are not resumed.
  secureOptions: constants.SSL_OP_LEGACY_SERVER_CONNECT | constants.SSL_OP_NO_TICKET,
};

/** A client certificate with its chain, and its private key (PEM). */
interface ClientCertificate {
  readonly cert: Buffer;
  readonly key: Buffer;
}

/**
 * Creates the TLS context for a key type.
 * @throws OpenSSL's error if the certificate or key cannot be parsed, or if they do not match
 */
export function secureContext(keyType: KeyType, client?: ClientCertificate): SecureContext {
  return createSecureContext({ ...COMMON_OPTIONS, ...OPTIONS_BY_KEY_TYPE[keyType], ...client });
}
