import type { FileState } from '../walk/file-state.ts';
import type { FileSource } from './file-source.ts';

/** The result of reading one file: what the file contains, and the state in which it was read. */
export interface Reading {
  readonly source: FileSource;
  /**
   * The state identifies the version of the file. If the file was read without a stat call, it may
   * be a later state. Undefined if the file could not be read for a reason that may disappear
   * without a change of the file, so that the next scan must read it again.
   */
  readonly state: FileState | undefined;
  /** True if the file has or may have several hard links. */
  readonly mayHaveOtherPaths: boolean;
}
