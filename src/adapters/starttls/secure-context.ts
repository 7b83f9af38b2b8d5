import { constants } from 'node:crypto';
import { createSecureContext, type SecureContext, type SecureContextOptions } from 'node:tls';
import type { Endpoint } from '../../domain/served/served.ts';

type KeyType = Endpoint['keyType'];

/**
 * A server that has a certificate of each kind shows the one that we can verify: up to TLS 1.2 the cipher decides, and what
 * it signs with in all since.
 * @see RFC 5246 section 7.4.2 @see RFC 8446 section 4.4.2.2
 */
const KINDS: Readonly<Record<KeyType, SecureContextOptions>> = {
  // Old servers know nothing better than what OpenSSL's level 0 alone allows.
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

const EVERY: SecureContextOptions = {
  minVersion: 'TLSv1',
  maxVersion: 'TLSv1.3',
  // Who vouches for it is judged afterwards: the system's anchors need not be loaded.
  ca: [],
  // Servers from before RFC 5746 are seen too; nothing is resumed.
  secureOptions: constants.SSL_OP_LEGACY_SERVER_CONNECT | constants.SSL_OP_NO_TICKET,
};

/** A certificate and its key, PEM. */
interface Client {
  readonly cert: Buffer;
  readonly key: Buffer;
}

/** @throws OpenSSL's errors for a certificate or key that cannot be read, or that do not belong together */
export function secureContext(keyType: KeyType, client?: Client): SecureContext {
  return createSecureContext({ ...EVERY, ...KINDS[keyType], ...client });
}
