import { causeOf } from '../../../domain/failure/cause-of.ts';
import { DIAGNOSTIC_FAILURES } from '../../../domain/failure/diagnostic-failures.ts';
import type { BlobStore } from '../../../work/ports/stores.ts';
import type { Diagnostics } from '../../../work/ports/system.ts';
import { TimeSlice } from '../walk/time-slice.ts';
import type { CachedFile } from './cached-file.ts';
import type { ContentCache } from './content-cache.ts';
import { Packer } from './packer.ts';
import { readReadingBlob, writeReadingBlob } from './reading-blob.ts';

/** The number of files per blob. A change of one file rewrites its blob. */
const FILES_PER_BLOB = 256;
/** The number of blobs removed at a time. */
const BLOBS_PER_REMOVAL = 8;

/**
 * Stores the contents of one store's files, in blobs of 256 files, and restores them in the next
 * process. A restored content is used only if the state of its file is still the same.
 */
export class StoredReadings {
  readonly #blobs: BlobStore;
  readonly #diagnostics: Diagnostics;
  readonly #saveDelayMs: number;
  readonly #stopSignal: AbortSignal;
  readonly #packer: Packer = new Packer();
  /** The number of files in each blob. */
  readonly #fileCounts: Map<number, number> = new Map();
  /**
   * Blobs that are not restored yet. The oldest is the last in the list, and is restored first, so
   * that the newest content of a file remains.
   */
  readonly #unrestoredBlobs: number[];
  /** The `changeCount` of the cache when it was last saved. */
  #savedChangeCount: number | undefined;
  #timer: NodeJS.Timeout | undefined;
  /** The cache with unsaved changes. */
  #unsavedCache: ContentCache | undefined;
  #saving: Promise<void> = Promise.resolve();

  /** @param stopSignal aborts saving, and prevents it from then on */
  constructor(blobs: BlobStore, diagnostics: Diagnostics, saveDelayMs: number, stopSignal: AbortSignal) {
    this.#blobs = blobs;
    this.#diagnostics = diagnostics;
    this.#saveDelayMs = saveDelayMs;
    this.#stopSignal = stopSignal;
    this.#unrestoredBlobs = [...blobs.ids()].reverse();
  }

  /**
   * Adds the contents that an earlier process stored to the cache, before its first scan. Later
   * calls do nothing. Rejects only with the reason of the signal.
   */
  async restore(cache: ContentCache, slice: TimeSlice): Promise<void> {
    for (let blob = this.#unrestoredBlobs.pop(); blob !== undefined; blob = this.#unrestoredBlobs.pop()) {
      const bytes = this.#blobs.read(blob);
      if (bytes !== undefined) this.#restoreBlob(cache, blob, bytes);
      if (slice.hasElapsed()) await slice.pause();
    }
  }

  /** Saves the changes of a scan in the background, `saveDelayMs` later. */
  saveSoon(cache: ContentCache): void {
    if (cache.changeCount === this.#savedChangeCount || this.#stopSignal.aborted) return;
    this.#unsavedCache = cache;
    this.#timer ??= setTimeout(() => void this.finish(), this.#saveDelayMs).unref();
  }

  /** Saves the changes now. Resolves when they are saved or saving has failed; never rejects. */
  finish(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const cache = this.#unsavedCache;
    this.#unsavedCache = undefined;
    if (cache !== undefined) this.#saving = this.#saving.then(() => this.#save(cache));
    return this.#saving;
  }

  #restoreBlob(cache: ContentCache, blob: number, bytes: Uint8Array): void {
    try {
      const read = readReadingBlob(bytes);
      cache.restore(read, blob);
      this.#fileCounts.set(blob, read.paths.length);
    } catch {
      // The blob is damaged. Its files are read again.
      this.#blobs.remove([blob]);
    }
  }

  async #save(cache: ContentCache): Promise<void> {
    try {
      await this.#saveChanges(cache, new TimeSlice(this.#stopSignal));
    } catch (error) {
      if (this.#stopSignal.aborted) return;
      this.#diagnostics.note('warning', DIAGNOSTIC_FAILURES.certificate_cache_not_saved({ cause: causeOf(error) }));
    }
  }

  /**
   * Writes new blobs, with the new and changed files and the unchanged files of replaced blobs.
   * Then removes the replaced blobs, so that an abort loses nothing. If the blob store fails,
   * returns early, and the next call saves the changes.
   */
  async #saveChanges(cache: ContentCache, slice: TimeSlice): Promise<void> {
    const { changeCount } = cache;
    const replacedBlobs = await this.#findReplacedBlobs(cache, slice);
    const files: CachedFile[] = [];
    for (const file of await cache.listFiles(slice)) {
      if (file.blobId === 0 ? mayStore(file, cache) : replacedBlobs.has(file.blobId)) files.push(file);
      if (slice.hasElapsed()) await slice.pause();
    }
    for (let from = 0; from < files.length; from += FILES_PER_BLOB) {
      if (!this.#writeBlob(cache, files.slice(from, from + FILES_PER_BLOB))) return;
      if (slice.hasElapsed()) await slice.pause();
    }
    await this.#removeBlobs([...replacedBlobs], slice);
    this.#savedChangeCount = changeCount;
  }

  /** Returns the blobs in which a file has changed or was removed, and small blobs. */
  async #findReplacedBlobs(cache: ContentCache, slice: TimeSlice): Promise<ReadonlySet<number>> {
    const currentFileCounts = new Map<number, number>();
    for (const { blobId } of await cache.listFiles(slice)) {
      if (blobId !== 0) currentFileCounts.set(blobId, (currentFileCounts.get(blobId) ?? 0) + 1);
      if (slice.hasElapsed()) await slice.pause();
    }
    const replacedBlobs = new Set<number>();
    for (const [blob, fileCount] of this.#fileCounts) {
      // Small blobs are merged; otherwise each new file would leave a separate blob.
      if (currentFileCounts.get(blob) !== fileCount || fileCount < FILES_PER_BLOB / 2) replacedBlobs.add(blob);
    }
    return replacedBlobs;
  }

  async #removeBlobs(blobs: readonly number[], slice: TimeSlice): Promise<void> {
    for (let from = 0; from < blobs.length; from += BLOBS_PER_REMOVAL) {
      const removed = blobs.slice(from, from + BLOBS_PER_REMOVAL);
      this.#blobs.remove(removed);
      for (const blob of removed) this.#fileCounts.delete(blob);
      if (slice.hasElapsed()) await slice.pause();
    }
  }

  /** Writes a blob. Returns false if the blob store fails. */
  #writeBlob(cache: ContentCache, files: readonly CachedFile[]): boolean {
    // A scan may have changed the cache meanwhile.
    const stored = files.filter((file) => cache.isIndexed(file) && mayStore(file, cache));
    if (stored.length === 0) return true;
    this.#packer.begin();
    for (const { source, state, mayHaveOtherPaths } of stored) this.#packer.add({ source, state, mayHaveOtherPaths });
    const packed = this.#packer.take();
    const paths = stored.map(({ path }) => path);
    const blob = this.#blobs.add(writeReadingBlob({ paths, packed, passwordState: cache.passwordState }));
    if (blob === undefined) return false;
    this.#fileCounts.set(blob, stored.length);
    for (const file of stored) file.blobId = blob;
    return true;
  }
}

/**
 * Returns whether the content of a file may be stored. Content that was opened with a password is
 * never stored. A file that no password opened is stored, so that the next process does not try
 * again. This requires a state of the password files that shows every change of them.
 */
function mayStore(
  { isStateReliable, source }: CachedFile,
  { passwordState }: Pick<ContentCache, 'passwordState'>,
): boolean {
  if (!isStateReliable) return false;
  if (source.kind !== 'content') return true;
  const { dependsOnPasswords, wasOpenedWithPassword } = source.content;
  return !wasOpenedWithPassword && (!dependsOnPasswords || passwordState !== undefined);
}
