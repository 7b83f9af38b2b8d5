import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { FILE_CAUSE_FAILURES } from '../../domain/failure/file-cause-failures.ts';
import type { Problem } from '../../domain/failure/problem.ts';
import { problemOfFailure, problemOfReason } from '../../domain/failure/problem-of-failure.ts';
import { fileReason } from '../../formats/system/file-reason.ts';
import { fillBuffer } from '../../formats/system/fill-buffer.ts';

/** The maximum size of a file, bytes. Callers override it for lists and exports. */
const MAX_BYTES: number = 1024 * 1024;

/** The result of reading a file of settings. */
export type FileBytes =
  | { readonly kind: 'read'; readonly bytes: Buffer }
  | { readonly kind: 'problem'; readonly problem: Problem };

/** Reads the bytes of a regular file. Never rejects. */
export async function readSmallFile(path: string, maxBytes: number = MAX_BYTES): Promise<FileBytes> {
  try {
    // Without O_NONBLOCK, opening a FIFO would wait for a writer.
    await using file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
    const stats = await file.stat();
    if (!stats.isFile()) return { kind: 'problem', problem: problemOfReason('not_a_regular_file', path) };
    const buffer = Buffer.alloc(Math.min(stats.size, maxBytes) + 1);
    const length = await fillBuffer(buffer.length, (offset, size) => file.read(buffer, offset, size, offset));
    if (length > maxBytes) {
      const failure = FILE_CAUSE_FAILURES.file_longer_than({ bytes: maxBytes });
      return { kind: 'problem', problem: problemOfFailure('too_large', path, failure) };
    }
    return { kind: 'read', bytes: buffer.subarray(0, length) };
  } catch (error) {
    return { kind: 'problem', problem: fileReason(error, path) };
  }
}
