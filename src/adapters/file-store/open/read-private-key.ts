import type { Problem } from '../../../domain/failure/problem.ts';
import { derivePublicKey } from './derive-public-key.ts';
import { spkiSha256 } from './key-matching.ts';
import type { PrivateKeyBlock } from './with-private-key.ts';

/**
 * The parts of a private key that are kept: the properties that match it with a certificate, or the
 * problem of an unreadable key.
 */
export type KeyReading =
  | {
      readonly kind: 'read';
      /** SHA-256 of the SubjectPublicKeyInfo of its public key, uppercase hex. */
      readonly publicKeySha256: string;
      /** True if the key in the file is encrypted. */
      readonly isProtected: boolean;
    }
  | {
      readonly kind: 'problem';
      readonly problem: Problem;
      /**
       * If it is known to which certificate the unreadable key belongs: `publicKeySha256` of this
       * certificate. The problem then concerns no other certificate.
       */
      readonly ownerPublicKeySha256?: string | undefined;
    };

/** Reads one private key, then overwrites its bytes in memory. Problems contain no part of the key. */
export function readPrivateKey(block: PrivateKeyBlock, location: string): KeyReading {
  const derived = derivePublicKey(block, location);
  if (derived.kind === 'problem') return derived;
  return { kind: 'read', publicKeySha256: spkiSha256(derived.key), isProtected: block.protection !== 'none' };
}
