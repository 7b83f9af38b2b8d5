import { createHash, createPrivateKey, createPublicKey, type KeyObject, X509Certificate } from 'node:crypto';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Problem } from '../../../domain/problem.ts';
import type { StoreFileBlock } from '../../../formats/certificate-table/store-file.ts';
import { decodePrivateKey } from '../../../formats/pem/parse-pem.ts';
import { publicKeyWithin } from '../../../formats/private-key/public-key-within.ts';
import { errorCode } from '../../../formats/system/file-reason.ts';

/** Keys that are opened within it are released in one go, ms. */
const RELEASED_WITHIN_MS = 100;

type Collect = (options: { readonly type: 'minor' }) => void;

let collect: Collect | undefined;

let isDue = false;

/**
 * Has private keys that are no longer used overwritten soon. OpenSSL overwrites a key when it is freed, and node:crypto frees
 * it when its object is collected, which nothing else brings about: an idle process may not collect for hours. What was used
 * a moment ago is young, and collecting the young takes some milliseconds however much there is.
 */
function releaseKeysSoon(): void {
  if (isDue) return;
  isDue = true;
  setTimeout(() => {
    isDue = false;
    collect ??= collector();
    collect({ type: 'minor' });
  }, RELEASED_WITHIN_MS).unref();
}

/** What `--expose-gc` gives; given to nobody else. */
function collector(): Collect {
  setFlagsFromString('--expose-gc');
  const exposed: Collect = runInNewContext('gc');
  setFlagsFromString('--no-expose-gc');
  return exposed;
}

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
  const read = derivePublicKey(block, location);
  if (read.kind === 'problem') return read;
  const sha256 = createHash('sha256').update(read.key.export({ type: 'spki', format: 'der' }));
  return {
    kind: 'read',
    publicKeySha256: sha256.digest('hex').toUpperCase(),
    isProtected: block.protection !== 'none',
  };
}

type PublicKeyReading =
  | { readonly kind: 'public-key'; readonly key: KeyObject }
  | { readonly kind: 'problem'; readonly problem: Problem };

/**
 * The public key of a private one, whose bytes are overwritten. OpenSSL is given a private key only where that one does not
 * say what is public of it: what OpenSSL decodes it leaves behind in its memory.
 */
export function derivePublicKey(block: PrivateKeyBlock, location: string): PublicKeyReading {
  const stated = block.protection === 'closed' ? undefined : statedPublicKey(block);
  if (stated === undefined) {
    return withPrivateKey(block, location, (key) => ({ kind: 'public-key', key: createPublicKey(key) }));
  }
  block.pem.fill(0);
  try {
    return { kind: 'public-key', key: createPublicKey({ key: stated, format: 'der', type: 'spki' }) };
  } catch (error) {
    return { kind: 'problem', problem: { reason: 'key_malformed', location, detail: errorCode(error) ?? '' } };
  }
}

function statedPublicKey({ pem, label }: PrivateKeyBlock): Buffer | undefined {
  if (label === undefined) return publicKeyWithin(pem);
  const der = decodePrivateKey(pem);
  const stated = der && publicKeyWithin(der);
  der?.fill(0);
  return stated;
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
