import type { FileSource } from '../open/file-source.ts';
import type { ScannedFile } from '../open/scanned-file.ts';
import type { FileState } from '../walk/file-state.ts';

/**
 * A file that was read, in the cache. If the file is read again, the object is updated, so its
 * properties are not readonly as in `ScannedFile`.
 */
export interface CachedFile extends ScannedFile {
  mayHoldKey: boolean;
  state: FileState;
  mayHaveOtherPaths: boolean;
  source: FileSource;
  /**
   * False if the file was changed just before it was read. A further change may then leave `state`
   * as it is, so the next scan reads the file again.
   */
  isStateReliable: boolean;
  /** The number of the last scan that used the file. */
  scanNumber: number;
  /** The ID of the blob that stores the content for the next process; 0: not stored. */
  blobId: number;
}

/** A file that was read, but is not cached, because its state could not be determined. */
export interface UncachedFile {
  readonly path: string;
  readonly source: FileSource;
  readonly state: undefined;
}
