/** A cipher suite of TLS 1.3: the cipher of the records, and the hash of the key schedule. */
export interface CipherSuite {
  readonly code: number;
  /** The same name as in OpenSSL. */
  readonly name: string;
  readonly cipher: 'aes-128-gcm' | 'aes-256-gcm' | 'chacha20-poly1305';
  readonly keyBytes: 16 | 32;
  readonly hash: 'sha256' | 'sha384';
  readonly hashBytes: 32 | 48;
}

/**
 * The cipher suites in OpenSSL's order, so that a server that follows the client's preference gives
 * both the same result.
 * @see RFC 8446 appendix B.4
 */
export const CIPHER_SUITES: readonly CipherSuite[] = [
  {
    code: 0x1302,
    name: 'TLS_AES_256_GCM_SHA384',
    cipher: 'aes-256-gcm',
    keyBytes: 32,
    hash: 'sha384',
    hashBytes: 48,
  },
  {
    code: 0x1303,
    name: 'TLS_CHACHA20_POLY1305_SHA256',
    cipher: 'chacha20-poly1305',
    keyBytes: 32,
    hash: 'sha256',
    hashBytes: 32,
  },
  {
    code: 0x1301,
    name: 'TLS_AES_128_GCM_SHA256',
    cipher: 'aes-128-gcm',
    keyBytes: 16,
    hash: 'sha256',
    hashBytes: 32,
  },
];
