import type { Stats } from 'node:fs';
import type { FileState } from './file-state.ts';
import type { Listings } from './listings.ts';
import type { TimeSlice } from './time-slice.ts';

/** A regular file that a scan found. */
export interface FoundFile {
  readonly path: string;
  /** Undefined if no stat call was made, because the file is unknown and must be read anyway. */
  readonly state: FileState | undefined;
  /**
   * True if the file may have other paths: it was found through a symbolic link, or has several
   * hard links.
   */
  readonly mayHaveOtherPaths: boolean;
}

/** The options and callbacks of a walk. */
export interface WalkOptions {
  readonly slice: TimeSlice;
  /** The maximum number of entries. More end the walk. */
  readonly maxFiles: number;
  /** Called before a directory is listed, so that a watch set here misses no change. */
  readonly onDirectory: (path: string, stats: Stats) => void;
  /** Called before the target of a symbolic link is examined. */
  readonly onLink: (path: string) => void;
  /** Called for each regular file, once per path. */
  readonly onFile: (file: FoundFile) => void;
  /**
   * Called instead of `onFile` with many paths that cannot be known. It is undefined if some paths
   * may be known.
   */
  readonly onNewFiles: ((paths: readonly string[]) => void) | undefined;
  readonly listings: Listings;
  /**
   * Returns the file at a path as the previous scan left it. If the file is unchanged, `onFile`
   * receives the same object.
   */
  readonly previousFileAt: (path: string) => FoundFile | undefined;
  /**
   * The only paths that may have changed, according to a watch, or undefined to examine all files.
   */
  readonly hinted: ReadonlySet<string> | undefined;
  /** Returns whether an entry is ignored. Hidden entries are always ignored. */
  readonly isIgnored: (path: string) => boolean;
}
