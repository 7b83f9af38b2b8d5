import { constants } from 'node:fs';
import { open } from 'node:fs/promises';

/** A file that is no file, or longer than it may be. */
export class UnfitFileError extends Error {
  readonly reason: 'not_a_regular_file' | 'too_large';

  constructor(reason: UnfitFileError['reason']) {
    super(reason);
    this.reason = reason;
  }
}

/** All of a regular file of at most so many octets. @throws {UnfitFileError}; else rejects with the system's error */
export async function readBounded(path: string, most: number): Promise<Buffer> {
  // Without O_NONBLOCK the opening of a FIFO would wait for a writer.
  await using file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
  if (!(await file.stat()).isFile()) throw new UnfitFileError('not_a_regular_file');
  const octets = Buffer.alloc(most + 1);
  let length = 0;
  for (let read = -1; read !== 0 && length < octets.length; length += read) {
    read = (await file.read(octets, length, octets.length - length)).bytesRead;
  }
  if (length > most) throw new UnfitFileError('too_large');
  return octets.subarray(0, length);
}
