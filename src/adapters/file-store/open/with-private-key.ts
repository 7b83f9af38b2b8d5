import { createPrivateKey, type KeyObject } from 'node:crypto';
import type { Problem } from '../../../domain/failure/problem.ts';
import { problemOfReason, problemOfWords } from '../../../domain/failure/problem-of-failure.ts';
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
    if (block.protection === 'encrypted') {
      return { kind: 'problem', problem: problemOfReason('key_encrypted', location) };
    }
    scheduleKeyRelease();
    return use(loadPrivateKey(block));
  } catch (error) {
    return { kind: 'problem', problem: malformedKey(location, error) };
  } finally {
    block.bytes.fill(0);
  }
}

/** Returns the problem of a key that OpenSSL refused. It contains no part of the key. */
export function malformedKey(location: string, error: unknown): Problem {
  const code = errorCode(error);
  return code === undefined
    ? problemOfReason('key_malformed', location)
    : problemOfWords('key_malformed', location, code);
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
