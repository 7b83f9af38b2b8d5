import type { Stats } from 'node:fs';

/** What tells one state of a file from another without reading it; of the file at the end of the links. Times in ms. */
export interface FileIdentity {
  readonly device: number;
  readonly inode: number;
  readonly size: number;
  readonly mtimeMs: number;
  readonly ctimeMs: number;
  /** Owner and rights: a change of them shows in `ctimeMs`. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

export function identityOf(stats: Stats): FileIdentity {
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

export function sameIdentity(one: FileIdentity, other: FileIdentity): boolean {
  return (
    one.inode === other.inode &&
    one.ctimeMs === other.ctimeMs &&
    one.mtimeMs === other.mtimeMs &&
    one.size === other.size &&
    one.device === other.device
  );
}

/** How many numbers an identity is. */
export const IDENTITY_NUMBERS = 8;

/** Writes an identity as numbers. */
export function writeIdentity(identity: FileIdentity, numbers: Float64Array, at: number): void {
  numbers[at] = identity.device;
  numbers[at + 1] = identity.inode;
  numbers[at + 2] = identity.size;
  numbers[at + 3] = identity.mtimeMs;
  numbers[at + 4] = identity.ctimeMs;
  numbers[at + 5] = identity.mode;
  numbers[at + 6] = identity.uid;
  numbers[at + 7] = identity.gid;
}

/** The identity that was written. */
export function identityFrom(numbers: Float64Array, at: number): FileIdentity {
  const number = (index: number): number => numbers[at + index] ?? 0;
  return {
    device: number(0),
    inode: number(1),
    size: number(2),
    mtimeMs: number(3),
    ctimeMs: number(4),
    mode: number(5),
    uid: number(6),
    gid: number(7),
  };
}

/** Whether a file that was looked at is in this state; nothing is made to find out. */
export function isIdentityOf(identity: FileIdentity, stats: Stats): boolean {
  return (
    identity.inode === stats.ino &&
    identity.ctimeMs === stats.ctimeMs &&
    identity.mtimeMs === stats.mtimeMs &&
    identity.size === stats.size &&
    identity.device === stats.dev
  );
}
