import { setTimeout } from 'node:timers/promises';
import type { StoreDefinition } from '../../../domain/connector/connector.ts';
import type { BlobStores } from '../../../work/ports/stores.ts';
import type { Diagnostics } from '../../../work/ports/system.ts';
import { StoredReadings } from './stored-readings.ts';

/** The delay before saving, ms. Scans often follow each other, and are then saved together. */
const SAVE_DELAY_MS = 1000;

/**
 * Stores the contents of the files of all stores for the next process, so that it does not read
 * unchanged files again.
 */
export class ReaderCache {
  readonly #blobStores: BlobStores;
  readonly #diagnostics: Diagnostics;
  readonly #saveDelayMs: number;
  readonly #stopSaving: AbortController = new AbortController();
  readonly #stores: Map<string, StoredReadings> = new Map();

  constructor(blobStores: BlobStores, diagnostics: Diagnostics, saveDelayMs: number = SAVE_DELAY_MS) {
    this.#blobStores = blobStores;
    this.#diagnostics = diagnostics;
    this.#saveDelayMs = saveDelayMs;
  }

  /**
   * Returns the stored contents of one store, for its `StoreReader`. The results of earlier calls
   * for the same store save nothing from then on.
   */
  storedReadingsOf({ name, path, passwordFiles = [] }: StoreDefinition): StoredReadings {
    const blobOwner = JSON.stringify([name, path, passwordFiles]);
    const blobs = this.#blobStores.take(blobOwner);
    const readings = new StoredReadings(blobs, this.#diagnostics, this.#saveDelayMs, this.#stopSaving.signal);
    this.#stores.set(blobOwner, readings);
    return readings;
  }

  /** Saves the remaining changes, and aborts after `maxWaitMs`. Nothing is saved afterwards. */
  async finish(maxWaitMs: number): Promise<void> {
    const allSaved = Promise.all([...this.#stores.values()].map((readings) => readings.finish()));
    const timerControl = new AbortController();
    const timeout = setTimeout(maxWaitMs, undefined, { signal: timerControl.signal }).catch(() => undefined);
    await Promise.race([allSaved, timeout]);
    timerControl.abort();
    // Saving that is still in progress ends at its next pause.
    this.#stopSaving.abort();
    await allSaved;
  }
}
