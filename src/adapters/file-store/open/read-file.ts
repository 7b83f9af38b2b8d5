import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import type { Problem } from '../../../domain/problem.ts';
import { fileReason } from '../../../formats/system/file-reason.ts';
import { type FileIdentity, type FileState, fileIdentityOf, isIdentityOf } from '../walk/file-identity.ts';

/**
 * The maximum size of a file, bytes. Larger files are not certificates. Reading this size blocks
 * the event loop for some milliseconds.
 */
const MAX_FILE_BYTES: number = 16 * 1024 * 1024;

/** The number of bytes read at a time. */
const PIECE_BYTES = 1024 * 1024;
/** A FIFO may have replaced the file. Without O_NONBLOCK, opening it would wait for a writer. */
const READ_WITHOUT_WAITING: number = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY;
/** The number of attempts for a file that changes while it is read. */
const TRIES = 3;

/** The result of reading a file. */
export type FileReading =
  | {
      readonly kind: 'read';
      readonly bytes: Buffer;
      readonly state: FileState;
    }
  /** The file existed when it was found, but has been removed. */
  | { readonly kind: 'gone' }
  /** The file is larger than the limit of the caller. */
  | { readonly kind: 'large' }
  /**
   * Only the problem `too_large` depends on nothing but the file, and has an identity. Other
   * problems may disappear without a change of the file.
   */
  | { readonly kind: 'problem'; readonly problem: Problem; readonly identity?: FileIdentity };

/**
 * Accepts the content of a file without its state. Returns false if it does not, and leaves the
 * bytes unchanged.
 */
interface Taker {
  addRegular(bytes: Buffer, state: undefined): boolean;
}

/**
 * Reads whole files, small ones into a reused buffer: a result is valid until the next `read`. The
 * caller overwrites it after use.
 */
export class FileReader {
  readonly #small: Buffer = Buffer.allocUnsafeSlow(64 * 1024);

  /**
   * Reads the bytes of a file, and its state at that time. Follows symbolic links. Files larger
   * than `maxBytes` are not read.
   */
  read(path: string, maxBytes: number = Number.POSITIVE_INFINITY): FileReading {
    return this.#withOpen(path, (file) => this.#readOpen(file, path, maxBytes));
  }

  /**
   * Like `read`, but returns undefined if `taker` accepts the content of a small file. The fstat
   * call, a seventh of the time, is then omitted. If `taker` rejects the content, the file may have
   * changed between reading and fstat.
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

  /**
   * Reads a file in one call; undefined if it is empty or larger. A FIFO has no position, so
   * reading from one fails.
   */
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
    let statsBefore = fstatSync(file);
    if (!statsBefore.isFile())
      return { kind: 'problem', problem: { reason: 'not_a_regular_file', location: path, detail: '' } };
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      const { size } = statsBefore;
      if (size > MAX_FILE_BYTES) {
        const identity = fileIdentityOf(statsBefore);
        const detail = `${size} bytes; at most ${MAX_FILE_BYTES} are read`;
        return { kind: 'problem', problem: { reason: 'too_large', location: path, detail }, identity };
      }
      if (size > maxBytes) return { kind: 'large' };
      const bytes = this.#readAll(file, size);
      // A small file is read in one call after fstat, so a later write changes its state.
      if (bytes?.length === size && size < this.#small.length) {
        return { kind: 'read', bytes, state: statsBefore };
      }
      const statsAfter = fstatSync(file);
      if (bytes !== undefined && isIdentityOf(fileIdentityOf(statsBefore), statsAfter)) {
        return { kind: 'read', bytes, state: statsAfter };
      }
      // The bytes may include a private key.
      bytes?.fill(0);
      statsBefore = statsAfter;
    }
    const problem: Problem = { reason: 'changed_while_reading', location: path, detail: `${TRIES} times` };
    return { kind: 'problem', problem };
  }

  /** Reads the whole file from its start; undefined if it is larger than `size`. */
  #readAll(file: number, size: number): Buffer | undefined {
    const buffer = size < this.#small.length ? this.#small : Buffer.allocUnsafeSlow(size + 1);
    let length = 0;
    for (;;) {
      const byteCount = readSync(file, buffer, length, Math.min(PIECE_BYTES, buffer.length - length), length);
      length += byteCount;
      // Data appended later changes the identity.
      if (byteCount === 0 || length === size) return buffer.subarray(0, length);
      if (length > size) {
        buffer.fill(0, 0, length);
        return undefined;
      }
    }
  }
}
