import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { errorCode, isGone } from '../../../formats/system/file-reason.ts';
import type { WritableStore } from './own-directory.ts';

const OTHERS_READ = 0o004;

/** Says in one clause why a file is not taken for one of the store's. */
export class ForeignFileError extends Error {}

/**
 * Reads a file whose content is to be written where the owner of the store can read it. Only what that account could read by
 * itself is, or, where `ofRoot` says so, what root has put there: no link is followed.
 * undefined: there is none. @throws {ForeignFileError}; else rejects with the system's error.
 */
export async function readOwnFile(
  path: string,
  { owner, isForeign }: Pick<WritableStore, 'owner' | 'isForeign'>,
  { maxBytes, ofRoot }: { readonly maxBytes: number; readonly ofRoot: boolean },
): Promise<Buffer | undefined> {
  try {
    // Without O_NONBLOCK the opening of a FIFO would wait for a writer.
    const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      const stats = await file.stat();
      if (!stats.isFile()) throw new ForeignFileError('it is no regular file');
      const isOfRoot = stats.uid === 0 && (ofRoot || (stats.mode & OTHERS_READ) !== 0);
      if (isForeign && stats.uid !== owner.userId && !isOfRoot) throw foreignFile();
      const buffer = Buffer.alloc(maxBytes + 1);
      let length = 0;
      for (let read = -1; read !== 0 && length < buffer.length; length += read) {
        read = (await file.read(buffer, length, buffer.length - length, length)).bytesRead;
      }
      if (length > maxBytes) throw new ForeignFileError(`it is longer than ${maxBytes} bytes`);
      return buffer.subarray(0, length);
    } finally {
      await file.close();
    }
  } catch (error) {
    if (isGone(error)) return undefined;
    if (errorCode(error) === 'ELOOP') throw new ForeignFileError('it is a link');
    if (errorCode(error) === 'EACCES' && isForeign) throw foreignFile();
    throw error;
  }
}

function foreignFile(): ForeignFileError {
  return new ForeignFileError('the owner of the store may not have it: it belongs to another account');
}
