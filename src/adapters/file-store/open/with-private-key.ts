import { createPrivateKey, type KeyObject } from 'node:crypto';
import type { Problem } from '../../../domain/failure/problem.ts';
import type { StoreFileBlock } from '../../../formats/certificate-table/store-file.ts';
import { errorCode } from '../../../formats/system/file-reason.ts';
import { scheduleKeyRelease } from './release-keys.ts';

/** A private key in a file, encrypted or not. */
export type PrivateKeyBlock = StoreFileBlock & { readonly kind: 'private-key' };

/**
 * Calls `use` with a private key, and returns its result. Overwrites the bytes of the block
 * afterwards, and releases the key object unless `use` retains it. Errors of OpenSSL and of `use`
 * become problems.
 */
export function withPrivateKey<T>(
  block: PrivateKeyBlock,
  location: string,
  use: (key: KeyObject) => T,
): T | { readonly kind: 'problem'; readonly problem: Problem } {
  try {
    if (block.protection === 'encrypted')
      return { kind: 'problem', problem: { reason: 'key_encrypted', location, detail: '' } };
    scheduleKeyRelease();
    return use(loadPrivateKey(block));
  } catch (error) {
    return { kind: 'problem', problem: { reason: 'key_malformed', location, detail: errorCode(error) ?? '' } };
  } finally {
    block.bytes.fill(0);
  }
}

function loadPrivateKey({ bytes, label }: PrivateKeyBlock): KeyObject {
  if (label !== undefined) return createPrivateKey({ key: bytes, format: 'pem' });
  try {
    return createPrivateKey({ key: bytes, format: 'der', type: 'pkcs8' });
  } catch (pkcs8Error) {
    // DER does not indicate which of the three encodings it has.
    for (const type of ['pkcs1', 'sec1'] as const) {
      try {
        return createPrivateKey({ key: bytes, format: 'der', type });
      } catch {}
    }
    throw pkcs8Error;
  }
}
