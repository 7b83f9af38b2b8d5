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
import { codeOf } from '../../formats/network/connection-reason.ts';
import type { LineTarget } from './line-target.ts';
import { outputError } from './output-error.ts';
import { syncDirectoryOf } from './sync-directory.ts';
import { systemError } from './system-error.ts';

/** How long the reader of a pipe may leave it full, ms. */
const PATIENCE_MS = 10_000;

/** How often a full pipe is tried again, ms. */
const AGAIN_MS = 20;

/**
 * Writes what is taken at once and, of a pipe that is full, what is taken as soon as its reader has made room.
 * @param signal ends the waiting
 * @returns how many octets, 1 or more
 * @throws what the system says, and `ETIMEDOUT`
 */
async function writePatiently(descriptor: number, octets: Uint8Array, signal: AbortSignal): Promise<number> {
  const begunAt = performance.now();
  for (;;) {
    try {
      return writeSync(descriptor, octets);
    } catch (error) {
      if (codeOf(error) !== 'EAGAIN') throw error;
    }
    if (performance.now() - begunAt >= PATIENCE_MS) {
      const seconds = PATIENCE_MS / 1000;
      throw systemError(
        'ETIMEDOUT',
        `the reader of this pipe has made no room for ${seconds} s; look at what it waits for`,
      );
    }
    await pause(AGAIN_MS, undefined, { signal });
  }
}

/**
 * Moves `path` to `path.1`, what stood there to `path.2`, and so on; the oldest of more than `keep` goes. With `keep` 0 it goes
 * itself. Only up to the first gap: a rotation that failed half-way and is repeated then loses nothing. Afterwards nothing stands at `path`.
 */
function rotate(path: string, keep: number): void {
  let free = 1;
  while (free < keep && existsSync(`${path}.${free}`)) free += 1;
  for (let number = free; number > 1; number -= 1) renameSync(`${path}.${number - 1}`, `${path}.${number}`);
  if (keep > 0) renameSync(path, `${path}.1`);
  else rmSync(path);
  syncDirectoryOf(path);
}

const sync = promisify(fdatasync);

/** Readable by the group that may read the log; whoever made the file otherwise is not overruled. */
const MODE = 0o640;

/** A pipe without a reader must fail, not hang. */
const APPEND = constants.O_APPEND | constants.O_NONBLOCK;
const READ_TOO = APPEND | constants.O_RDWR;
/** Who opens a pipe for reading, too, is its reader. */
const WRITE_ONLY = APPEND | constants.O_WRONLY;

export interface RotatedFileOptions {
  /** Absolute. */
  readonly path: string;
  /** Bytes; a text that is longer has a file of its own. */
  readonly maxSize: number;
  /** Rotated files kept beside it: `path.1` is the newest. */
  readonly keep: number;
}

function openForAppending(path: string): number {
  try {
    const descriptor = openSync(path, READ_TOO | constants.O_CREAT | constants.O_EXCL, MODE);
    fchmodSync(descriptor, MODE);
    syncDirectoryOf(path);
    return descriptor;
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
    return openSync(path, statSync(path).isFile() ? READ_TOO : WRITE_ONLY);
  }
}

/** Whether the file ends inside a line, because the power went while it was written. */
function isTorn(descriptor: number, size: number): boolean {
  const last = Buffer.alloc(1);
  return size > 0 && readSync(descriptor, last, 0, 1, size - 1) === 1 && last[0] !== 0x0a;
}

/** The system says it in one way when a pipe is opened, and in another when it is written to. */
function describeNoReader(error: unknown): unknown {
  const code = codeOf(error);
  if (code !== 'ENXIO' && code !== 'EPIPE') return error;
  return systemError(code, 'nobody reads this pipe; start what is to read it');
}

/**
 * A log file that is rotated by size, and opened again when something else moved or deleted it. What is no regular file, a pipe
 * or a device, is only written to.
 */
export class RotatedFile implements LineTarget {
  readonly #options: RotatedFileOptions;
  #descriptor: number | undefined;
  /** Whether a pipe got the beginning of a line and not its end. */
  #isHalf = false;
  #waiting = new AbortController();

  constructor(options: RotatedFileOptions) {
    this.#options = options;
  }

  /** @throws {LogOutputError} with the file as it was before the part that failed; the next call tries again */
  async append(texts: readonly string[]): Promise<void> {
    const { path, maxSize } = this.#options;
    this.#waiting = new AbortController();
    try {
      let descriptor = this.#current();
      let { size } = fstatSync(descriptor);
      const isRegular = fstatSync(descriptor).isFile();
      let part: string[] = (isRegular ? isTorn(descriptor, size) : this.#isHalf) ? ['\n'] : [];
      for (const text of texts) {
        const length = Buffer.byteLength(text);
        if (isRegular && size > 0 && size + length > maxSize) {
          await this.#write(descriptor, part.join(''));
          descriptor = await this.#turn(descriptor);
          [part, size] = [[], 0];
        }
        part.push(text);
        size += length;
      }
      await this.#write(descriptor, part.join(''));
      if (isRegular) await sync(descriptor);
    } catch (error) {
      throw outputError(`file:${path}`, `appending to ${path}`, describeNoReader(error));
    }
  }

  /** All but the reader of a pipe answers at once. */
  abandon(): void {
    this.#waiting.abort();
  }

  close(): void {
    if (this.#descriptor !== undefined) closeSync(this.#descriptor);
    this.#descriptor = undefined;
  }

  /** The open file, if it is still the one that stands at the path. */
  #current(): number {
    const { path } = this.#options;
    if (this.#descriptor !== undefined) {
      const open = fstatSync(this.#descriptor, { bigint: true });
      const standing = statSync(path, { bigint: true, throwIfNoEntry: false });
      if (standing?.ino === open.ino && standing.dev === open.dev) return this.#descriptor;
      this.close();
    }
    this.#descriptor = openForAppending(path);
    return this.#descriptor;
  }

  async #turn(descriptor: number): Promise<number> {
    await sync(descriptor);
    rotate(this.#options.path, this.#options.keep);
    return this.#current();
  }

  /** All of it or, where the disk fills half-way, none of it: the half line is taken back. What a pipe has got is its reader's. */
  async #write(descriptor: number, text: string): Promise<void> {
    const bytes = Buffer.from(text);
    const before = fstatSync(descriptor);
    let written = 0;
    try {
      while (written < bytes.length) {
        written += await writePatiently(descriptor, bytes.subarray(written), this.#waiting.signal);
      }
      this.#isHalf = false;
    } catch (error) {
      if (before.isFile()) ftruncateSync(descriptor, before.size);
      else if (written > 0) this.#isHalf = bytes[written - 1] !== 0x0a;
      throw error;
    }
  }
}
