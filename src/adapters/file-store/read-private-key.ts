import { createHash, createPrivateKey, createPublicKey, type KeyObject, X509Certificate } from 'node:crypto';
import type { Problem } from '../../domain/problem.ts';
import type { StoreFileBlock } from '../../formats/store-file.ts';
import { errorCode } from './file-trouble.ts';
import { releaseKeysSoon } from './release-keys.ts';

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
  return withPrivateKey(block, location, (privateKey) => ({
    kind: 'read',
    publicKeySha256: publicKeySha256Of(privateKey),
    isProtected: block.protection !== 'none',
  }));
}

/** SHA-256 of the SubjectPublicKeyInfo that belongs to a private key, upper-case hex. @throws for a key of a kind that OpenSSL does not know. */
export function publicKeySha256Of(privateKey: KeyObject): string {
  const encoded = createPublicKey(privateKey).export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(encoded).digest('hex').toUpperCase();
}

/** Whether a private key is a certificate's own (PEM or DER), however the public key is encoded in it. False, too, when it cannot be judged. */
export function fitsCertificate(privateKey: KeyObject, certificate: Buffer | string): boolean {
  try {
    return new X509Certificate(certificate).checkPrivateKey(privateKey);
  } catch {
    return false;
  }
}

/** Lends the key to `use`, then overwrites its bytes, and soon what node:crypto made of them unless `use` keeps it; what goes wrong on the way is the answer's problem. */
export function withPrivateKey<T>(
  block: PrivateKeyBlock,
  location: string,
  use: (key: KeyObject) => T,
): T | { readonly kind: 'problem'; readonly problem: Problem } {
  try {
    if (block.protection === 'closed')
      return { kind: 'problem', problem: { reason: 'key_encrypted', location, detail: '' } };
    releaseKeysSoon();
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
