import type { Problem } from '../../../domain/problem.ts';
import { FILE_ROUNDS } from '../../../formats/keystore/keystore.ts';
import type { AddedFile, CachedFile, ContentCache } from '../cache/content-cache.ts';
import type { ReadingThread, StartReadingThread } from '../cache/reading-thread.ts';
import type { FileSource } from '../open/file-source.ts';
import type { OpeningBudget } from '../open/opening-budget.ts';
import type { TimeSlice } from '../walk/time-slice.ts';
import type { FoundFile } from '../walk/tree.ts';

/** The number of files per batch for the other thread. */
const THREAD_BATCH = 256;
/** The number of files that this thread reads before other work may run. */
const OWN_BATCH = 128;
/**
 * The number of pending batches, so that the other thread is not idle while this one sorts or
 * collects garbage.
 */
const MAX_PENDING_BATCHES = 8;
/**
 * The number of files from which the second thread is used. Starting it takes some hundredths of a
 * second.
 */
const SECOND_THREAD_FROM = 2000;

/** An unreadable or removed file. */
export interface UnreadFile {
  readonly path: string;
  readonly source: Exclude<FileSource, { kind: 'content' }>;
}

/** Files that are read together: their paths, and their positions in the order of discovery. */
interface Batch {
  readonly paths: readonly string[];
  readonly positions: readonly number[];
}

/** A file that is read after all others because it takes longer, and its position. */
interface CostlyFile {
  readonly path: string;
  readonly position: number;
}

/** The result of reading. */
export interface ReadingOutcome {
  /** The number of files that were read. */
  readonly count: number;
  /** The known files, in the order of discovery. */
  readonly files: readonly CachedFile[];
  readonly unread: readonly UnreadFile[];
  /** Files that the next scan opens. */
  readonly deferred: readonly string[];
}

/** The dependencies of reading. */
export interface ReadQueueDependencies {
  readonly slice: TimeSlice;
  readonly budget: OpeningBudget;
  readonly startThread: StartReadingThread | undefined;
}

/**
 * Reads the files of one scan while more are being found: a few on this thread, many on two. Large
 * files, and files that need many iterations of key derivation, are read last on the other thread.
 * It ends when all files are read. The results are in the cache.
 */
export class ReadQueue implements Disposable {
  readonly #cache: ContentCache;
  readonly #slice: TimeSlice;
  readonly #budget: OpeningBudget;
  readonly #startThread: StartReadingThread | undefined;
  /** The known file at each position, or undefined if it is not read yet or unreadable. */
  readonly #files: (CachedFile | undefined)[] = [];
  /** The files to read, from `#next`, and their positions in `#files`. */
  readonly #paths: string[] = [];
  readonly #positions: number[] = [];
  readonly #linked: Set<string> = new Set();
  readonly #unread: UnreadFile[] = [];
  readonly #costly: CostlyFile[] = [];
  readonly #deferred: string[] = [];
  readonly #pendingBatches: Set<Promise<void>> = new Set();
  #next = 0;
  #thread: ReadingThread | undefined;
  #hasStarted = false;
  #isFinished = false;

  constructor(cache: ContentCache, { slice, budget, startThread }: ReadQueueDependencies) {
    this.#cache = cache;
    this.#slice = slice;
    this.#budget = budget;
    this.#startThread = startThread;
  }

  /** Adds a file. It is read unless the cache has its current state. */
  add(file: FoundFile): void {
    const cached = this.#cache.reuse(file);
    this.#files.push(cached);
    if (cached !== undefined) return;
    const { path, mayRepeat } = file;
    this.#paths.push(path);
    this.#positions.push(this.#files.length - 1);
    if (mayRepeat) this.#linked.add(path);
    this.#shareWithThread();
  }

  /** Adds files that cannot be in the cache. */
  addNew(paths: readonly string[]): void {
    const first = this.#files.length;
    // Built-in functions are fast at once; a loop would have to be compiled first.
    this.#paths.push(...paths);
    this.#positions.push(...paths.map((_, index) => first + index));
    this.#files.push(...paths.map(() => undefined));
    this.#shareWithThread();
  }

  /** Starts the other thread, because many files will follow. */
  expectMany(): void {
    if (this.#hasStarted) return;
    this.#hasStarted = true;
    this.#thread = this.#startThread?.();
  }

  /** Reads the remaining files. Rejects only with the reason of the signal. */
  async finish(): Promise<ReadingOutcome> {
    for (;;) {
      const batch = this.#takeBatch(OWN_BATCH);
      if (batch.paths.length > 0) {
        this.#record(batch, await this.#cache.read(batch.paths, this.#linked, this.#slice, this.#budget));
      } else if (this.#pendingBatches.size > 0) await Promise.race(this.#pendingBatches);
      else break;
      if (this.#slice.hasElapsed()) await this.#slice.pause();
    }
    await this.#readCostly();
    this[Symbol.dispose]();
    const files = this.#files.filter((file) => file !== undefined);
    return { count: this.#paths.length, files, unread: this.#unread, deferred: this.#deferred };
  }

  [Symbol.dispose](): void {
    this.#isFinished = true;
    this.#thread?.[Symbol.dispose]();
    this.#thread = undefined;
  }

  get #remaining(): number {
    return this.#paths.length - this.#next;
  }

  #takeBatch(count: number): Batch {
    const from = this.#next;
    this.#next = Math.min(from + count, this.#paths.length);
    return { paths: this.#paths.slice(from, this.#next), positions: this.#positions.slice(from, this.#next) };
  }

  /**
   * Keeps the other thread busy while there is enough for both. Towards the end it gets fewer
   * batches, so that neither thread is idle.
   */
  #shareWithThread(): void {
    if (this.#remaining >= SECOND_THREAD_FROM) this.expectMany();
    while (
      this.#thread !== undefined &&
      this.#pendingBatches.size < MAX_PENDING_BATCHES &&
      this.#remaining >= THREAD_BATCH * (this.#pendingBatches.size + 1)
    ) {
      const pending: Promise<void> = this.#readOnThread(this.#thread, this.#takeBatch(THREAD_BATCH)).then(() => {
        this.#pendingBatches.delete(pending);
        this.#shareWithThread();
      });
      this.#pendingBatches.add(pending);
    }
  }

  /**
   * The other thread opens no keystores in batches. They are read one by one, so that each is
   * counted before the next.
   */
  async #readOnThread(thread: ReadingThread, batch: Batch): Promise<void> {
    const { paths, positions } = batch;
    try {
      const part = await thread.read(paths, 0);
      if (!this.#isFinished) this.#record(batch, this.#cache.addPacked(paths, this.#linked, part));
    } catch {
      // If the thread or its memory is not available, this thread reads the files.
      this.#thread = undefined;
      this.#paths.push(...paths);
      this.#positions.push(...positions);
    }
  }

  async #readCostly(): Promise<void> {
    if (this.#costly.length === 0) return;
    this.expectMany();
    let isFirst = true;
    for (const { path, position } of this.#costly) {
      const mayOpen = isFirst || !this.#budget.isSpent;
      const { file, spent } = await this.#readOne(path, mayOpen ? FILE_ROUNDS : 0);
      if (spent > 0) isFirst = false;
      if (file === undefined) this.#defer(path);
      else this.#record({ paths: [path], positions: [position] }, [file]);
      if (this.#slice.hasElapsed()) await this.#slice.pause();
    }
  }

  /**
   * Reads one file on the other thread, or on this one if there is none. `file` is undefined if it
   * needs more iterations.
   */
  async #readOne(
    path: string,
    rounds: number,
  ): Promise<{ readonly file: AddedFile | undefined; readonly spent: number }> {
    if (this.#thread !== undefined) {
      try {
        const part = await this.#thread.read([path], rounds);
        this.#budget.spend(part.spent);
        return { file: this.#cache.addPacked([path], this.#linked, part)[0], spent: part.spent };
      } catch {
        this.#thread = undefined;
      }
    }
    let spent = 0;
    const spend = (more: number): void => {
      spent += more;
      this.#budget.spend(more);
    };
    const limits = { bytes: Number.POSITIVE_INFINITY, rounds, spend };
    const [file] = await this.#cache.read([path], this.#linked, this.#slice, limits);
    return { file, spent };
  }

  #defer(path: string): void {
    const detail = `a scan does ${this.#budget.perScan} iterations of key derivation over all stores; the next scan opens it`;
    const problem: Problem = { reason: 'not_checked', location: path, detail };
    this.#deferred.push(path);
    this.#unread.push({ path, source: { kind: 'problem', problem } });
  }

  #record({ paths, positions }: Batch, files: readonly (AddedFile | undefined)[]): void {
    for (let index = 0; index < positions.length; index++) {
      const file = files[index];
      const position = positions[index];
      if (position === undefined) continue;
      if (file === undefined) {
        this.#costly.push({ path: paths[index] ?? '', position });
        continue;
      }
      const { path, source } = file;
      if (source.kind !== 'content') this.#unread.push({ path, source });
      if (file.identity !== undefined) this.#files[position] = file;
    }
  }
}
