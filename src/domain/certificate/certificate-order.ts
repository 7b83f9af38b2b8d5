import type { Instant } from '../time.ts';
import type { Certificate } from './certificate.ts';

/** The kinds of key that a user can request. */
export const KEY_KINDS = ['rsa-2048', 'rsa-3072', 'rsa-4096', 'ec-p256', 'ec-p384'] as const;

/**
 * The kinds of key that mailcertd generates. The last two are only used to clone a certificate with
 * such a key.
 */
export type KeyKind = (typeof KEY_KINDS)[number] | 'ec-p521' | 'ed25519';

/**
 * Returns the kind of key for a clone: the same algorithm and size, or else the next larger
 * supported size, or else the largest. Unknown algorithms become RSA.
 */
export function keyKindLike({
  publicKeyAlgorithm,
  publicKeySize = 0,
}: Pick<Certificate, 'publicKeyAlgorithm' | 'publicKeySize'>): KeyKind {
  switch (publicKeyAlgorithm) {
    case 'EC':
      if (publicKeySize > 384) return 'ec-p521';
      return publicKeySize > 256 ? 'ec-p384' : 'ec-p256';
    case 'Ed25519':
    case 'Ed448':
      return 'ed25519';
    default:
      if (publicKeySize > 3072) return 'rsa-4096';
      return publicKeySize > 2048 ? 'rsa-3072' : 'rsa-2048';
  }
}

/** The contents of a new certificate or CSR. */
export interface RequestOrder {
  /** RFC 4514, most specific first. */
  readonly subject: string;
  /** A-labels, in order; may contain wildcards. */
  readonly dnsNames: readonly string[];
  readonly ipAddresses: readonly string[];
  readonly key: KeyKind;
}

/** The contents of a new self-signed certificate. */
export interface CertificateOrder extends RequestOrder {
  /** Both inclusive, whole seconds. */
  readonly notBefore: Instant;
  readonly notAfter: Instant;
}
