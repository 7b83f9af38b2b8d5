import type { BlobStore } from '../../../work/ports/stores.ts';
import type { Diagnostics } from '../../../work/ports/system.ts';
import { TimeSlice } from '../walk/time-slice.ts';
import type { CachedFile, ContentCache } from './content-cache.ts';
import { Packer } from './packed-readings.ts';
import { readReadingBlob, writeReadingBlob } from './reading-blob.ts';

/** So many files lie in one blob: a change of one writes all of them. */
const FILES_A_BLOB = 256;
/** So many blobs are taken away at a time. */
const REMOVED_AT_ONCE = 8;

/**
 * What one store's reader keeps for the next process. It is no more than a start: what a look answers is decided by the
 * state in which it finds each file.
 */
export class StoreReadings {
  readonly #shelf: BlobStore;
  readonly #diagnostics: Diagnostics;
  readonly #savesAfterMs: number;
  readonly #ending: AbortSignal;
  readonly #packer: Packer = new Packer();
  /** How many files lie in each blob. */
  readonly #sizes: Map<number, number> = new Map();
  /** Blobs that are still to be taken in, the oldest last. */
  readonly #waiting: number[];
  #savedChanges: number | undefined;
  #timer: NodeJS.Timeout | undefined;
  /** The cache that has something to save. */
  #unsaved: ContentCache | undefined;
  #saving: Promise<void> = Promise.resolve();

  /** Saves `savesAfterMs` after a look; what is under way when `ending` is aborted is given up. */
  constructor(shelf: BlobStore, diagnostics: Diagnostics, savesAfterMs: number, ending: AbortSignal) {
    this.#shelf = shelf;
    this.#diagnostics = diagnostics;
    this.#savesAfterMs = savesAfterMs;
    this.#ending = ending;
    this.#waiting = [...shelf.ids()].reverse();
  }

  /** Gives the cache, before its first look, what an earlier process read. Rejects only with the pace's reason. */
  async restore(cache: ContentCache, pace: TimeSlice): Promise<void> {
    for (let blob = this.#waiting.pop(); blob !== undefined; blob = this.#waiting.pop()) {
      const octets = this.#shelf.read(blob);
      if (octets !== undefined) this.#take(cache, blob, octets);
      if (pace.due()) await pace.rest();
    }
  }

  /** Saves in the background what a look has read or forgotten. */
  saveSoon(cache: ContentCache): void {
    if (cache.changes === this.#savedChanges || this.#ending.aborted) return;
    this.#unsaved = cache;
    this.#timer ??= setTimeout(() => void this.finish(), this.#savesAfterMs).unref();
  }

  /** Saves now what there is to save; resolves when it is done or given up, whatever happens. */
  finish(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const cache = this.#unsaved;
    this.#unsaved = undefined;
    if (cache !== undefined) this.#saving = this.#saving.then(() => this.#save(cache));
    return this.#saving;
  }

  #take(cache: ContentCache, blob: number, octets: Uint8Array): void {
    try {
      const read = readReadingBlob(octets);
      cache.restore(read, blob);
      this.#sizes.set(blob, read.paths.length);
    } catch {
      // Whatever it is, it is not what this program writes.
      this.#shelf.remove([blob]);
    }
  }

  async #save(cache: ContentCache): Promise<void> {
    try {
      await this.#saveChanges(cache, new TimeSlice(this.#ending));
    } catch (error) {
      if (this.#ending.aborted) return;
      const why = error instanceof Error ? error.message : String(error);
      this.#diagnostics.note('warning', `keeping what was read for the next start: ${why}`);
    }
  }

  /** Writes anew every blob of which a file has changed or is gone. New ones come first: given up halfway, nothing is lost. */
  async #saveChanges(cache: ContentCache, pace: TimeSlice): Promise<void> {
    const { changes } = cache;
    const alive = new Map<number, number>();
    for (const { keptIn } of await cache.known(pace)) {
      if (keptIn !== 0) alive.set(keptIn, (alive.get(keptIn) ?? 0) + 1);
      if (pace.due()) await pace.rest();
    }
    const dead = new Set<number>();
    for (const [blob, size] of this.#sizes) {
      // A small one is taken along: else each new file would leave a blob of its own.
      if (alive.get(blob) !== size || size < FILES_A_BLOB / 2) dead.add(blob);
    }
    const files: CachedFile[] = [];
    for (const file of await cache.known(pace)) {
      if (file.keptIn === 0 ? mayBeKept(file, cache) : dead.has(file.keptIn)) files.push(file);
      if (pace.due()) await pace.rest();
    }
    for (let from = 0; from < files.length; from += FILES_A_BLOB) {
      if (!this.#write(cache, files.slice(from, from + FILES_A_BLOB))) return;
      if (pace.due()) await pace.rest();
    }
    const blobs = [...dead];
    for (let from = 0; from < blobs.length; from += REMOVED_AT_ONCE) {
      const removed = blobs.slice(from, from + REMOVED_AT_ONCE);
      this.#shelf.remove(removed);
      for (const blob of removed) this.#sizes.delete(blob);
      if (pace.due()) await pace.rest();
    }
    this.#savedChanges = changes;
  }

  /** False: the shelf keeps nothing any more. */
  #write(cache: ContentCache, files: readonly CachedFile[]): boolean {
    // A look may have gone on meanwhile.
    const kept = files.filter((file) => cache.isKnown(file) && mayBeKept(file, cache));
    if (kept.length === 0) return true;
    this.#packer.begin();
    for (const { source, identity, mayRepeat } of kept) this.#packer.add({ source, identity, isLinked: mayRepeat });
    const packed = this.#packer.take();
    const paths = kept.map(({ path }) => path);
    const blob = this.#shelf.add(writeReadingBlob({ paths, packed, passwordState: cache.passwordState }));
    if (blob === undefined) return false;
    this.#sizes.set(blob, kept.length);
    for (const file of kept) file.keptIn = blob;
    return true;
  }
}

/**
 * What was opened with a password does not come to lie anywhere. That a file stayed closed does, so that it costs nothing at the next
 * start, unless other passwords may have come unseen.
 */
function mayBeKept({ settled, source }: CachedFile, { passwordState }: Pick<ContentCache, 'passwordState'>): boolean {
  if (!settled || source.kind !== 'content') return settled;
  const { tookPasswords, isOpened } = source.content;
  return !isOpened && (!tookPasswords || passwordState !== undefined);
}
