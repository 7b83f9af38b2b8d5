import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { FailureError } from '../../../domain/failure/failure-error.ts';
import { STORE_FAILURES } from '../../../domain/failure/store-failures.ts';
import { errorCode, isGone } from '../../../formats/system/file-reason.ts';
import { fillBuffer } from '../../../formats/system/fill-buffer.ts';
import type { WritableStore } from './writable-store.ts';

const OTHERS_MAY_READ = 0o004;

/** Thrown for a file that is not accepted. The failure is one clause with the reason. */
export class ForeignFileError extends FailureError {}

/**
 * Reads a file whose content will be written where the owner of the store can read it. If root
 * changes the store of another account, that account must not get the contents of other files: only
 * its own files and those of root are accepted. Files of root must be readable for everyone, unless
 * `acceptsPrivateRootFiles` is true. Links are not followed. Returns undefined if the file does not
 * exist.
 * @throws {ForeignFileError}, or the system error
 */
export async function readAcceptedFile(
  path: string,
  { owner, isForeign }: Pick<WritableStore, 'owner' | 'isForeign'>,
  { maxBytes, acceptsPrivateRootFiles }: { readonly maxBytes: number; readonly acceptsPrivateRootFiles: boolean },
): Promise<Buffer | undefined> {
  try {
    // Without O_NONBLOCK, opening a FIFO would wait for a writer.
    const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      const stats = await file.stat();
      if (!stats.isFile()) throw new ForeignFileError(STORE_FAILURES.accepted_file_not_regular);
      const isAcceptedRootFile = stats.uid === 0 && (acceptsPrivateRootFiles || (stats.mode & OTHERS_MAY_READ) !== 0);
      if (isForeign && stats.uid !== owner.userId && !isAcceptedRootFile) throw foreignFile();
      const buffer = Buffer.alloc(maxBytes + 1);
      const length = await fillBuffer(buffer.length, (offset, size) => file.read(buffer, offset, size, offset));
      if (length > maxBytes) throw new ForeignFileError(STORE_FAILURES.accepted_file_too_long({ size: maxBytes }));
      return buffer.subarray(0, length);
    } finally {
      await file.close();
    }
  } catch (error) {
    if (isGone(error)) return undefined;
    if (errorCode(error) === 'ELOOP') throw new ForeignFileError(STORE_FAILURES.accepted_file_is_link);
    if (errorCode(error) === 'EACCES' && isForeign) throw foreignFile();
    throw error;
  }
}

function foreignFile(): ForeignFileError {
  return new ForeignFileError(STORE_FAILURES.accepted_file_of_other_account);
}
