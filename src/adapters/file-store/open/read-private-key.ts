import { createHash, createPrivateKey, createPublicKey, type KeyObject, X509Certificate } from 'node:crypto';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Problem } from '../../../domain/problem.ts';
import type { StoreFileBlock } from '../../../formats/certificate-table/store-file.ts';
import { decodePrivateKey } from '../../../formats/pem/parse-pem.ts';
import { publicKeyWithin } from '../../../formats/private-key/public-key-within.ts';
import { errorCode } from '../../../formats/system/file-reason.ts';

/** The delay before keys are released, ms. All keys opened meanwhile are released together. */
const RELEASED_WITHIN_MS = 100;

type Collect = (options: { readonly type: 'minor' }) => void;

let collect: Collect | undefined;

let isDue = false;

/**
 * Schedules a garbage collection, so that unused private keys are overwritten. OpenSSL overwrites a
 * key when it is freed, and node:crypto frees it when its object is collected. An idle process may
 * not collect garbage for hours. The objects are young, and a minor collection takes some
 * milliseconds for any heap size.
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

/** Returns the function of `--expose-gc` without exposing it to other code. */
function collector(): Collect {
  setFlagsFromString('--expose-gc');
  const exposed: Collect = runInNewContext('gc');
  setFlagsFromString('--no-expose-gc');
  return exposed;
}

type PrivateKeyBlock = StoreFileBlock & { readonly kind: 'private-key' };

/** The properties by which a private key is matched, or a problem. The key itself is not stored. */
export type KeyReading =
  /** SHA-256 of its SubjectPublicKeyInfo, uppercase hex. */
  | {
      readonly kind: 'read';
      readonly publicKeySha256: string;
      /** True if the key in the file is encrypted. */
      readonly isProtected: boolean;
    }
  | {
      readonly kind: 'problem';
      readonly problem: Problem;
      /**
       * The public key of the only certificate to which the key belongs, if known. Only that
       * certificate lacks it.
       */
      readonly owner?: string | undefined;
    };

/** Reads one private key and overwrites its bytes. Problems contain no part of the key. */
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
 * Derives the public key of a private key, whose bytes are overwritten. OpenSSL gets the private
 * key only if the key does not include its public part, because OpenSSL leaves copies of decoded
 * keys in memory.
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

/**
 * Returns the SHA-256 of the SubjectPublicKeyInfo of a private key, uppercase hex.
 * @throws for key types that OpenSSL does not support
 */
export function publicKeySha256Of(privateKey: KeyObject): string {
  const encoded = createPublicKey(privateKey).export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(encoded).digest('hex').toUpperCase();
}

/**
 * Returns whether a private key belongs to a certificate (PEM or DER), in any encoding of the
 * public key. Returns false if this cannot be determined.
 */
export function fitsCertificate(privateKey: KeyObject, certificate: Buffer | string): boolean {
  try {
    return new X509Certificate(certificate).checkPrivateKey(privateKey);
  } catch {
    return false;
  }
}

/**
 * Calls `use` with the key, and overwrites its bytes afterwards. The key object is released shortly
 * after, unless `use` retains it. Errors become problems.
 */
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
    // DER does not indicate which of the three encodings it has.
    for (const type of ['pkcs1', 'sec1'] as const) {
      try {
        return createPrivateKey({ key: pem, format: 'der', type });
      } catch {}
    }
    throw failure;
  }
}
