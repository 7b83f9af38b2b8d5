import type { Certificate } from './certificate.ts';

/** The key algorithms, with their sizes, that a user can request. */
export const KEY_SPECS = ['rsa-2048', 'rsa-3072', 'rsa-4096', 'ec-p256', 'ec-p384'] as const;

/**
 * A key algorithm with its size, for which mailcertd generates keys. The last two are only used to
 * clone a certificate with such a key.
 */
export type KeySpec = (typeof KEY_SPECS)[number] | 'ec-p521' | 'ed25519';

/**
 * Returns the algorithm and size of the key for a clone: the same, or else the next larger
 * supported size, or else the largest. Unknown algorithms become RSA.
 */
export function keySpecLike({
  publicKeyAlgorithm,
  publicKeySize = 0,
}: Pick<Certificate, 'publicKeyAlgorithm' | 'publicKeySize'>): KeySpec {
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
