import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { SECOND } from '../../../domain/time.ts';
import { isTruncated } from '../../../formats/certificate-table/is-truncated.ts';

/**
 * The maximum time since the last change of a file that is being written, and the maximum time to
 * wait for it, ms.
 */
const MAX_WAIT_MS: number = 30 * SECOND;
/** The numbers of bytes that are read at the start and at the end of a file. */
const HEAD_BYTES = 16;
const TAIL_BYTES = 16_384;
/**
 * The maximum number of changed files that one scan examines. Further files are read as they are.
 */
const MAX_EXAMINED_FILES = 1000;

function readBytes(file: number, from: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  return bytes.subarray(0, readSync(file, bytes, 0, length, from));
}

/** Finds files that are still being written: truncated files that changed recently. */
export class UnfinishedFiles {
  readonly #now: () => number;
  readonly #waitingFiles: Map<string, { readonly since: number; readonly examinedAt: number }> = new Map();
  #examined = 0;
  #unfinished: string[] = [];

  /** @param now returns epoch ms, by the clock that sets the times of files */
  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** The files of this scan that are being written. */
  get paths(): readonly string[] {
    return this.#unfinished;
  }

  /** Starts a scan, and forgets files that were last examined more than 30 s ago. */
  begin(): void {
    this.#examined = 0;
    this.#unfinished = [];
    const now = this.#now();
    for (const [path, { examinedAt }] of this.#waitingFiles)
      if (now - examinedAt >= MAX_WAIT_MS) this.#waitingFiles.delete(path);
  }

  /**
   * Returns whether a file must be read later: it is being written, and the wait is shorter than 30
   * s. Opens regular files only.
   */
  mustWait(path: string): boolean {
    this.#examined += 1;
    if (this.#examined > MAX_EXAMINED_FILES) return false;
    const now = this.#now();
    if (!isBeingWritten(path, now)) {
      this.#waitingFiles.delete(path);
      return false;
    }
    const { since } = this.#waitingFiles.get(path) ?? { since: now };
    this.#waitingFiles.set(path, { since, examinedAt: now });
    if (now - since >= MAX_WAIT_MS) return false;
    this.#unfinished.push(path);
    return true;
  }
}

/**
 * Returns whether a file is being written. A file that cannot be opened is not: reading it reports
 * the error.
 */
function isBeingWritten(path: string, now: number): boolean {
  let file: number | undefined;
  try {
    file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const stats = fstatSync(file);
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
