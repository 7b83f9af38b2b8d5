import { setTimeout } from 'node:timers/promises';
import type { StoreDefinition } from '../../../domain/connector/connector.ts';
import type { BlobStores } from '../../../work/ports/stores.ts';
import type { Diagnostics } from '../../../work/ports/system.ts';
import { StoreReadings } from './store-readings.ts';

/** A look is often followed by another: both are saved in one go, ms. */
const SAVES_AFTER_MS = 1000;

/** What the readers of all stores keep for the next process, so that it does not read again what has not changed. */
export class ReaderCache {
  readonly #shelves: BlobStores;
  readonly #diagnostics: Diagnostics;
  readonly #savesAfterMs: number;
  readonly #ending: AbortController = new AbortController();
  readonly #stores: Map<string, StoreReadings> = new Map();

  constructor(shelves: BlobStores, diagnostics: Diagnostics, savesAfterMs: number = SAVES_AFTER_MS) {
    this.#shelves = shelves;
    this.#diagnostics = diagnostics;
    this.#savesAfterMs = savesAfterMs;
  }

  /** What is kept of one store, for its one reader; an earlier reader of the same keeps nothing from now on. */
  of({ name, path, passwordFiles = [] }: StoreDefinition): StoreReadings {
    const owner = JSON.stringify([name, path, passwordFiles]);
    const shelf = this.#shelves.take(owner);
    const readings = new StoreReadings(shelf, this.#diagnostics, this.#savesAfterMs, this.#ending.signal);
    this.#stores.set(owner, readings);
    return readings;
  }

  /** Saves what is still to be saved; what is not done within `withinMs` is given up. Nothing is saved afterwards. */
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
