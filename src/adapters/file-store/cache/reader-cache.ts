import { setTimeout } from 'node:timers/promises';
import type { StoreDefinition } from '../../../domain/connector/connector.ts';
import type { BlobStores } from '../../../work/ports/stores.ts';
import type { Diagnostics } from '../../../work/ports/system.ts';
import { StoredReadings } from './stored-readings.ts';

/** The delay before saving, ms. Scans often follow each other, and are then saved together. */
const SAVES_AFTER_MS = 1000;

/**
 * Stores the readings of all stores for the next process, so that it does not read unchanged files
 * again.
 */
export class ReaderCache {
  readonly #blobStores: BlobStores;
  readonly #diagnostics: Diagnostics;
  readonly #savesAfterMs: number;
  readonly #ending: AbortController = new AbortController();
  readonly #stores: Map<string, StoredReadings> = new Map();

  constructor(blobStores: BlobStores, diagnostics: Diagnostics, savesAfterMs: number = SAVES_AFTER_MS) {
    this.#blobStores = blobStores;
    this.#diagnostics = diagnostics;
    this.#savesAfterMs = savesAfterMs;
  }

  /**
   * Returns the stored readings of one store, for its reader. An earlier reader of the same store
   * saves nothing from then on.
   */
  storedReadingsOf({ name, path, passwordFiles = [] }: StoreDefinition): StoredReadings {
    const owner = JSON.stringify([name, path, passwordFiles]);
    const blobs = this.#blobStores.take(owner);
    const readings = new StoredReadings(blobs, this.#diagnostics, this.#savesAfterMs, this.#ending.signal);
    this.#stores.set(owner, readings);
    return readings;
  }

  /**
   * Saves the remaining changes. Saving that takes longer than `withinMs` is aborted. Nothing is
   * saved afterwards.
   */
  async finish(withinMs: number): Promise<void> {
    const saved = Promise.all([...this.#stores.values()].map((readings) => readings.finish()));
    const enough = new AbortController();
    const waited = setTimeout(withinMs, undefined, { signal: enough.signal }).catch(() => undefined);
    await Promise.race([saved, waited]);
    enough.abort();
    this.#ending.abort();
    await saved;
  }
}
