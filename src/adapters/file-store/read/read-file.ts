import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import type { Problem } from '../../../domain/problem.ts';
import { fileReason } from '../../../formats/system/file-reason.ts';
import { type FileIdentity, type FileState, fileIdentityOf, isIdentityOf } from '../walk/file-identity.ts';

/** A larger file is no certificate file, and is not read. Reading this much holds the event loop for some ms. */
const MAX_FILE_BYTES: number = 16 * 1024 * 1024;

/** So much of a file is read at a time. */
const PIECE_BYTES = 1024 * 1024;
/** A FIFO may have taken the place of the file: without O_NONBLOCK the opening would wait for a writer. */
const READ_WITHOUT_WAITING: number = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY;
/** How often a file that changes under the reading is tried. */
const TRIES = 3;

export type FileReading =
  | {
      readonly kind: 'read';
      readonly bytes: Buffer;
      readonly state: FileState;
    }
  /** There was one when it was looked at, and now there is none. */
  | { readonly kind: 'gone' }
  /** It is larger than the caller wants to read now. */
  | { readonly kind: 'large' }
  /** Of all troubles only the size is the file's own, and so comes with an identity; the others may pass without a trace in it. */
  | { readonly kind: 'problem'; readonly problem: Problem; readonly identity?: FileIdentity };

/** Whoever may take what stands in a file without asking for its state; false: it is left as it was. */
interface Taker {
  addRegular(bytes: Buffer, state: undefined): boolean;
}

/** Reads whole files, small ones into one buffer that is used again: what `read` gave is valid until the next `read`. Whoever reads overwrites it after use. */
export class FileReader {
  readonly #small: Buffer = Buffer.allocUnsafeSlow(64 * 1024);

  /** The bytes, and the state of the file in which they stood there. Symbolic links are followed. `maxBytes`: a larger one is not read. */
  read(path: string, maxBytes: number = Number.POSITIVE_INFINITY): FileReading {
    return this.#withOpen(path, (file) => this.#readOpen(file, path, maxBytes));
  }

  /**
   * The same, but undefined where `taker` takes what stands in a small file: of that the state is not asked for, which takes a
   * seventh of the reading. What it has not taken may have been written to between the reading and its state.
   */
  readUnlessTaken(path: string, taker: Taker, maxBytes: number = Number.POSITIVE_INFINITY): FileReading | undefined {
    return this.#withOpen<FileReading | undefined>(path, (file) => {
      const bytes = this.#readSmall(file);
      if (bytes === undefined) return this.#readOpen(file, path, maxBytes);
      if (taker.addRegular(bytes, undefined)) {
        bytes.fill(0);
        return undefined;
      }
      const state = fstatSync(file);
      if (state.isFile() && state.size === bytes.length) return { kind: 'read', bytes, state };
      bytes.fill(0);
      return this.#readOpen(file, path, maxBytes);
    });
  }

  #withOpen<T>(path: string, use: (file: number) => T): T | FileReading {
    let file: number | undefined;
    try {
      file = openSync(path, READ_WITHOUT_WAITING);
      return use(file);
    } catch (error) {
      const problem = fileReason(error, path);
      return problem.reason === 'not_found' ? { kind: 'gone' } : { kind: 'problem', problem };
    } finally {
      if (file !== undefined) closeSync(file);
    }
  }

  /** What one call reads of a file; undefined: nothing, or more. Of a FIFO nothing is taken, since it has no place to read from. */
  #readSmall(file: number): Buffer | undefined {
    let length = 0;
    try {
      length = readSync(file, this.#small, 0, this.#small.length, 0);
    } catch {
      return undefined;
    }
    if (length > 0 && length < this.#small.length) return this.#small.subarray(0, length);
    this.#small.fill(0, 0, length);
    return undefined;
  }

  #readOpen(file: number, path: string, maxBytes: number): FileReading {
    let before = fstatSync(file);
    if (!before.isFile())
      return { kind: 'problem', problem: { reason: 'not_a_regular_file', location: path, detail: '' } };
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      const { size } = before;
      if (size > MAX_FILE_BYTES) {
        const identity = fileIdentityOf(before);
        const detail = `${size} bytes; at most ${MAX_FILE_BYTES} are read`;
        return { kind: 'problem', problem: { reason: 'too_large', location: path, detail }, identity };
      }
      if (size > maxBytes) return { kind: 'large' };
      const bytes = this.#readAll(file, size);
      // A small file is one call to the system, and its state was taken before: what is written later shows as a change.
      if (bytes?.length === size && size < this.#small.length) {
        return { kind: 'read', bytes, state: before };
      }
      const after = fstatSync(file);
      if (bytes !== undefined && isIdentityOf(fileIdentityOf(before), after)) {
        return { kind: 'read', bytes, state: after };
      }
      // Part of it may be a private key.
      bytes?.fill(0);
      before = after;
    }
    const problem: Problem = { reason: 'changed_while_reading', location: path, detail: `${TRIES} times` };
    return { kind: 'problem', problem };
  }

  /** All that can be read, from the start; undefined when it is more than `size`. */
  #readAll(file: number, size: number): Buffer | undefined {
    const buffer = size < this.#small.length ? this.#small : Buffer.allocUnsafeSlow(size + 1);
    let length = 0;
    for (;;) {
      const read = readSync(file, buffer, length, Math.min(PIECE_BYTES, buffer.length - length), length);
      length += read;
      // What was written behind it since shows in the identity.
      if (read === 0 || length === size) return buffer.subarray(0, length);
      if (length > size) {
        buffer.fill(0, 0, length);
        return undefined;
      }
    }
  }
}
