import { statSync } from 'node:fs';
import { openFile } from '../open/open-file.ts';
import { PasswordFiles } from '../open/password-files.ts';
import { readPrivateKey } from '../open/read-private-key.ts';
import { type FileState, fileStateOf, isSameState } from '../walk/file-state.ts';
import { TimeSlice } from '../walk/time-slice.ts';
import type { KeyFile } from './key-access-checker.ts';

/** The maximum number of key files. */
const MAX_FILES = 1000;

/** A private key, by the SHA-256 of its public key. */
export interface NamedKey {
  readonly publicKeySha256: string;
  readonly file: KeyFile;
}

interface CachedKeys {
  readonly state: FileState;
  readonly keys: readonly NamedKey[];
}

const NO_KEYS: readonly NamedKey[] = [];

/**
 * The private keys in the files that connectors name. All stores share one object, so that each
 * file is read once.
 */
export class NamedKeys {
  readonly #settlesAfterMs: number;
  readonly #files: Map<string, CachedKeys> = new Map();
  #paths: readonly string[] = [];
  #reading: Promise<readonly NamedKey[]> | undefined;
  #previousKeys: readonly NamedKey[] = NO_KEYS;

  /**
   * @param settlesAfterMs a younger file is read each time, because its times may not show another
   * change
   */
  constructor(settlesAfterMs = 2000) {
    this.#settlesAfterMs = settlesAfterMs;
  }

  /** Sets the named files. The next `read` examines each of them again. */
  setPaths(paths: Iterable<string>): void {
    this.#paths = [...new Set(paths)].slice(0, MAX_FILES);
    this.#reading = undefined;
  }

  /** Returns the readable keys; the same array as before if nothing has changed. */
  read(): Promise<readonly NamedKey[]> {
    // Several stores share one reading, so the signal of one of them does not abort it.
    this.#reading ??= this.#readAll(new TimeSlice(new AbortController().signal));
    return this.#reading;
  }

  async #readAll(slice: TimeSlice): Promise<readonly NamedKey[]> {
    const paths = this.#paths;
    for (const path of this.#files.keys()) if (!paths.includes(path)) this.#files.delete(path);
    const keys: NamedKey[] = [];
    for (const path of paths) {
      if (slice.hasElapsed()) await slice.pause();
      keys.push(...(await this.#keysOfFile(path, slice)));
    }
    const isSame =
      keys.length === this.#previousKeys.length && keys.every((key, index) => key === this.#previousKeys[index]);
    if (!isSame) this.#previousKeys = keys;
    return this.#previousKeys;
  }

  async #keysOfFile(path: string, slice: TimeSlice): Promise<readonly NamedKey[]> {
    const state = readFileState(path);
    if (state === undefined) {
      this.#files.delete(path);
      return NO_KEYS;
    }
    const cached = this.#files.get(path);
    const isSettled = state.ctimeMs < Date.now() - this.#settlesAfterMs;
    if (cached !== undefined && isSettled && isSameState(cached.state, state)) return cached.keys;
    const keys = await readKeys(path, state, slice);
    // An unchanged result stays the same object.
    const isSame =
      cached !== undefined &&
      isSameState(cached.state, state) &&
      cached.keys.map(({ publicKeySha256 }) => publicKeySha256).join() ===
        keys.map(({ publicKeySha256 }) => publicKeySha256).join();
    if (isSame) return cached.keys;
    this.#files.set(path, { state, keys });
    return keys;
  }
}

function readFileState(path: string): FileState | undefined {
  try {
    const stats = statSync(path, { throwIfNoEntry: false });
    return stats?.isFile() ? fileStateOf(stats) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Reads the keys without password protection. The owner of an encrypted key may have another way to
 * open it.
 */
async function readKeys(path: string, state: FileState, slice: TimeSlice): Promise<readonly NamedKey[]> {
  using file = await openFile(path, new PasswordFiles([], 0), slice);
  return file.blocks.flatMap((block): NamedKey[] => {
    if (block.kind !== 'private-key') return [];
    const read = readPrivateKey(block, path);
    if (read.kind === 'problem') return [];
    const { publicKeySha256, isProtected } = read;
    return [{ publicKeySha256, file: { path, state, isProtected } }];
  });
}
