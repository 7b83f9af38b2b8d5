import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { SECOND } from '../../../domain/time.ts';
import { isTruncated } from '../../../formats/certificate-table/is-truncated.ts';

/**
 * The maximum time for which a truncated file counts as being written, ms: since its last change,
 * and since it was first found truncated.
 */
const MAX_WAIT_MS: number = 30 * SECOND;
/** The numbers of bytes that are read at the start and at the end of a file. */
const HEAD_BYTES = 16;
const TAIL_BYTES = 16_384;
/**
 * The maximum number of changed files that one scan examines. Further files are read as they are.
 */
const MAX_EXAMINED_FILES = 1000;

/**
 * Finds files that are still being written: truncated files that changed recently. A scan uses
 * their previous content, and they are read when they are complete, or after 30 s.
 */
export class UnfinishedFiles {
  readonly #now: () => number;
  /** Truncated files by path, with the epoch ms when they were first and last examined. */
  readonly #truncatedFiles: Map<string, { readonly since: number; readonly examinedAt: number }> = new Map();
  #examinedCount = 0;
  #paths: string[] = [];

  /** @param now returns epoch ms, by the clock that sets the times of files */
  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** The files that the current scan found unfinished. */
  get paths(): readonly string[] {
    return this.#paths;
  }

  /** Starts a scan, and forgets files that were last examined more than 30 s ago. */
  begin(): void {
    this.#examinedCount = 0;
    this.#paths = [];
    const now = this.#now();
    for (const [path, { examinedAt }] of this.#truncatedFiles)
      if (now - examinedAt >= MAX_WAIT_MS) this.#truncatedFiles.delete(path);
  }

  /** Returns whether a changed file must be read later, because it is still being written. */
  mustWait(path: string): boolean {
    this.#examinedCount += 1;
    if (this.#examinedCount > MAX_EXAMINED_FILES) return false;
    const now = this.#now();
    if (!isBeingWritten(path, now)) {
      this.#truncatedFiles.delete(path);
      return false;
    }
    const { since } = this.#truncatedFiles.get(path) ?? { since: now };
    this.#truncatedFiles.set(path, { since, examinedAt: now });
    if (now - since >= MAX_WAIT_MS) return false;
    this.#paths.push(path);
    return true;
  }
}

/**
 * Returns whether a file is being written. Returns false if it cannot be opened, because reading it
 * then reports the error.
 */
function isBeingWritten(path: string, now: number): boolean {
  let file: number | undefined;
  try {
    file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const stats = fstatSync(file);
    // `abs`, because a time can also be far in the future.
    if (!stats.isFile() || Math.abs(now - stats.mtimeMs) >= MAX_WAIT_MS) return false;
    const { size } = stats;
    return isTruncated(
      readBytes(file, 0, HEAD_BYTES),
      readBytes(file, Math.max(0, size - TAIL_BYTES), TAIL_BYTES),
      size,
    );
  } catch {
    return false;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

function readBytes(file: number, from: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  return bytes.subarray(0, readSync(file, bytes, 0, length, from));
}
