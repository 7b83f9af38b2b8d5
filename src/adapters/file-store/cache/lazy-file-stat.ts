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
    return this.#look().device;
  }
  get inode(): number {
    return this.#look().inode;
  }
  get size(): number {
    return this.#look().size;
  }
  get mtimeMs(): number {
    return this.#look().mtimeMs;
  }
  get ctimeMs(): number {
    return this.#look().ctimeMs;
  }
  get mode(): number {
    return this.#look().mode;
  }
  get uid(): number {
    return this.#look().uid;
  }
  get gid(): number {
    return this.#look().gid;
  }

  #look(): FileIdentity {
    this.#seen ??= identityAt(this.#path) ?? UNSEEN;
    return this.#seen;
  }
}

const UNSEEN: FileIdentity = {
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
