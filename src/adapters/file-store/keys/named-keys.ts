import { statSync } from 'node:fs';
import { openFile } from '../open/open-file.ts';
import { PasswordFiles } from '../open/password-files.ts';
import { readPrivateKey } from '../open/read-private-key.ts';
import { type FileState, fileStateOf, isSameState } from '../walk/file-state.ts';
import { TimeSlice } from '../walk/time-slice.ts';
import type { KeyFile } from './key-access-checker.ts';

/** The maximum number of key files. Further files are ignored. */
const MAX_FILES = 1000;

/** A private key in a file that the settings of a connector name, without the key itself. */
export interface NamedKey {
  /** SHA-256 of its public key, by which a certificate finds it. */
  readonly publicKeySha256: string;
  readonly file: KeyFile;
}

interface CachedKeys {
  readonly state: FileState;
  readonly keys: readonly NamedKey[];
}

const NO_KEYS: readonly NamedKey[] = [];

/**
 * Reads the private keys in the files that connectors name. All stores share one object, so that
 * each file is read once.
 */
export class NamedKeys {
  readonly #minReliableAgeMs: number;
  readonly #files: Map<string, CachedKeys> = new Map();
  #paths: readonly string[] = [];
  #reading: Promise<readonly NamedKey[]> | undefined;
  #previousKeys: readonly NamedKey[] = NO_KEYS;

  /**
   * @param minReliableAgeMs a file that changed less than this ago is always read again, because a
   * further change may leave the same times
   */
  constructor(minReliableAgeMs = 2000) {
    this.#minReliableAgeMs = minReliableAgeMs;
  }

  /** Sets the named files, and makes the next `read` examine each file again. */
  setPaths(paths: Iterable<string>): void {
    this.#paths = [...new Set(paths)].slice(0, MAX_FILES);
    this.#reading = undefined;
  }

  /**
   * Returns the readable keys; the same array as before if nothing has changed. Files are examined
   * only at the first call after `setPaths`.
   */
  read(): Promise<readonly NamedKey[]> {
    // Several stores wait for this reading, so no signal of a single store's scan aborts it.
    this.#reading ??= this.#readAll(new TimeSlice());
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
    const isStateReliable = state.ctimeMs < Date.now() - this.#minReliableAgeMs;
    if (cached !== undefined && isStateReliable && isSameState(cached.state, state)) return cached.keys;
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
 * Reads the unencrypted keys of a file. Encrypted keys are ignored without a problem, because their
 * server may have its own way to open them.
 */
async function readKeys(path: string, state: FileState, slice: TimeSlice): Promise<readonly NamedKey[]> {
  using file = await openFile(path, new PasswordFiles([]), slice);
  return file.blocks.flatMap((block): NamedKey[] => {
    if (block.kind !== 'private-key') return [];
    const read = readPrivateKey(block, path);
    if (read.kind === 'problem') return [];
    const { publicKeySha256, isProtected } = read;
    return [{ publicKeySha256, file: { path, state, isProtected } }];
  });
}
