import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { wipeable } from '../../formats/keystore/wipeable.ts';
import { fillBuffer } from '../../formats/system/fill-buffer.ts';
import { visible } from '../../formats/terminal/visible.ts';
import type { Outcome } from '../../work/ports/outputs.ts';
import { retryOutcome } from './retry-outcome.ts';

/** The maximum size of a secret file, bytes. A larger file cannot be a secret. */
const MAX_BYTES = 4096;
const LF = 0x0a;
const CR = 0x0d;

/** The content of a secret file without its line end; an outcome if the file cannot be used. */
export type SecretOrOutcome = { readonly secret: Buffer } | { readonly outcome: Outcome };

/**
 * Returns the outcome for an unusable secret.
 * @param secretName for example `the token`
 * @param error the error, without the content of the file
 */
export function unusableSecret(secretName: string, path: string, error: string): { readonly outcome: Outcome } {
  const detail = `cannot use ${secretName} in ${visible(path)}: ${error}`;
  return { outcome: retryOutcome('secret_unreadable', detail) };
}

/**
 * Reads a secret from a file. The caller overwrites the buffer after use. Never rejects.
 * @param secretName for example `the token`
 */
export async function readSecret(path: string, secretName: string): Promise<SecretOrOutcome> {
  const bytes = wipeable(MAX_BYTES + 1);
  try {
    // Without O_NONBLOCK, opening a FIFO would wait for a writer.
    await using file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
    if (!(await file.stat()).isFile()) return unusableSecret(secretName, path, 'it is not a regular file');
    const length = await fillBuffer(bytes.length, (offset, size) => file.read(bytes, offset, size));
    if (length > MAX_BYTES) {
      bytes.fill(0);
      return unusableSecret(secretName, path, `it has more than ${MAX_BYTES} bytes`);
    }
    const secret = withoutLineEnd(bytes.subarray(0, length));
    return secret.length === 0 ? unusableSecret(secretName, path, 'it is empty') : { secret };
  } catch (error) {
    bytes.fill(0);
    return unusableSecret(secretName, path, describeReadError(error as NodeJS.ErrnoException));
  }
}

function describeReadError({ code, message }: NodeJS.ErrnoException): string {
  if (code === 'ENOENT') return 'it does not exist';
  return code === 'EACCES' ? 'permission denied' : message;
}

function withoutLineEnd(bytes: Buffer): Buffer {
  if (bytes.at(-1) !== LF) return bytes;
  return bytes.subarray(0, bytes.length - (bytes.at(-2) === CR ? 2 : 1));
}
