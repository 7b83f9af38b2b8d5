import { createHash, createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import type { Problem } from '../../domain/problem.ts';
import type { StoreFileBlock } from '../../formats/store-file.ts';
import { errorCode } from './file-trouble.ts';

type PrivateKeyBlock = StoreFileBlock & { readonly kind: 'private-key' };

/** What a private key is matched by, or why it cannot be matched. The key itself is not kept. */
export type KeyReading =
  /** SHA-256 of its SubjectPublicKeyInfo, upper-case hex. */
  | {
      readonly kind: 'read';
      readonly publicKeySha256: string;
      /** Whether whoever reads the file still needs a password for it. */
      readonly isProtected: boolean;
    }
  | {
      readonly kind: 'problem';
      readonly problem: Problem;
      /** The public key of the one certificate whose key it is, where that is said; only that one misses it. */
      readonly owner?: string | undefined;
    };

/** Reads one private key and overwrites its bytes. Nothing of the key gets into a problem. */
export function readPrivateKey(block: PrivateKeyBlock, location: string): KeyReading {
  return withPrivateKey(block, location, (privateKey) => {
    const encoded = createPublicKey(privateKey).export({ type: 'spki', format: 'der' });
    return {
      kind: 'read',
      publicKeySha256: createHash('sha256').update(encoded).digest('hex').toUpperCase(),
      isProtected: block.protection !== 'none',
    };
  });
}

/** Lends the key to `use`, then overwrites its bytes; what goes wrong on the way is the answer's problem. */
export function withPrivateKey<T>(
  block: PrivateKeyBlock,
  location: string,
  use: (key: KeyObject) => T,
): T | { readonly kind: 'problem'; readonly problem: Problem } {
  try {
    if (block.protection === 'closed')
      return { kind: 'problem', problem: { reason: 'key_encrypted', location, detail: '' } };
    return use(openPrivateKey(block));
  } catch (error) {
    return { kind: 'problem', problem: { reason: 'key_malformed', location, detail: errorCode(error) ?? '' } };
  } finally {
    block.pem.fill(0);
  }
}

function openPrivateKey({ pem, label }: PrivateKeyBlock): KeyObject {
  if (label !== undefined) return createPrivateKey({ key: pem, format: 'pem' });
  try {
    return createPrivateKey({ key: pem, format: 'der', type: 'pkcs8' });
  } catch (failure) {
    // DER does not say which of the three encodings it is.
    for (const type of ['pkcs1', 'sec1'] as const) {
      try {
        return createPrivateKey({ key: pem, format: 'der', type });
      } catch {}
    }
    throw failure;
  }
}
