import { searchedStorePredicate } from '../../domain/assessment/selection-contexts.ts';
import { coverageOf } from '../../domain/observation/coverage.ts';
import { definedStores } from '../../domain/observation/defined-stores.ts';
import type { StoreHistory } from '../../domain/observation/memory.ts';
import type { Removal } from '../../domain/store-change/removal.ts';
import {
  compareHistory,
  firstHistory,
  type ScannedStore,
  type StoreHistoryChange,
} from '../../domain/store-change/store-history.ts';
import type { Trash } from '../ports/stores.ts';
import type { IndexedObservation } from './scan-all.ts';

/**
 * Finds what commands have changed in the personal store, the only store that mailcertd writes to,
 * so that one scan can report it. The scanned contents are compared with the baseline: the history
 * (the contents that were reported already) that the previous scan has stored.
 */
export class StoreChangeLog {
  readonly #store: string | undefined;
  readonly #trash: Trash;
  readonly #storedHistory: StoreHistory | undefined;
  /** undefined if nothing was stored yet. Replaced if the path of the store changes. */
  #baseline: StoreHistory | undefined;

  /**
   * @param store the name of the personal store; undefined if there is none
   * @param storedHistory the history from the previous scan
   */
  constructor(store: string | undefined, trash: Trash, storedHistory: StoreHistory | undefined) {
    this.#store = store;
    this.#trash = trash;
    this.#storedHistory = storedHistory;
    this.#baseline = storedHistory;
  }

  /**
   * Makes the contents the baseline if the store has no history yet. Changes that the scan itself
   * makes later are then reported.
   */
  async takeBaseline(indexed: IndexedObservation): Promise<void> {
    const scanned = await this.#scannedStore(indexed);
    if (scanned === undefined) return;
    if (this.#baseline?.path !== scanned.path) this.#baseline = firstHistory(scanned);
  }

  /**
   * Makes the next scanned contents the baseline, so that they are not reported. The caller reports
   * them with a record of its own.
   */
  restartFromNextContents(): void {
    this.#baseline = undefined;
  }

  /**
   * Returns the changes since the baseline, and the history for the next scan. If there is no
   * baseline yet, these contents become the baseline, and there are no changes.
   */
  async changesSinceBaseline(
    indexed: IndexedObservation,
  ): Promise<{ readonly changes: readonly StoreHistoryChange[]; readonly storeHistory: StoreHistory | undefined }> {
    await this.takeBaseline(indexed);
    const scanned = this.#baseline && (await this.#scannedStore(indexed));
    // The store is unavailable, or was never read completely, so its history stays as it was.
    if (this.#baseline === undefined || scanned === undefined)
      return { changes: [], storeHistory: this.#baseline ?? this.#storedHistory };
    const { changes, after } = compareHistory(this.#baseline, scanned);
    return { changes, storeHistory: after };
  }

  /** Returns the scanned store; undefined if it is unavailable, or if there is none. */
  async #scannedStore({ observation, index }: IndexedObservation): Promise<ScannedStore | undefined> {
    const store = this.#store;
    if (store === undefined) return undefined;
    const definition = definedStores(observation).find(({ name }) => name === store);
    const result = observation.stores.get(store);
    if (definition === undefined || result?.kind !== 'available') return undefined;
    const { internalTransport: internal, now } = observation;
    const recordedThumbprint = internal.source === 'recorded' ? internal.thumbprint : undefined;
    const isSetByConfiguration = internal.source === 'configured' || internal.source === 'none';
    const isSearched = searchedStorePredicate(observation);
    const trash = await this.#trash.names();
    return {
      now,
      path: definition.path,
      snapshot: result.value,
      isComplete: coverageOf(observation)(`store:${store}`) === 'available',
      contains: (id) =>
        index.withThumbprint(id).some((each) => each.store === store) ||
        (result.value.requests ?? []).some(({ request }) => request.sha256Fingerprint === id),
      internalThumbprint: isSetByConfiguration ? 'unknown' : recordedThumbprint,
      recordedCertificate:
        recordedThumbprint === undefined
          ? undefined
          : index.withThumbprint(recordedThumbprint).find((each) => isSearched(each.store)),
      trash,
      removals: await this.#removals(trash ?? []),
    };
  }

  /**
   * Returns the removals that the baseline does not contain, by the name of their directory in the
   * trash.
   */
  async #removals(names: readonly string[]): Promise<ReadonlyMap<string, Removal>> {
    const knownRemovals = this.#baseline?.removals;
    const newRemovals = new Map<string, Removal>();
    if (knownRemovals === undefined) return newRemovals;
    for (const name of names) {
      const removal = knownRemovals.has(name) ? undefined : await this.#trash.removal(name);
      if (removal !== undefined) newRemovals.set(name, removal);
    }
    return newRemovals;
  }
}
