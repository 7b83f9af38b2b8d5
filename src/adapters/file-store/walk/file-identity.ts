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

/** What the system says of a file, as far as its identity goes, and how many names lead to it. */
export type FileState = Pick<Stats, 'dev' | 'ino' | 'size' | 'mtimeMs' | 'ctimeMs' | 'mode' | 'uid' | 'gid' | 'nlink'>;

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

export function sameIdentity(one: FileIdentity, other: FileIdentity): boolean {
  return (
    one.inode === other.inode &&
    one.ctimeMs === other.ctimeMs &&
    one.mtimeMs === other.mtimeMs &&
    one.size === other.size &&
    one.device === other.device
  );
}

/** A file's state as text: another for every other. */
export function identityText(path: string, { device, inode, size, mtimeMs, ctimeMs }: FileIdentity): string {
  return [path, device, inode, size, mtimeMs, ctimeMs].join(' ');
}

/** How many numbers an identity is. */
export const IDENTITY_NUMBERS = 8;

/** Writes an identity as numbers, from a place on. */
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

/** The same of a file that was looked at; no identity is made for it. */
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

/** The identity that was written; the numbers stay where they are. */
export function identityFrom(numbers: Float64Array, at: number): FileIdentity {
  return new IdentityRow(numbers, at);
}

/** An identity of a hundred thousand: a number of its own would be an object each. */
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
