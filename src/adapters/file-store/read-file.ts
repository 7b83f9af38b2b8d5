import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import type { Problem } from '../../domain/problem.ts';
import { type FileIdentity, identityOf, sameIdentity } from './file-identity.ts';
import { fileTrouble } from './file-trouble.ts';
import type { Pace } from './pace.ts';

/** A larger file is no certificate file, and is not opened. */
const MAX_FILE_BYTES: number = 16 * 1024 * 1024;

/** So much of a file is read at a time. */
const PIECE_BYTES = 1024 * 1024;
/** How often a file that changes under the reading is tried. */
const TRIES = 3;

export type FileReading =
  | { readonly kind: 'read'; readonly bytes: Buffer; readonly identity: FileIdentity }
  /** There was one when it was looked at, and now there is none. */
  | { readonly kind: 'gone' }
  | { readonly kind: 'problem'; readonly problem: Problem };

/** Reads whole files, small ones into one buffer that is used again: what `read` gave is valid until the next `read`. */
export class FileReader {
  readonly #small: Buffer = Buffer.allocUnsafeSlow(64 * 1024);

  /** The bytes as they stood at `identity`, or at a later one where the file has changed since it was looked at. */
  async read(path: string, identity: FileIdentity, pace: Pace): Promise<FileReading> {
    let expected = identity;
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      if (expected.size > MAX_FILE_BYTES) {
        const detail = `${expected.size} bytes; at most ${MAX_FILE_BYTES} are read`;
        return { kind: 'problem', problem: { reason: 'too_large', location: path, detail } };
      }
      let file: number | undefined;
      try {
        // A FIFO may have taken the place of the file: without O_NONBLOCK the opening would wait for a writer.
        file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
        const before = fstatSync(file);
        if (!before.isFile())
          return { kind: 'problem', problem: { reason: 'not_a_regular_file', location: path, detail: '' } };
        const bytes = await this.#readOpen(file, expected.size, pace);
        const after = identityOf(fstatSync(file));
        if (bytes !== undefined && sameIdentity(after, expected)) return { kind: 'read', bytes, identity: after };
        expected = after;
      } catch (error) {
        const problem = fileTrouble(error, path);
        if (problem.reason === 'not_found') return { kind: 'gone' };
        return { kind: 'problem', problem };
      } finally {
        if (file !== undefined) closeSync(file);
      }
    }
    const detail = `${TRIES} times`;
    return { kind: 'problem', problem: { reason: 'changed_while_reading', location: path, detail } };
  }

  /** All that can be read; undefined when it is more than `size`. */
  async #readOpen(file: number, size: number, pace: Pace): Promise<Buffer | undefined> {
    const buffer = size < this.#small.length ? this.#small : Buffer.allocUnsafeSlow(size + 1);
    let length = 0;
    for (;;) {
      const read = readSync(file, buffer, length, Math.min(PIECE_BYTES, buffer.length - length), null);
      length += read;
      // What was written behind it since shows in the identity.
      if (read === 0 || length === size) return buffer.subarray(0, length);
      if (length > size) return undefined;
      if (read === PIECE_BYTES && pace.due()) await pace.rest();
    }
  }
}
