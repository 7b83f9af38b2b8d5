import { Buffer } from 'node:buffer';
import {
  closeSync,
  constants,
  existsSync,
  fchmodSync,
  fdatasync,
  fstatSync,
  ftruncateSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Failure } from '../../domain/failure/failure.ts';
import { OUTPUT_FAILURES } from '../../domain/failure/output-failures.ts';
import { errorCodeOrEmpty } from '../../formats/network/connection-reason.ts';
import type { LineTarget } from './line-target.ts';
import { outputError } from './output-error.ts';
import { syncDirectoryOf } from './sync-directory.ts';
import { systemError } from './system-error.ts';

/** The maximum time that a pipe may stay full, ms. */
const PIPE_TIMEOUT_MS = 10_000;

/** The interval of attempts to write to a full pipe, ms. */
const RETRY_INTERVAL_MS = 20;

/**
 * Writes the beginning of `bytes`, as much as possible. If a pipe is full, waits for its reader.
 * @param signal aborts the wait
 * @returns the number of written bytes, at least 1
 * @throws the system error, or `ETIMEDOUT`
 */
async function writePatiently(descriptor: number, bytes: Uint8Array, signal: AbortSignal): Promise<number> {
  const startedAtMs = performance.now();
  for (;;) {
    try {
      return writeSync(descriptor, bytes);
    } catch (error) {
      if (errorCodeOrEmpty(error) !== 'EAGAIN') throw error;
    }
    if (performance.now() - startedAtMs >= PIPE_TIMEOUT_MS) {
      const seconds = PIPE_TIMEOUT_MS / 1000;
      throw systemError('ETIMEDOUT', OUTPUT_FAILURES.pipe_full({ seconds }));
    }
    await pause(RETRY_INTERVAL_MS, undefined, { signal });
  }
}

/**
 * Renames `path` to `path.1`, the previous `path.1` to `path.2`, and so on. Deletes the oldest file
 * if there are more than `keep`; with `keep` 0, deletes `path`. Renames only up to the first free
 * number: if a rotation was interrupted, its number is free, and repeating the rotation loses no
 * file. Afterwards there is no file at `path`.
 */
function rotate(path: string, keep: number): void {
  let freeNumber = 1;
  while (freeNumber < keep && existsSync(`${path}.${freeNumber}`)) freeNumber += 1;
  for (let fileNumber = freeNumber; fileNumber > 1; fileNumber -= 1)
    renameSync(`${path}.${fileNumber - 1}`, `${path}.${fileNumber}`);
  if (keep > 0) renameSync(path, `${path}.1`);
  else rmSync(path);
  syncDirectoryOf(path);
}

const sync = promisify(fdatasync);

/** The group may read the log. The mode of an existing file is not changed. */
const MODE = 0o640;

/** With O_NONBLOCK, opening a pipe without a reader fails instead of waiting. */
const APPEND = constants.O_APPEND | constants.O_NONBLOCK;
const READ_WRITE = APPEND | constants.O_RDWR;
/** For pipes: a process that also opens a pipe for reading would be its reader. */
const WRITE_ONLY = APPEND | constants.O_WRONLY;

/** A log file and its rotation. */
export interface RotatedFileOptions {
  /** Absolute. */
  readonly path: string;
  /** The maximum size of a file, bytes. A longer text is written to a file of its own. */
  readonly maxSize: number;
  /** The maximum number of rotated files; `path.1` is the newest. */
  readonly keep: number;
}

/**
 * Opens a file, and creates it if it does not exist. A pipe or device is opened for writing only.
 */
function openForAppending(path: string): number {
  try {
    const descriptor = openSync(path, READ_WRITE | constants.O_CREAT | constants.O_EXCL, MODE);
    fchmodSync(descriptor, MODE);
    syncDirectoryOf(path);
    return descriptor;
  } catch (error) {
    if (errorCodeOrEmpty(error) !== 'EEXIST') throw error;
    return openSync(path, statSync(path).isFile() ? READ_WRITE : WRITE_ONLY);
  }
}

/** Returns whether a file ends inside a line, which may happen after a power failure. */
function endsInsideLine(descriptor: number, size: number): boolean {
  const last = Buffer.alloc(1);
  return size > 0 && readSync(descriptor, last, 0, 1, size - 1) === 1 && last[0] !== 0x0a;
}

/**
 * Returns an error with advice if a pipe has no reader; otherwise the same error. The system
 * reports ENXIO when the pipe is opened, and EPIPE when it is written to.
 */
function explainMissingReader(error: unknown): unknown {
  const code = errorCodeOrEmpty(error);
  if (code !== 'ENXIO' && code !== 'EPIPE') return error;
  return systemError(code, OUTPUT_FAILURES.pipe_without_reader);
}

/**
 * A log file that is rotated by size, and opened again if another program moved or deleted it.
 * Pipes and devices are only written to.
 */
export class RotatedFile implements LineTarget {
  readonly #options: RotatedFileOptions;
  #descriptor: number | undefined;
  /** True if a pipe or device received an incomplete line, which the next append must end. */
  #isLineIncomplete = false;
  /** Aborts the append under way. */
  #abortWait = new AbortController();

  constructor(options: RotatedFileOptions) {
    this.#options = options;
  }

  /**
   * Appends texts. If an earlier text was not completely written, ends its line first.
   * @throws {LogOutputError} a file ends with a complete text, and the call can be repeated;
   * earlier texts of the call may then be in the file twice
   */
  async append(texts: readonly string[]): Promise<void> {
    const { path, maxSize } = this.#options;
    this.#abortWait = new AbortController();
    try {
      let descriptor = this.#openCurrent();
      let { size } = fstatSync(descriptor);
      const isRegular = fstatSync(descriptor).isFile();
      const isInsideLine = isRegular ? endsInsideLine(descriptor, size) : this.#isLineIncomplete;
      // The texts for the open file, which are written at once.
      let pendingTexts: string[] = isInsideLine ? ['\n'] : [];
      for (const text of texts) {
        const textBytes = Buffer.byteLength(text);
        if (isRegular && size > 0 && size + textBytes > maxSize) {
          await this.#write(descriptor, pendingTexts.join(''));
          descriptor = await this.#rotate(descriptor);
          pendingTexts = [];
          size = 0;
        }
        pendingTexts.push(text);
        size += textBytes;
      }
      await this.#write(descriptor, pendingTexts.join(''));
      if (isRegular) await sync(descriptor);
    } catch (error) {
      const operation = (values: { readonly cause: Failure | string }): Failure =>
        OUTPUT_FAILURES.file_not_appended({ path, ...values });
      throw outputError(`file:${path}`, operation, explainMissingReader(error));
    }
  }

  /** Aborts the wait for the reader of a pipe. Nothing else delays an append. */
  abandon(): void {
    this.#abortWait.abort();
  }

  close(): void {
    if (this.#descriptor !== undefined) closeSync(this.#descriptor);
    this.#descriptor = undefined;
  }

  /** Returns the open file, or opens it again if another file is at the path. */
  #openCurrent(): number {
    const { path } = this.#options;
    if (this.#descriptor !== undefined) {
      const open = fstatSync(this.#descriptor, { bigint: true });
      const current = statSync(path, { bigint: true, throwIfNoEntry: false });
      if (current?.ino === open.ino && current.dev === open.dev) return this.#descriptor;
      this.close();
    }
    this.#descriptor = openForAppending(path);
    return this.#descriptor;
  }

  /** Rotates the files, and returns the descriptor of the new file. */
  async #rotate(descriptor: number): Promise<number> {
    await sync(descriptor);
    rotate(this.#options.path, this.#options.keep);
    return this.#openCurrent();
  }

  /**
   * Writes the whole text. If that fails, for example because the disk is full, the incomplete text
   * is removed from a file. It cannot be removed from a pipe.
   */
  async #write(descriptor: number, text: string): Promise<void> {
    const bytes = Buffer.from(text);
    const previousStats = fstatSync(descriptor);
    let written = 0;
    try {
      while (written < bytes.length) {
        written += await writePatiently(descriptor, bytes.subarray(written), this.#abortWait.signal);
      }
      this.#isLineIncomplete = false;
    } catch (error) {
      if (previousStats.isFile()) ftruncateSync(descriptor, previousStats.size);
      else if (written > 0) this.#isLineIncomplete = bytes[written - 1] !== 0x0a;
      throw error;
    }
  }
}
