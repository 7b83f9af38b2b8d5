import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Failure } from '../../domain/failure/failure.ts';
import { FILE_CAUSE_FAILURES } from '../../domain/failure/file-cause-failures.ts';
import { SECRET_FAILURES } from '../../domain/failure/secret-failures.ts';
import { wipeable } from '../../formats/keystore/wipeable.ts';
import { fillBuffer } from '../../formats/system/fill-buffer.ts';
import { visible } from '../../formats/terminal/visible.ts';
import type { Outcome } from '../../work/ports/outputs.ts';
import { retryOutcome } from './retry-outcome.ts';

/** The maximum size of a secret file, bytes. A larger file cannot be a secret. */
const MAX_BYTES = 4096;
const LF = 0x0a;
const CR = 0x0d;

/** The outcome of an attempt for which a secret cannot be used. */
export interface UnusableSecret {
  readonly outcome: Outcome & { readonly kind: 'retry'; readonly failure: Failure };
}

/** The content of a secret file without its line end; an outcome if the file cannot be used. */
export type SecretOrOutcome = { readonly secret: Buffer } | UnusableSecret;

/**
 * Returns the outcome for an unusable secret.
 * @param secret for example SECRET_FAILURES.the_token
 * @param cause the error, without the content of the file
 */
export function unusableSecret(secret: Failure, path: string, cause: Failure | string): UnusableSecret {
  const failure = SECRET_FAILURES.secret_unusable({ secret, path: visible(path), cause });
  return { outcome: { ...retryOutcome('secret_unreadable', failure), failure } };
}

/**
 * Reads a secret from a file. The caller overwrites the buffer after use. Never rejects.
 * @param name for example SECRET_FAILURES.the_token
 */
export async function readSecret(path: string, name: Failure): Promise<SecretOrOutcome> {
  const bytes = wipeable(MAX_BYTES + 1);
  try {
    // Without O_NONBLOCK, opening a FIFO would wait for a writer.
    await using file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
    if (!(await file.stat()).isFile()) return unusableSecret(name, path, FILE_CAUSE_FAILURES.file_not_regular);
    const length = await fillBuffer(bytes.length, (offset, size) => file.read(bytes, offset, size));
    if (length > MAX_BYTES) {
      bytes.fill(0);
      return unusableSecret(name, path, FILE_CAUSE_FAILURES.file_longer_than({ bytes: MAX_BYTES }));
    }
    const secret = withoutLineEnd(bytes.subarray(0, length));
    return secret.length === 0 ? unusableSecret(name, path, FILE_CAUSE_FAILURES.file_empty) : { secret };
  } catch (error) {
    bytes.fill(0);
    return unusableSecret(name, path, describeReadError(error as NodeJS.ErrnoException));
  }
}

function describeReadError({ code, message }: NodeJS.ErrnoException): Failure | string {
  if (code === 'ENOENT') return FILE_CAUSE_FAILURES.file_not_found;
  return code === 'EACCES' ? FILE_CAUSE_FAILURES.file_access_denied : message;
}

function withoutLineEnd(bytes: Buffer): Buffer {
  if (bytes.at(-1) !== LF) return bytes;
  return bytes.subarray(0, bytes.length - (bytes.at(-2) === CR ? 2 : 1));
}
