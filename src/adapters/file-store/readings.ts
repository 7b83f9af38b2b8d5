import type { ContentCache } from './content-cache.ts';
import type { Pace } from './pace.ts';
import type { ReadingThread, StartReadingThread } from './reading-thread.ts';
import type { Source } from './source.ts';
import type { FoundFile } from './tree.ts';

/** So many files go to the other thread at a time. */
const BATCH = 256;
/** So many are read here before others get their turn. */
const OWN_BATCH = 32;
/** So many batches lie there, so that it never waits for this thread. */
const AHEAD = 4;
/** A second thread takes some hundredths of a second to start: it is started for more files than this. */
const ALONE_UP_TO = 2000;

/** A file that was read. */
export interface ReadFile {
  readonly file: FoundFile;
  readonly source: Source;
}

/**
 * Reads the files of one look while they are still being found: a few on this thread, many on two. The other thread
 * lives no longer than there is something to read.
 */
export class Readings implements Disposable {
  readonly #cache: ContentCache;
  readonly #pace: Pace;
  readonly #startThread: StartReadingThread | undefined;
  /** Found, and from `#next` on still to be read. */
  readonly #waiting: FoundFile[] = [];
  #next = 0;
  readonly #read: ReadFile[] = [];
  readonly #out: Set<Promise<void>> = new Set();
  #thread: ReadingThread | undefined;
  #hasStarted = false;
  #isOver = false;

  constructor(cache: ContentCache, pace: Pace, startThread: StartReadingThread | undefined) {
    this.#cache = cache;
    this.#pace = pace;
    this.#startThread = startThread;
  }

  add(file: FoundFile): void {
    this.#waiting.push(file);
    if (this.#left >= ALONE_UP_TO && !this.#hasStarted && this.#startThread !== undefined) {
      this.#hasStarted = true;
      this.#thread = this.#startThread();
    }
    this.#giveAway();
  }

  /** Reads what is left; answers what each file is, in no order. Rejects only with the signal's reason. */
  async finish(): Promise<readonly ReadFile[]> {
    for (;;) {
      const files = this.#take(OWN_BATCH);
      if (files.length > 0) this.#keep(files, await this.#cache.read(files, this.#pace));
      else if (this.#out.size > 0) await Promise.race(this.#out);
      else break;
      if (this.#pace.due()) await this.#pace.rest();
    }
    this[Symbol.dispose]();
    return this.#read;
  }

  [Symbol.dispose](): void {
    this.#isOver = true;
    this.#thread?.[Symbol.dispose]();
    this.#thread = undefined;
  }

  get #left(): number {
    return this.#waiting.length - this.#next;
  }

  #take(count: number): readonly FoundFile[] {
    const from = this.#next;
    this.#next = Math.min(from + count, this.#waiting.length);
    return this.#waiting.slice(from, this.#next);
  }

  /** Keeps the other thread busy as long as there is enough for both. */
  #giveAway(): void {
    while (this.#thread !== undefined && this.#out.size < AHEAD && this.#left >= BATCH) {
      const out: Promise<void> = this.#readElsewhere(this.#thread, this.#take(BATCH)).then(() => {
        this.#out.delete(out);
        this.#giveAway();
      });
      this.#out.add(out);
    }
  }

  #keep(files: readonly FoundFile[], sources: readonly Source[]): void {
    for (const [at, source] of sources.entries()) {
      const file = files[at];
      if (file !== undefined) this.#read.push({ file, source });
    }
  }

  async #readElsewhere(thread: ReadingThread, files: readonly FoundFile[]): Promise<void> {
    try {
      const packed = await thread.read(files.map(({ path }) => path));
      if (this.#isOver) return;
      this.#keep(files, this.#cache.take(files, packed));
    } catch {
      // A host may refuse the thread, or its memory: what it was given is read here.
      this.#thread = undefined;
      this.#waiting.push(...files);
    }
  }
}
