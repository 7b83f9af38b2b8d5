import { statSync } from 'node:fs';
import { type FileState, fileStateOf } from '../walk/file-state.ts';

/**
 * The state of a file that was read without a stat call. The first access to a property calls stat,
 * and all properties are those of that time. If the call fails, every number is NaN.
 */
export class LazyFileStat implements FileState {
  readonly #path: string;
  #state: FileState | undefined;

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

  #stat(): FileState {
    this.#state ??= readFileState(this.#path) ?? UNKNOWN_STATE;
    return this.#state;
  }
}

const UNKNOWN_STATE: FileState = {
  device: Number.NaN,
  inode: Number.NaN,
  size: Number.NaN,
  mtimeMs: Number.NaN,
  ctimeMs: Number.NaN,
  mode: Number.NaN,
  uid: Number.NaN,
  gid: Number.NaN,
};

function readFileState(path: string): FileState | undefined {
  try {
    return fileStateOf(statSync(path));
  } catch {
    return undefined;
  }
}
