import type { Instant } from '../time.ts';
import type { Certificate } from './certificate.ts';

/** The kinds of key that can be asked for. */
export const KEY_KINDS = ['rsa-2048', 'rsa-3072', 'rsa-4096', 'ec-p256', 'ec-p384'] as const;

/** The kinds of key that are made: the last two only for the clone of a certificate that has such a key. */
export type KeyKind = (typeof KEY_KINDS)[number] | 'ec-p521' | 'ed25519';

/**
 * The kind of key that a clone gets: the same algorithm and size; where no such key is made, the next larger one, and where
 * there is none, the largest. An algorithm that is not known becomes RSA.
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

/** What a certificate, or a request for one, is to say. */
export interface RequestOrder {
  /** RFC 4514, most specific first. */
  readonly subject: string;
  /** A-labels, in order; a wildcard as it stands. */
  readonly dnsNames: readonly string[];
  readonly ipAddresses: readonly string[];
  readonly key: KeyKind;
}

/** What a self-signed certificate is to say. */
export interface CertificateOrder extends RequestOrder {
  /** Both inclusive, whole seconds. */
  readonly notBefore: Instant;
  readonly notAfter: Instant;
}
