import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Failure } from '../../../domain/failure/failure.ts';
import { FailureError } from '../../../domain/failure/failure-error.ts';
import { FILE_CAUSE_FAILURES } from '../../../domain/failure/file-cause-failures.ts';
import { HTTP_SERVER_FAILURES } from '../../../domain/failure/http-failures.ts';
import { messageOf } from '../../../domain/failure/message-of.ts';
import { fillBuffer } from '../../../formats/system/fill-buffer.ts';
import { visible } from '../../../formats/terminal/visible.ts';

/** The minimum length of a token, characters. */
const MIN_TOKEN_LENGTH = 32;
/** The maximum size of the file, bytes. */
const MAX_TOKEN_BYTES = 4096;
const READABLE_BY_ALL = 0o004;

/**
 * Reads the token of the HTTP server from a file, without its line end.
 * @throws {FailureError} if the file or the token cannot be used; the text has no part of the token
 */
export async function readToken(path: string): Promise<string> {
  const unusable = (cause: Failure | string, error?: unknown): FailureError =>
    new FailureError(HTTP_SERVER_FAILURES.access_token_unusable({ path: visible(path), cause }), error);
  let text: string;
  try {
    // Without O_NONBLOCK, opening a FIFO would wait for a writer.
    await using file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
    const stats = await file.stat();
    if (!stats.isFile()) throw unusable(FILE_CAUSE_FAILURES.file_not_regular);
    if ((stats.mode & READABLE_BY_ALL) !== 0) throw unusable(HTTP_SERVER_FAILURES.access_token_world_readable);
    const bytes = Buffer.alloc(MAX_TOKEN_BYTES + 1);
    const length = await fillBuffer(bytes.length, (offset, size) => file.read(bytes, offset, size));
    if (length > MAX_TOKEN_BYTES) throw unusable(FILE_CAUSE_FAILURES.file_longer_than({ bytes: MAX_TOKEN_BYTES }));
    text = bytes.toString('latin1', 0, length).trim();
  } catch (error) {
    throw error instanceof FailureError ? error : unusable(describeReadError(error), error);
  }
  if (!/^[\x21-\x7e]*$/.test(text)) throw unusable(HTTP_SERVER_FAILURES.access_token_not_one_word);
  if (text.length < MIN_TOKEN_LENGTH) {
    throw unusable(HTTP_SERVER_FAILURES.access_token_too_short({ minimum: MIN_TOKEN_LENGTH }));
  }
  return text;
}

function describeReadError(error: unknown): Failure | string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT') return FILE_CAUSE_FAILURES.file_not_found;
  return code === 'EACCES' ? FILE_CAUSE_FAILURES.file_access_denied : messageOf(error);
}
