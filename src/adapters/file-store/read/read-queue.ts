import { KEYSTORE_FAILURES } from '../../../domain/failure/keystore-failures.ts';
import { problemOfFailure } from '../../../domain/failure/problem-of-failure.ts';
import { MAX_FILE_ITERATIONS } from '../../../formats/keystore/keystore.ts';
import type { CachedFile, UncachedFile } from '../cache/cached-file.ts';
import type { ContentCache } from '../cache/content-cache.ts';
import type { ReadingThread, StartReadingThread } from '../cache/reading-thread.ts';
import type { FileSource } from '../open/file-source.ts';
import type { OpeningBudget } from '../open/opening-budget.ts';
import type { TimeSlice } from '../walk/time-slice.ts';
import type { FoundFile } from '../walk/walk-options.ts';

/** The number of files per request to the reading thread (a batch). */
const THREAD_BATCH_FILES = 256;
/** The number of files that the main thread reads before the time is checked. */
const MAIN_BATCH_FILES = 128;
/**
 * The maximum number of pending batches of the reading thread. With several, the thread has work
 * while the main thread sorts or collects garbage.
 */
const MAX_THREAD_BATCHES = 8;
/**
 * The minimum number of files for which the reading thread is started, because starting it takes
 * some hundredths of a second.
 */
const THREAD_MIN_FILES = 2000;

/** A file that could not be read, or that was removed after it was found. */
export interface FileWithoutContent {
  readonly path: string;
  readonly source: Exclude<FileSource, { kind: 'content' }>;
}

/** Files that are read together: their paths, and their positions in the order of discovery. */
interface Batch {
  readonly paths: readonly string[];
  readonly positions: readonly number[];
}

/** A file that exceeded the limits for one file, so that it is read after all other files. */
interface CostlyFile {
  readonly path: string;
  readonly position: number;
}

/** The files of a scan. */
export interface ReadQueueResult {
  /** False if the cache had the current state of all files, so that none was read. */
  readonly hasRead: boolean;
  /** The cached files, in the order of discovery. */
  readonly files: readonly CachedFile[];
  readonly withoutContent: readonly FileWithoutContent[];
  /** Encrypted files that the next scan opens, because the budget of this scan is used up. */
  readonly deferredPaths: readonly string[];
}

/** The dependencies of reading. */
export interface ReadQueueDependencies {
  readonly slice: TimeSlice;
  readonly budget: OpeningBudget;
  readonly startThread: StartReadingThread | undefined;
  /**
   * Called after each batch with the number of files that were read, and their total after all are
   * found. Left out: progress is not shown.
   */
  readonly onRead?: ((done: number, total: number | undefined) => void) | undefined;
}

/**
 * Reads the files of one scan into the cache. If there are many, the reading thread reads a part of
 * them, while more files are being found. After all files are found, the main thread reads too.
 * Costly files are read last, on the reading thread if possible: those that are large, or need many
 * key derivation iterations to be opened.
 */
export class ReadQueue implements Disposable {
  readonly #cache: ContentCache;
  readonly #slice: TimeSlice;
  readonly #budget: OpeningBudget;
  readonly #startThread: StartReadingThread | undefined;
  /** The cached file at each position; undefined if it is not yet read, or has no content. */
  readonly #files: (CachedFile | undefined)[] = [];
  /** The paths to read; those before `#nextIndex` are read or being read. */
  readonly #paths: string[] = [];
  /** The positions of `#paths` in `#files`. */
  readonly #positions: number[] = [];
  /** The paths of files that may have other paths too: symbolic links, or several hard links. */
  readonly #linkedPaths: Set<string> = new Set();
  readonly #withoutContent: FileWithoutContent[] = [];
  readonly #costlyFiles: CostlyFile[] = [];
  readonly #deferredPaths: string[] = [];
  /** The batches that the reading thread has not finished. */
  readonly #threadBatches: Set<Promise<void>> = new Set();
  #nextIndex = 0;
  readonly #onRead: ReadQueueDependencies['onRead'];
  #readCount = 0;
  /** False while more files may be found. */
  #areAllFound = false;
  #thread: ReadingThread | undefined;
  /** A thread that failed is not started again. */
  #wasThreadStarted = false;
  #isFinished = false;

  constructor(cache: ContentCache, { slice, budget, startThread, onRead }: ReadQueueDependencies) {
    this.#cache = cache;
    this.#slice = slice;
    this.#budget = budget;
    this.#startThread = startThread;
    this.#onRead = onRead;
  }

  /** Adds a file. It is read unless the cache has its current state. */
  add(file: FoundFile): void {
    const cached = this.#cache.reuse(file);
    this.#files.push(cached);
    if (cached !== undefined) return;
    const { path, mayHaveOtherPaths } = file;
    this.#paths.push(path);
    this.#positions.push(this.#files.length - 1);
    if (mayHaveOtherPaths) this.#linkedPaths.add(path);
    this.#shareWithThread();
  }

  /** Adds files that are not in the cache. */
  addNew(paths: readonly string[]): void {
    const first = this.#files.length;
    // Built-in functions are fast from the first call; V8 would have to compile a loop first.
    this.#paths.push(...paths);
    this.#positions.push(...paths.map((_, index) => first + index));
    this.#files.push(...paths.map(() => undefined));
    this.#shareWithThread();
  }

  /** Starts the reading thread, because many files will be added. */
  startThreadOnce(): void {
    if (this.#wasThreadStarted) return;
    this.#wasThreadStarted = true;
    this.#thread = this.#startThread?.();
  }

  /** Reads the remaining files, and returns all files. Rejects only if `slice` is aborted. */
  async finish(): Promise<ReadQueueResult> {
    this.#areAllFound = true;
    for (;;) {
      const batch = this.#takeBatch(MAIN_BATCH_FILES);
      if (batch.paths.length > 0) {
        this.#record(batch, await this.#cache.read(batch.paths, this.#linkedPaths, this.#slice, this.#budget));
      } else if (this.#threadBatches.size > 0) {
        await Promise.race(this.#threadBatches);
      } else {
        break;
      }
      if (this.#slice.hasElapsed()) await this.#slice.pause();
    }
    await this.#readCostlyFiles();
    // Ends the reading thread, which is not needed in the rest of the scan.
    this[Symbol.dispose]();
    const files = this.#files.filter((file) => file !== undefined);
    return {
      hasRead: this.#paths.length > 0,
      files,
      withoutContent: this.#withoutContent,
      deferredPaths: this.#deferredPaths,
    };
  }

  [Symbol.dispose](): void {
    this.#isFinished = true;
    this.#thread?.[Symbol.dispose]();
    this.#thread = undefined;
  }

  get #remainingCount(): number {
    return this.#paths.length - this.#nextIndex;
  }

  #takeBatch(maxFiles: number): Batch {
    const from = this.#nextIndex;
    this.#nextIndex = Math.min(from + maxFiles, this.#paths.length);
    return { paths: this.#paths.slice(from, this.#nextIndex), positions: this.#positions.slice(from, this.#nextIndex) };
  }

  /**
   * Gives batches to the reading thread while there are enough files for both threads. When few
   * files remain, the reading thread has fewer pending batches, so that neither thread is idle.
   */
  #shareWithThread(): void {
    if (this.#remainingCount >= THREAD_MIN_FILES) this.startThreadOnce();
    while (
      this.#thread !== undefined &&
      this.#threadBatches.size < MAX_THREAD_BATCHES &&
      this.#remainingCount >= THREAD_BATCH_FILES * (this.#threadBatches.size + 1)
    ) {
      const pending: Promise<void> = this.#readOnThread(this.#thread, this.#takeBatch(THREAD_BATCH_FILES)).then(() => {
        this.#threadBatches.delete(pending);
        this.#shareWithThread();
      });
      this.#threadBatches.add(pending);
    }
  }

  /**
   * Reads a batch on the reading thread, without any key derivation iterations. Files that need
   * iterations are read later one by one, so that their iterations are counted before the next
   * file.
   */
  async #readOnThread(thread: ReadingThread, batch: Batch): Promise<void> {
    const { paths, positions } = batch;
    try {
      const result = await thread.read(paths, 0);
      if (!this.#isFinished) this.#record(batch, this.#cache.addPacked(paths, this.#linkedPaths, result));
    } catch {
      // The thread has failed, for example for lack of memory. The main thread reads the files.
      this.#thread = undefined;
      this.#paths.push(...paths);
      this.#positions.push(...positions);
    }
  }

  /** Reads the costly files while the budget allows it, and defers the others to the next scan. */
  async #readCostlyFiles(): Promise<void> {
    if (this.#costlyFiles.length === 0) return;
    this.startThreadOnce();
    let hasOpenedFile = false;
    for (const { path, position } of this.#costlyFiles) {
      // Each store may open one costly file per scan, even if the budget is used up.
      const mayOpen = !hasOpenedFile || !this.#budget.isUsedUp;
      const { file, kdfIterations } = await this.#readCostlyFile(path, mayOpen ? MAX_FILE_ITERATIONS : 0);
      if (kdfIterations > 0) hasOpenedFile = true;
      if (file === undefined) this.#defer(path);
      else this.#record({ paths: [path], positions: [position] }, [file]);
      if (this.#slice.hasElapsed()) await this.#slice.pause();
    }
  }

  /**
   * Reads one file on the reading thread, or on the main thread if there is no reading thread.
   * `file` is undefined if it needs more than `maxKdfIterations`.
   */
  async #readCostlyFile(
    path: string,
    maxKdfIterations: number,
  ): Promise<{ readonly file: CachedFile | UncachedFile | undefined; readonly kdfIterations: number }> {
    if (this.#thread !== undefined) {
      try {
        const result = await this.#thread.read([path], maxKdfIterations);
        this.#budget.spend(result.kdfIterations);
        const [file] = this.#cache.addPacked([path], this.#linkedPaths, result);
        return { file, kdfIterations: result.kdfIterations };
      } catch {
        this.#thread = undefined;
      }
    }
    let kdfIterations = 0;
    const spend = (count: number): void => {
      kdfIterations += count;
      this.#budget.spend(count);
    };
    const limits = { maxBytes: Number.POSITIVE_INFINITY, maxKdfIterations, spend };
    const [file] = await this.#cache.read([path], this.#linkedPaths, this.#slice, limits);
    return { file, kdfIterations };
  }

  #defer(path: string): void {
    const failure = KEYSTORE_FAILURES.iterations_deferred({ limit: this.#budget.maxIterationsPerScan });
    const problem = problemOfFailure('not_checked', path, failure);
    this.#deferredPaths.push(path);
    this.#withoutContent.push({ path, source: { kind: 'problem', problem } });
  }

  /**
   * Stores the results of a batch, one for each path; undefined for a file that exceeded the
   * limits.
   */
  #record({ paths, positions }: Batch, files: readonly (CachedFile | UncachedFile | undefined)[]): void {
    let readCount = 0;
    for (let index = 0; index < positions.length; index++) {
      const file = files[index];
      const position = positions[index];
      if (position === undefined) continue;
      if (file === undefined) {
        this.#costlyFiles.push({ path: paths[index] ?? '', position });
        continue;
      }
      readCount += 1;
      const { path, source } = file;
      if (source.kind !== 'content') this.#withoutContent.push({ path, source });
      // A file without a state is not cached, and has no content.
      if (file.state !== undefined) this.#files[position] = file;
    }
    this.#countRead(readCount);
  }

  /** Reports the progress of reading. Cached files are not counted. */
  #countRead(count: number): void {
    if (this.#onRead === undefined) return;
    this.#readCount += count;
    this.#onRead(this.#readCount, this.#areAllFound ? this.#positions.length : undefined);
  }
}
