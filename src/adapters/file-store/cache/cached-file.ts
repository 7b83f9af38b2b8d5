import type { FileSource } from '../open/file-source.ts';
import type { ScannedFile } from '../open/scanned-file.ts';
import type { FileState } from '../walk/file-state.ts';

/** A file that was read, in the cache. */
export interface CachedFile extends ScannedFile {
  mayHoldKey: boolean;
  state: FileState;
  mayHaveOtherPaths: boolean;
  source: FileSource;
  /**
   * False if the file was changed just before it was read. Another change may then have left the
   * same state, so the file is read again.
   */
  isSettled: boolean;
  /** The number of the last scan that used the file. */
  scanNumber: number;
  /** The ID of the blob that stores the content for the next process; 0 if none does. */
  blobId: number;
}

/** The result of reading a file. `state` undefined: unknown, so the file is not cached. */
export type AddedFile = CachedFile | { readonly path: string; readonly source: FileSource; readonly state: undefined };
