import type { Problem } from '../../../domain/problem.ts';
import { FILE_ROUNDS } from '../../../formats/keystore/keystore.ts';
import type { CachedFile, ContentCache, TakenFile } from '../cache/content-cache.ts';
import type { FileSource } from '../walk/source.ts';
import type { TimeSlice } from '../walk/time-slice.ts';
import type { FoundFile } from '../walk/tree.ts';
import type { OpeningBudget } from './opening-budget.ts';
import type { ReadingThread, StartReadingThread } from './reading-thread.ts';

/** So many files go to the other thread at a time. */
const BATCH = 256;
/** So many are read here before others get their turn. */
const OWN_BATCH = 128;
/** So many batches lie there, so that it does not wait while this thread sorts names, or collects garbage. */
const AHEAD = 8;
/** A second thread takes some hundredths of a second to start: it is started for more files than this. */
const ALONE_UP_TO = 2000;

/** A file that could not be read, or was gone. */
export interface Unread {
  readonly path: string;
  readonly source: Exclude<FileSource, { kind: 'content' }>;
}

/** Files that are read together: their paths, and where among all they were found. */
interface Batch {
  readonly paths: readonly string[];
  readonly places: readonly number[];
}

/** A file that takes more than is done while others are read, and its place. */
interface CostlyFile {
  readonly path: string;
  readonly place: number;
}

/** What reading came to. */
export interface ReadingOutcome {
  /** How many files were read. */
  readonly count: number;
  /** What is known of the files now, in the order in which they were found. */
  readonly files: readonly CachedFile[];
  readonly unread: readonly Unread[];
  /** Files that the next scan opens. */
  readonly deferred: readonly string[];
}

/** What reads the files of one look. */
export interface ReadingDependencies {
  readonly pace: TimeSlice;
  readonly budget: OpeningBudget;
  readonly startThread: StartReadingThread | undefined;
}

/**
 * Reads the files of one look while they are still being found: a few on this thread, many on two. Large files, and those that take many
 * iterations of key derivation, are read last, on the other thread. That one lives no longer than there is something to read. What
 * is read is in the cache.
 */
export class Readings implements Disposable {
  readonly #cache: ContentCache;
  readonly #pace: TimeSlice;
  readonly #budget: OpeningBudget;
  readonly #startThread: StartReadingThread | undefined;
  /** What is known of each file that was found; undefined: nothing yet, or it could not be read. */
  readonly #files: (CachedFile | undefined)[] = [];
  /** To be read, from `#next` on, and the place of each in `#files`. */
  readonly #paths: string[] = [];
  readonly #places: number[] = [];
  readonly #linked: Set<string> = new Set();
  readonly #unread: Unread[] = [];
  readonly #costly: CostlyFile[] = [];
  readonly #deferred: string[] = [];
  readonly #out: Set<Promise<void>> = new Set();
  #next = 0;
  #thread: ReadingThread | undefined;
  #hasStarted = false;
  #isOver = false;

  constructor(cache: ContentCache, { pace, budget, startThread }: ReadingDependencies) {
    this.#cache = cache;
    this.#pace = pace;
    this.#budget = budget;
    this.#startThread = startThread;
  }

  /** Takes a file that was found: it is read unless it is as it was known. */
  add(file: FoundFile): void {
    const known = this.#cache.use(file);
    this.#files.push(known);
    if (known !== undefined) return;
    const { path, mayRepeat } = file;
    this.#paths.push(path);
    this.#places.push(this.#files.length - 1);
    if (mayRepeat) this.#linked.add(path);
    this.#giveAway();
  }

  /** Takes files of which nothing can be known: they are read. */
  addNew(paths: readonly string[]): void {
    const first = this.#files.length;
    // What the language has is there at once; a loop would have to be compiled first.
    this.#paths.push(...paths);
    this.#places.push(...paths.map((_, at) => first + at));
    this.#files.push(...paths.map(() => undefined));
    this.#giveAway();
  }

  /** Much is going to be added: the other thread begins to start. */
  expectMany(): void {
    if (this.#hasStarted) return;
    this.#hasStarted = true;
    this.#thread = this.#startThread?.();
  }

  /** Reads what is left. Rejects only with the signal's reason. */
  async finish(): Promise<ReadingOutcome> {
    for (;;) {
      const batch = this.#take(OWN_BATCH);
      if (batch.paths.length > 0) {
        this.#note(batch, await this.#cache.read(batch.paths, this.#linked, this.#pace, this.#budget));
      } else if (this.#out.size > 0) await Promise.race(this.#out);
      else break;
      if (this.#pace.due()) await this.#pace.rest();
    }
    await this.#readCostly();
    this[Symbol.dispose]();
    const files = this.#files.filter((file) => file !== undefined);
    return { count: this.#paths.length, files, unread: this.#unread, deferred: this.#deferred };
  }

  [Symbol.dispose](): void {
    this.#isOver = true;
    this.#thread?.[Symbol.dispose]();
    this.#thread = undefined;
  }

  get #left(): number {
    return this.#paths.length - this.#next;
  }

  #take(count: number): Batch {
    const from = this.#next;
    this.#next = Math.min(from + count, this.#paths.length);
    return { paths: this.#paths.slice(from, this.#next), places: this.#places.slice(from, this.#next) };
  }

  /** Keeps the other thread busy as long as there is enough for both: towards the end with less, so that neither waits. */
  #giveAway(): void {
    if (this.#left >= ALONE_UP_TO) this.expectMany();
    while (this.#thread !== undefined && this.#out.size < AHEAD && this.#left >= BATCH * (this.#out.size + 1)) {
      const out: Promise<void> = this.#readElsewhere(this.#thread, this.#take(BATCH)).then(() => {
        this.#out.delete(out);
        this.#giveAway();
      });
      this.#out.add(out);
    }
  }

  /** Keystores are opened here, one by one, and not in batches: each is counted before the next. */
  async #readElsewhere(thread: ReadingThread, batch: Batch): Promise<void> {
    const { paths, places } = batch;
    try {
      const part = await thread.read(paths, 0);
      if (!this.#isOver) this.#note(batch, this.#cache.take(paths, this.#linked, part));
    } catch {
      // A host may refuse the thread, or its memory: what it was given is read here.
      this.#thread = undefined;
      this.#paths.push(...paths);
      this.#places.push(...places);
    }
  }

  async #readCostly(): Promise<void> {
    if (this.#costly.length === 0) return;
    this.expectMany();
    let isFirst = true;
    for (const { path, place } of this.#costly) {
      const mayOpen = isFirst || !this.#budget.isSpent;
      const { file, spent } = await this.#readOne(path, mayOpen ? FILE_ROUNDS : 0);
      if (spent > 0) isFirst = false;
      if (file === undefined) this.#defer(path);
      else this.#note({ paths: [path], places: [place] }, [file]);
      if (this.#pace.due()) await this.#pace.rest();
    }
  }

  /** Reads one file on the other thread; here, if there is none. `file` is undefined when it takes more iterations. */
  async #readOne(
    path: string,
    rounds: number,
  ): Promise<{ readonly file: TakenFile | undefined; readonly spent: number }> {
    if (this.#thread !== undefined) {
      try {
        const part = await this.#thread.read([path], rounds);
        this.#budget.spend(part.spent);
        return { file: this.#cache.take([path], this.#linked, part)[0], spent: part.spent };
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
    const [file] = await this.#cache.read([path], this.#linked, this.#pace, limits);
    return { file, spent };
  }

  #defer(path: string): void {
    const detail = `a scan does ${this.#budget.perScan} iterations of key derivation over all stores; the next scan opens it`;
    const problem: Problem = { reason: 'not_looked_at', location: path, detail };
    this.#deferred.push(path);
    this.#unread.push({ path, source: { kind: 'problem', problem } });
  }

  #note({ paths, places }: Batch, taken: readonly (TakenFile | undefined)[]): void {
    for (let at = 0; at < places.length; at++) {
      const file = taken[at];
      const place = places[at];
      if (place === undefined) continue;
      if (file === undefined) {
        this.#costly.push({ path: paths[at] ?? '', place });
        continue;
      }
      const { path, source } = file;
      if (source.kind !== 'content') this.#unread.push({ path, source });
      if (file.identity !== undefined) this.#files[place] = file;
    }
  }
}
