import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { CERTIFICATE_FILE_FAILURES } from '../../../domain/failure/certificate-file-failures.ts';
import type { Problem } from '../../../domain/failure/problem.ts';
import { problemOfFailure } from '../../../domain/failure/problem-of-failure.ts';
import { fileReason } from '../../../formats/system/file-reason.ts';
import { type FileState, fileStateOf, matchesStats, type StatsFields } from '../walk/file-state.ts';
import { fileTypeOf } from '../walk/file-type.ts';

/**
 * The maximum size of a file, bytes. Larger files are not certificates. Reading this size blocks
 * the event loop for some milliseconds.
 */
const MAX_FILE_BYTES: number = 16 * 1024 * 1024;

/** The maximum number of bytes per read call. */
const MAX_BYTES_PER_READ = 1024 * 1024;
/** With O_NONBLOCK, because opening a FIFO that replaced the file would wait for a writer. */
const OPEN_FLAGS: number = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY;
/** The number of attempts for a file that changes while it is read. */
const MAX_ATTEMPTS = 3;

/** The bytes of a file, or why there are none. */
export type FileReadResult =
  | { readonly kind: 'read'; readonly bytes: Buffer; readonly stats: StatsFields }
  /** The file has been removed since it was found. */
  | { readonly kind: 'gone' }
  /** The file is larger than the `maxBytes` of the caller. */
  | { readonly kind: 'large' }
  /**
   * `state` is set only for the reason `too_large`, which stays until the file changes. Other
   * problems may disappear without a change of the file.
   */
  | { readonly kind: 'problem'; readonly problem: Problem; readonly state?: FileState };

/** Receives the contents of small files without their stats, and keeps those it can use. */
interface RegularCertificateSink {
  /** Returns false, and leaves the bytes unchanged, if the content is not accepted. */
  addRegularCertificate(bytes: Buffer, stats: undefined): boolean;
}

/**
 * Reads whole files. Small files are read into a reused buffer, so the bytes of a result are valid
 * only until the next file is read. The caller overwrites the bytes after use.
 */
export class FileReader {
  readonly #smallFileBuffer: Buffer = Buffer.allocUnsafeSlow(64 * 1024);

  /**
   * Reads the bytes of a file, and its stats at that time. Follows symbolic links. Files larger
   * than `maxBytes` are not read.
   */
  read(path: string, maxBytes: number = Number.POSITIVE_INFINITY): FileReadResult {
    return this.#withOpenFile(path, (file) => this.#readOpenFile(file, path, maxBytes));
  }

  /**
   * Like `read`, but first gives the content of a small file to `sink`. If `sink` accepts the
   * content, returns undefined without an fstat call, which takes a seventh of the time.
   */
  readInto(
    path: string,
    sink: RegularCertificateSink,
    maxBytes: number = Number.POSITIVE_INFINITY,
  ): FileReadResult | undefined {
    return this.#withOpenFile<FileReadResult | undefined>(path, (file) => {
      const bytes = this.#readSmall(file);
      if (bytes === undefined) return this.#readOpenFile(file, path, maxBytes);
      if (sink.addRegularCertificate(bytes, undefined)) {
        bytes.fill(0);
        return undefined;
      }
      const stats = fstatSync(file);
      // If the file changed between reading and fstat, it is read again.
      if (stats.isFile() && stats.size === bytes.length) return { kind: 'read', bytes, stats };
      bytes.fill(0);
      return this.#readOpenFile(file, path, maxBytes);
    });
  }

  #withOpenFile<T>(path: string, use: (file: number) => T): T | FileReadResult {
    let file: number | undefined;
    try {
      file = openSync(path, OPEN_FLAGS);
      return use(file);
    } catch (error) {
      const problem = fileReason(error, path);
      return problem.reason === 'not_found' ? { kind: 'gone' } : { kind: 'problem', problem };
    } finally {
      if (file !== undefined) closeSync(file);
    }
  }

  /**
   * Reads a file in one call; undefined if it is empty, not a regular file, or larger than the
   * buffer. Reading at a position fails for a FIFO.
   */
  #readSmall(file: number): Buffer | undefined {
    let length = 0;
    try {
      length = readSync(file, this.#smallFileBuffer, 0, this.#smallFileBuffer.length, 0);
    } catch {
      return undefined;
    }
    if (length > 0 && length < this.#smallFileBuffer.length) return this.#smallFileBuffer.subarray(0, length);
    this.#smallFileBuffer.fill(0, 0, length);
    return undefined;
  }

  #readOpenFile(file: number, path: string, maxBytes: number): FileReadResult {
    let statsBefore = fstatSync(file);
    if (!statsBefore.isFile()) {
      return { kind: 'problem', problem: problemOfFailure('not_a_regular_file', path, fileTypeOf(statsBefore)) };
    }
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
      const { size } = statsBefore;
      if (size > MAX_FILE_BYTES) {
        const state = fileStateOf(statsBefore);
        const failure = CERTIFICATE_FILE_FAILURES.file_over_limit({ bytes: size, limit: MAX_FILE_BYTES });
        return { kind: 'problem', problem: problemOfFailure('too_large', path, failure), state };
      }
      if (size > maxBytes) return { kind: 'large' };
      const bytes = this.#readAll(file, size);
      // A small file was read in one call after fstat. A write after fstat changes the state of the
      // file, so the next scan reads the file again, and a second fstat is not needed.
      if (bytes?.length === size && size < this.#smallFileBuffer.length) {
        return { kind: 'read', bytes, stats: statsBefore };
      }
      const statsAfter = fstatSync(file);
      if (bytes !== undefined && matchesStats(fileStateOf(statsBefore), statsAfter)) {
        return { kind: 'read', bytes, stats: statsAfter };
      }
      // The bytes may include a private key.
      bytes?.fill(0);
      statsBefore = statsAfter;
    }
    const failure = CERTIFICATE_FILE_FAILURES.file_changed_times({ attempts: MAX_ATTEMPTS });
    return { kind: 'problem', problem: problemOfFailure('changed_while_reading', path, failure) };
  }

  /** Reads the whole file from its start; undefined if it has more than `size` bytes now. */
  #readAll(file: number, size: number): Buffer | undefined {
    const buffer = size < this.#smallFileBuffer.length ? this.#smallFileBuffer : Buffer.allocUnsafeSlow(size + 1);
    let length = 0;
    for (;;) {
      const byteCount = readSync(file, buffer, length, Math.min(MAX_BYTES_PER_READ, buffer.length - length), length);
      length += byteCount;
      // Data that is appended after this changes the stats.
      if (byteCount === 0 || length === size) return buffer.subarray(0, length);
      if (length > size) {
        buffer.fill(0, 0, length);
        return undefined;
      }
    }
  }
}
