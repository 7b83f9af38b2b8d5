import { statSync } from 'node:fs';
import { type FileIdentity, fileIdentityOf } from '../walk/file-identity.ts';

/**
 * The identity of a file that was read without a stat call. The first access calls stat, once, so
 * it is the identity of that time. If the call fails, every number is NaN.
 */
export class LazyFileStat implements FileIdentity {
  readonly #path: string;
  #seen: FileIdentity | undefined;

  constructor(path: string) {
    this.#path = path;
  }

  get device(): number {
    return this.#stat().device;
  }
  get inode(): number {
    return this.#stat().inode;
  }
  get size(): number {
    return this.#stat().size;
  }
  get mtimeMs(): number {
    return this.#stat().mtimeMs;
  }
  get ctimeMs(): number {
    return this.#stat().ctimeMs;
  }
  get mode(): number {
    return this.#stat().mode;
  }
  get uid(): number {
    return this.#stat().uid;
  }
  get gid(): number {
    return this.#stat().gid;
  }

  #stat(): FileIdentity {
    this.#seen ??= identityAt(this.#path) ?? ABSENT;
    return this.#seen;
  }
}

const ABSENT: FileIdentity = {
  ...{ device: Number.NaN, inode: Number.NaN, size: Number.NaN, mtimeMs: Number.NaN, ctimeMs: Number.NaN },
  ...{ mode: Number.NaN, uid: Number.NaN, gid: Number.NaN },
};

function identityAt(path: string): FileIdentity | undefined {
  try {
    return fileIdentityOf(statSync(path));
  } catch {
    return undefined;
  }
}
