import { closeSync, constants, fsyncSync, openSync, rmSync, writeSync } from 'node:fs';
import { errorCode } from '../../formats/system/file-reason.ts';

/**
 * The size of the test file, bytes. It is larger than the few pages that SQLite has freed after the
 * failed commit.
 */
const TEST_BYTES = 64 * 1024;
const { O_CREAT, O_EXCL, O_WRONLY } = constants;

/** Returns whether a system error reports a full file system or an exceeded disk quota. */
export function isNoSpace(error: unknown): error is Error {
  const code = errorCode(error);
  return code === 'ENOSPC' || code === 'EDQUOT';
}

/**
 * Writes a test file next to a database. Returns the system error if there is no space for the
 * file; otherwise undefined. SQLite reports an exceeded disk quota as an I/O error, without the
 * system error.
 */
export function findNoSpaceError(path: string): Error | undefined {
  const testFile = `${path}-space-${process.pid}`;
  let file: number | undefined;
  try {
    file = openSync(testFile, O_WRONLY | O_CREAT | O_EXCL, 0o600);
    const written = writeSync(file, Buffer.alloc(TEST_BYTES), 0, TEST_BYTES, 0);
    // A short write reports no error, but the next write does.
    if (written < TEST_BYTES) writeSync(file, Buffer.alloc(TEST_BYTES - written), 0, TEST_BYTES - written, written);
    fsyncSync(file);
    return undefined;
  } catch (error) {
    return isNoSpace(error) ? error : undefined;
  } finally {
    if (file !== undefined) {
      closeSync(file);
      rmSync(testFile, { force: true });
    }
  }
}
