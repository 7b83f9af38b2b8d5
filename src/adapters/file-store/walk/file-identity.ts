import type { Stats } from 'node:fs';

/**
 * The properties that change with a file, so that a change is detected without reading. Links are
 * followed. Times in ms.
 */
export interface FileIdentity {
  readonly device: number;
  readonly inode: number;
  readonly size: number;
  readonly mtimeMs: number;
  readonly ctimeMs: number;
  /** Owner and mode. A change of them affects `ctimeMs`. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

/** The parts of `Stats` that form an identity, and the number of names. */
export type FileState = Pick<Stats, 'dev' | 'ino' | 'size' | 'mtimeMs' | 'ctimeMs' | 'mode' | 'uid' | 'gid' | 'nlink'>;

/** Returns the identity in the stats of a file. */
export function fileIdentityOf(stats: FileState): FileIdentity {
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
 * Returns whether two identities are equal. Owner and mode are not compared, because `ctimeMs`
 * shows their changes.
 */
export function sameIdentity(left: FileIdentity, right: FileIdentity): boolean {
  return (
    left.inode === right.inode &&
    left.ctimeMs === right.ctimeMs &&
    left.mtimeMs === right.mtimeMs &&
    left.size === right.size &&
    left.device === right.device
  );
}

/** Returns the state of a file as text; different for every state. */
export function identityText(path: string, { device, inode, size, mtimeMs, ctimeMs }: FileIdentity): string {
  return [path, device, inode, size, mtimeMs, ctimeMs].join(' ');
}

/** The number of numbers in an identity. */
export const IDENTITY_NUMBERS = 8;

/** Writes an identity as numbers, starting at an index. */
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

/** Like `writeIdentity`, without creating an identity object. */
export function writeState(stats: FileState, numbers: Float64Array, at: number): void {
  numbers[at] = stats.dev;
  numbers[at + 1] = stats.ino;
  numbers[at + 2] = stats.size;
  numbers[at + 3] = stats.mtimeMs;
  numbers[at + 4] = stats.ctimeMs;
  numbers[at + 5] = stats.mode;
  numbers[at + 6] = stats.uid;
  numbers[at + 7] = stats.gid;
}

/** Returns the identity at an index, as a view of the numbers. */
export function identityFrom(numbers: Float64Array, at: number): FileIdentity {
  return new IdentityRow(numbers, at);
}

/** An identity in an array of numbers, which avoids 100,000 objects with boxed numbers. */
class IdentityRow implements FileIdentity {
  readonly #numbers: Float64Array;
  readonly #at: number;

  constructor(numbers: Float64Array, at: number) {
    this.#numbers = numbers;
    this.#at = at;
  }

  get device(): number {
    return this.#numbers[this.#at] ?? 0;
  }
  get inode(): number {
    return this.#numbers[this.#at + 1] ?? 0;
  }
  get size(): number {
    return this.#numbers[this.#at + 2] ?? 0;
  }
  get mtimeMs(): number {
    return this.#numbers[this.#at + 3] ?? 0;
  }
  get ctimeMs(): number {
    return this.#numbers[this.#at + 4] ?? 0;
  }
  get mode(): number {
    return this.#numbers[this.#at + 5] ?? 0;
  }
  get uid(): number {
    return this.#numbers[this.#at + 6] ?? 0;
  }
  get gid(): number {
    return this.#numbers[this.#at + 7] ?? 0;
  }
}

/** Returns whether a file is in this state, without creating an identity object. */
export function isIdentityOf(identity: FileIdentity, stats: Stats): boolean {
  return (
    identity.inode === stats.ino &&
    identity.ctimeMs === stats.ctimeMs &&
    identity.mtimeMs === stats.mtimeMs &&
    identity.size === stats.size &&
    identity.device === stats.dev
  );
}
