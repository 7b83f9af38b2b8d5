import type { Stats } from 'node:fs';
import type { FileState } from './file-state.ts';
import type { Listings } from './listings.ts';
import type { TimeSlice } from './time-slice.ts';

/** A regular file that a scan found. */
export interface FoundFile {
  readonly path: string;
  /** Undefined if no stat call was made, because the file is new and must be read anyway. */
  readonly state: FileState | undefined;
  /**
   * True if the file may have other paths: it was found through a symbolic link, or has several
   * hard links.
   */
  readonly mayHaveOtherPaths: boolean;
}

/** The options and callbacks of a walk, which finds the files of a store. */
export interface WalkOptions {
  /** Lets other work run when the walk has run for long. */
  readonly slice: TimeSlice;
  /** The maximum number of directory entries. If there are more, the store is not read. */
  readonly maxFiles: number;
  /** Called before a directory is listed, so that a watch set here misses no change. */
  readonly onDirectory: (path: string, stats: Stats) => void;
  /** Called before the target of a symbolic link is examined. */
  readonly onLink: (path: string) => void;
  /** Called for each regular file, once per path. */
  readonly onFile: (file: FoundFile) => void;
  /**
   * Called instead of `onFile` with many paths at once. Undefined if the store was scanned before,
   * because the paths can then have a previous file.
   */
  readonly onNewFiles: ((paths: readonly string[]) => void) | undefined;
  /** The listings of the previous scan; unchanged directories are not listed again. */
  readonly listings: Listings;
  /**
   * Returns the file at a path as the previous scan left it. If the file is unchanged, `onFile`
   * receives the same object.
   */
  readonly previousFileAt: (path: string) => FoundFile | undefined;
  /**
   * The only paths at which a known file may have changed, according to a watch. Other known files
   * are not examined. Undefined: all files are examined.
   */
  readonly changedPaths: ReadonlySet<string> | undefined;
  /** Returns whether an entry is ignored. Hidden entries are always ignored. */
  readonly isIgnored: (path: string) => boolean;
}
