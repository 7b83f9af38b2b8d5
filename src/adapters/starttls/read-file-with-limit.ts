import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { fillBuffer } from '../../formats/system/fill-buffer.ts';

/** Thrown if a path is not a regular file, or the file is too large. */
export class UnusableFileError extends Error {
  readonly reason: 'not_a_regular_file' | 'too_large';

  constructor(reason: UnusableFileError['reason']) {
    super(reason);
    this.reason = reason;
  }
}

/**
 * Reads a regular file.
 * @param maxBytes the maximum size, bytes
 * @throws {UnusableFileError}, or the system error
 */
export async function readFileWithLimit(path: string, maxBytes: number): Promise<Buffer> {
  // Without O_NONBLOCK, opening a FIFO would wait for a writer.
  await using file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
  if (!(await file.stat()).isFile()) throw new UnusableFileError('not_a_regular_file');
  const bytes = Buffer.alloc(maxBytes + 1);
  const length = await fillBuffer(bytes.length, (offset, size) => file.read(bytes, offset, size));
  if (length > maxBytes) throw new UnusableFileError('too_large');
  return bytes.subarray(0, length);
}
