import type { FileState, StatsFields } from './file-state.ts';

// Stores the states of many files in one array of numbers, because 100,000 objects would need more
// memory and more time.

/** The number of array elements of a state. */
export const FILE_STATE_LENGTH = 8;

/** Writes a state into an array, starting at an index. */
export function writeFileState(state: FileState, numbers: Float64Array, start: number): void {
  numbers[start] = state.device;
  numbers[start + 1] = state.inode;
  numbers[start + 2] = state.size;
  numbers[start + 3] = state.mtimeMs;
  numbers[start + 4] = state.ctimeMs;
  numbers[start + 5] = state.mode;
  numbers[start + 6] = state.uid;
  numbers[start + 7] = state.gid;
}

/** Like `writeFileState`, without creating a `FileState`. */
export function writeStats(stats: StatsFields, numbers: Float64Array, start: number): void {
  numbers[start] = stats.dev;
  numbers[start + 1] = stats.ino;
  numbers[start + 2] = stats.size;
  numbers[start + 3] = stats.mtimeMs;
  numbers[start + 4] = stats.ctimeMs;
  numbers[start + 5] = stats.mode;
  numbers[start + 6] = stats.uid;
  numbers[start + 7] = stats.gid;
}

/** Returns the state at an index, as a view of the array. */
export function fileStateAt(numbers: Float64Array, start: number): FileState {
  return new FileStateView(numbers, start);
}

class FileStateView implements FileState {
  readonly #numbers: Float64Array;
  readonly #start: number;

  constructor(numbers: Float64Array, start: number) {
    this.#numbers = numbers;
    this.#start = start;
  }

  get device(): number {
    return this.#numbers[this.#start] ?? 0;
  }
  get inode(): number {
    return this.#numbers[this.#start + 1] ?? 0;
  }
  get size(): number {
    return this.#numbers[this.#start + 2] ?? 0;
  }
  get mtimeMs(): number {
    return this.#numbers[this.#start + 3] ?? 0;
  }
  get ctimeMs(): number {
    return this.#numbers[this.#start + 4] ?? 0;
  }
  get mode(): number {
    return this.#numbers[this.#start + 5] ?? 0;
  }
  get uid(): number {
    return this.#numbers[this.#start + 6] ?? 0;
  }
  get gid(): number {
    return this.#numbers[this.#start + 7] ?? 0;
  }
}
