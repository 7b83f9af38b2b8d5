import type { Stats } from 'node:fs';

/** What tells one state of a file from another without reading it; of the file at the end of the links. Times in ms. */
export interface FileIdentity {
  readonly device: number;
  readonly inode: number;
  readonly size: number;
  readonly mtimeMs: number;
  readonly ctimeMs: number;
}

export function identityOf(stats: Stats): FileIdentity {
  return {
    device: stats.dev,
    inode: stats.ino,
    size: stats.size,
    mtimeMs: stats.mtimeMs,
    ctimeMs: stats.ctimeMs,
  };
}

export function sameIdentity(one: FileIdentity, other: FileIdentity): boolean {
  return (
    one.inode === other.inode &&
    one.ctimeMs === other.ctimeMs &&
    one.mtimeMs === other.mtimeMs &&
    one.size === other.size &&
    one.device === other.device
  );
}
