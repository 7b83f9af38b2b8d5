import type { FileState } from '../walk/file-state.ts';
import type { FileSource } from './file-source.ts';

/** The result of reading one file. */
export interface Reading {
  readonly source: FileSource;
  /**
   * The state in which the file was read, or a later state if it was read without a stat call.
   * Undefined if the file was not read, for a reason that may disappear without a change of the
   * file.
   */
  readonly state: FileState | undefined;
  /** True if the file has or may have several hard links. */
  readonly mayHaveOtherPaths: boolean;
}
