import { createHash } from 'node:crypto';
import { closeSync, constants, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { KEYSTORE_FAILURES } from '../../../domain/failure/keystore-failures.ts';
import type { Problem } from '../../../domain/failure/problem.ts';
import { problemOfFailure, problemOfReason } from '../../../domain/failure/problem-of-failure.ts';
import { errorCode, fileReason } from '../../../formats/system/file-reason.ts';
import { fillBufferSync } from '../../../formats/system/fill-buffer.ts';

/** The maximum length of a password, bytes. Longer files are not passwords. */
const MAX_PASSWORD_BYTES = 1024;
const LF = 0x0a;
const CR = 0x0d;

/** The passwords of the readable files, and the problems of the others. */
export interface PasswordReadResult {
  /** In the order of the files. */
  readonly passwords: readonly Buffer[];
  readonly problems: readonly Problem[];
}

/**
 * The files with the passwords of a store's keystores and private keys. No password is stored in
 * this object.
 */
export class PasswordFiles {
  readonly #paths: readonly string[];
  readonly #minReliableAgeMs: number;
  /** The stat results of all files; undefined if a further change may leave the same results. */
  #state: string | undefined;

  /**
   * @param minReliableAgeMs if a file changed less than this ago, a further change may leave the
   * same times; needed only for `updateState`
   */
  constructor(paths: readonly string[], minReliableAgeMs = 0) {
    this.#paths = paths;
    this.#minReliableAgeMs = minReliableAgeMs;
  }

  /** True if the store has password files. */
  get areConfigured(): boolean {
    return this.#paths.length > 0;
  }

  /**
   * Reads the state of the files, but not the passwords. Returns whether the passwords may have
   * changed since the last call.
   */
  updateState(): boolean {
    if (this.#paths.length === 0) return false;
    const states = this.#paths.map((path) => this.#stateOf(path));
    const state = states.includes(undefined) ? undefined : states.join('\n');
    const isSame = state !== undefined && state === this.#state;
    this.#state = state;
    return !isSame;
  }

  /**
   * A digest of the state at the last call of `updateState`; undefined if a further change of a
   * file may leave the same state. Empty without password files.
   */
  get state(): string | undefined {
    if (this.#paths.length === 0) return '';
    return this.#state && createHash('sha256').update(this.#state).digest('base64');
  }

  /** Reads all passwords. The caller overwrites them after use. */
  read(): PasswordReadResult {
    const passwords: Buffer[] = [];
    const problems: Problem[] = [];
    for (const path of this.#paths) {
      const password = readPasswordFile(path);
      if (Buffer.isBuffer(password)) passwords.push(password);
      else problems.push(withRole(password));
    }
    return { passwords, problems };
  }

  /**
   * Returns the state of a file; undefined if a further change may leave the same state. The state
   * of a file that cannot be examined is the error code.
   */
  #stateOf(path: string): string | undefined {
    try {
      const { dev, ino, size, mtimeMs, ctimeMs, mode } = statSync(path);
      // The machine sets the times of files, so they are compared with the clock of the machine.
      const isStateReliable = Date.now() - ctimeMs > this.#minReliableAgeMs;
      return isStateReliable ? [dev, ino, size, mtimeMs, ctimeMs, mode].join(' ') : undefined;
    } catch (error) {
      return errorCode(error);
    }
  }
}

/** Returns the problem of a password file as one of a store, whose other files are no password files. */
function withRole(problem: Problem): Problem {
  const { reason, location, failure: cause } = problem;
  // The failure says that the file is a password file.
  if (reason === 'too_large') return problem;
  const { password_file: file, password_file_error: fileError } = KEYSTORE_FAILURES;
  return problemOfFailure(reason, location, reason === 'not_a_regular_file' ? file : fileError({ cause }));
}

/** Reads a password: the content of a file without its last line end; or the problem of the file. */
export function readPasswordFile(path: string): Buffer | Problem {
  let file: number | undefined;
  // For a line end of two bytes, and one byte more, which shows that the password is too long.
  const buffer = Buffer.alloc(MAX_PASSWORD_BYTES + 3);
  try {
    // Without O_NONBLOCK, opening a FIFO would wait for a writer.
    file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
    if (!fstatSync(file).isFile()) {
      return problemOfReason('not_a_regular_file', path);
    }
    const opened = file;
    let length = fillBufferSync(buffer.length, (offset, size) => readSync(opened, buffer, offset, size, null));
    if (buffer[length - 1] === LF) length -= buffer[length - 2] === CR ? 2 : 1;
    if (length > MAX_PASSWORD_BYTES) {
      const failure = KEYSTORE_FAILURES.password_too_long({ limit: MAX_PASSWORD_BYTES });
      return problemOfFailure('too_large', path, failure);
    }
    return Buffer.from(buffer.subarray(0, length));
  } catch (error) {
    return fileReason(error, path);
  } finally {
    if (file !== undefined) closeSync(file);
    buffer.fill(0);
  }
}
