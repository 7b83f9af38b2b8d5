import { messageOf } from '../../../domain/message-of.ts';
import type { BlobStore } from '../../../work/ports/stores.ts';
import type { Diagnostics } from '../../../work/ports/system.ts';
import { TimeSlice } from '../walk/time-slice.ts';
import type { CachedFile, ContentCache } from './content-cache.ts';
import { Packer } from './packed-readings.ts';
import { readReadingBlob, writeReadingBlob } from './reading-blob.ts';

/** The number of files per blob. A change of one file rewrites its blob. */
const FILES_A_BLOB = 256;
/** The number of blobs removed at a time. */
const REMOVED_AT_ONCE = 8;

/**
 * The stored readings of one store for the next process. They only save work: the state of each
 * file decides whether a reading is used.
 */
export class StoredReadings {
  readonly #blobs: BlobStore;
  readonly #diagnostics: Diagnostics;
  readonly #savesAfterMs: number;
  readonly #ending: AbortSignal;
  readonly #packer: Packer = new Packer();
  /** The number of files in each blob. */
  readonly #sizes: Map<number, number> = new Map();
  /** Blobs that are not restored yet, newest first. */
  readonly #unrestored: number[];
  #savedChanges: number | undefined;
  #timer: NodeJS.Timeout | undefined;
  /** The cache with unsaved changes. */
  #unsaved: ContentCache | undefined;
  #saving: Promise<void> = Promise.resolve();

  /** Saves `savesAfterMs` after a scan. Saving stops when `ending` aborts. */
  constructor(blobs: BlobStore, diagnostics: Diagnostics, savesAfterMs: number, ending: AbortSignal) {
    this.#blobs = blobs;
    this.#diagnostics = diagnostics;
    this.#savesAfterMs = savesAfterMs;
    this.#ending = ending;
    this.#unrestored = [...blobs.ids()].reverse();
  }

  /**
   * Restores the readings of an earlier process into the cache, before its first scan. Rejects only
   * with the reason of the signal.
   */
  async restore(cache: ContentCache, slice: TimeSlice): Promise<void> {
    for (let blob = this.#unrestored.pop(); blob !== undefined; blob = this.#unrestored.pop()) {
      const bytes = this.#blobs.read(blob);
      if (bytes !== undefined) this.#restoreBlob(cache, blob, bytes);
      if (slice.hasElapsed()) await slice.pause();
    }
  }

  /** Saves the changes of a scan in the background. */
  saveSoon(cache: ContentCache): void {
    if (cache.changes === this.#savedChanges || this.#ending.aborted) return;
    this.#unsaved = cache;
    this.#timer ??= setTimeout(() => void this.finish(), this.#savesAfterMs).unref();
  }

  /** Saves the changes now. Resolves when they are saved or saving has failed. */
  finish(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const cache = this.#unsaved;
    this.#unsaved = undefined;
    if (cache !== undefined) this.#saving = this.#saving.then(() => this.#save(cache));
    return this.#saving;
  }

  #restoreBlob(cache: ContentCache, blob: number, bytes: Uint8Array): void {
    try {
      const read = readReadingBlob(bytes);
      cache.restore(read, blob);
      this.#sizes.set(blob, read.paths.length);
    } catch {
      // Another program or a damaged file has written it.
      this.#blobs.remove([blob]);
    }
  }

  async #save(cache: ContentCache): Promise<void> {
    try {
      await this.#saveChanges(cache, new TimeSlice(this.#ending));
    } catch (error) {
      if (this.#ending.aborted) return;
      const message = messageOf(error);
      this.#diagnostics.note('warning', `cannot save the cache of certificate files: ${message}`);
    }
  }

  /**
   * Rewrites every blob in which a file has changed or was removed. New blobs are written first, so
   * that an abort loses nothing.
   */
  async #saveChanges(cache: ContentCache, slice: TimeSlice): Promise<void> {
    const { changes } = cache;
    const alive = new Map<number, number>();
    for (const { blobId } of await cache.listFiles(slice)) {
      if (blobId !== 0) alive.set(blobId, (alive.get(blobId) ?? 0) + 1);
      if (slice.hasElapsed()) await slice.pause();
    }
    const dead = new Set<number>();
    for (const [blob, size] of this.#sizes) {
      // Small blobs are merged; otherwise each new file would leave a separate blob.
      if (alive.get(blob) !== size || size < FILES_A_BLOB / 2) dead.add(blob);
    }
    const files: CachedFile[] = [];
    for (const file of await cache.listFiles(slice)) {
      if (file.blobId === 0 ? mayBeStored(file, cache) : dead.has(file.blobId)) files.push(file);
      if (slice.hasElapsed()) await slice.pause();
    }
    for (let from = 0; from < files.length; from += FILES_A_BLOB) {
      if (!this.#write(cache, files.slice(from, from + FILES_A_BLOB))) return;
      if (slice.hasElapsed()) await slice.pause();
    }
    const blobs = [...dead];
    for (let from = 0; from < blobs.length; from += REMOVED_AT_ONCE) {
      const removed = blobs.slice(from, from + REMOVED_AT_ONCE);
      this.#blobs.remove(removed);
      for (const blob of removed) this.#sizes.delete(blob);
      if (slice.hasElapsed()) await slice.pause();
    }
    this.#savedChanges = changes;
  }

  /** Writes a blob. Returns false if the blob store fails. */
  #write(cache: ContentCache, files: readonly CachedFile[]): boolean {
    // A scan may have continued meanwhile.
    const stored = files.filter((file) => cache.isIndexed(file) && mayBeStored(file, cache));
    if (stored.length === 0) return true;
    this.#packer.begin();
    for (const { source, identity, mayRepeat } of stored) this.#packer.add({ source, identity, isLinked: mayRepeat });
    const packed = this.#packer.take();
    const paths = stored.map(({ path }) => path);
    const blob = this.#blobs.add(writeReadingBlob({ paths, packed, passwordState: cache.passwordState }));
    if (blob === undefined) return false;
    this.#sizes.set(blob, stored.length);
    for (const file of stored) file.blobId = blob;
    return true;
  }
}

/**
 * Returns whether a reading may be stored. Content that was opened with a password is never stored.
 * An unopened file is stored, so that the next start need not try to open it, unless the passwords
 * may have changed unnoticed.
 */
function mayBeStored(
  { isSettled, source }: CachedFile,
  { passwordState }: Pick<ContentCache, 'passwordState'>,
): boolean {
  if (!isSettled || source.kind !== 'content') return isSettled;
  const { tookPasswords, isOpened } = source.content;
  return !isOpened && (!tookPasswords || passwordState !== undefined);
}
