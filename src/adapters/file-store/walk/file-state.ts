import type { Stats } from 'node:fs';

/**
 * The version of a file: properties of which at least one differs after a change, so that a change
 * is detected without reading the file. For a link, those of its target. Times in ms.
 */
export interface FileState {
  readonly device: number;
  readonly inode: number;
  readonly size: number;
  readonly mtimeMs: number;
  readonly ctimeMs: number;
  /** Mode and owner. A change of them also changes `ctimeMs`. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

/**
 * The fields of `Stats` that form a `FileState`, and `nlink`, because a file with several hard
 * links may have other paths.
 */
export type StatsFields = Pick<
  Stats,
  'dev' | 'ino' | 'size' | 'mtimeMs' | 'ctimeMs' | 'mode' | 'uid' | 'gid' | 'nlink'
>;

/** Returns the state of a file from the result of a stat call. */
export function fileStateOf(stats: StatsFields): FileState {
  return {
    device: stats.dev,
    inode: stats.ino,
    size: stats.size,
    mtimeMs: stats.mtimeMs,
    ctimeMs: stats.ctimeMs,
    mode: stats.mode,
    uid: stats.uid,
    gid: stats.gid,
  };
}

/**
 * Returns whether two states are equal. Mode and owner are not compared, because `ctimeMs` shows
 * their changes.
 */
export function isSameState(left: FileState, right: FileState): boolean {
  return (
    left.inode === right.inode &&
    left.ctimeMs === right.ctimeMs &&
    left.mtimeMs === right.mtimeMs &&
    left.size === right.size &&
    left.device === right.device
  );
}

/** Like `isSameState`, but compares with the result of a stat call, without creating an object. */
export function matchesStats(state: FileState, stats: Stats): boolean {
  return (
    state.inode === stats.ino &&
    state.ctimeMs === stats.ctimeMs &&
    state.mtimeMs === stats.mtimeMs &&
    state.size === stats.size &&
    state.device === stats.dev
  );
}

/** Returns a path and its state as one text. If `isSameState` is false, the texts differ. */
export function fileStateText(path: string, { device, inode, size, mtimeMs, ctimeMs }: FileState): string {
  return [path, device, inode, size, mtimeMs, ctimeMs].join(' ');
}
