import type { InventorySource } from '../ports/stores.ts';

/**
 * A source of a scan (a store, an inventory or a trust file) that calls `hint` after possible
 * changes.
 */
interface WatchableSource {
  watch(hint: () => void): Disposable;
}

/**
 * The watches on the sources of scans, which call `hint` when a scan should follow. The set of
 * sources can change with each scan.
 */
export class SourceWatches implements Disposable {
  readonly #hint: () => void;
  readonly #watches: Map<WatchableSource, Disposable> = new Map();
  #isDisposed = false;

  constructor(hint: () => void) {
    this.#hint = hint;
  }

  /** Watches these sources and no others. Existing watches on the same sources continue. */
  follow(sources: readonly WatchableSource[], inventories: readonly InventorySource[]): void {
    // After a reload, a scan under the previous configuration must not add watches.
    if (!this.#isDisposed) this.#watch(new Set<WatchableSource>([...sources, ...inventories.filter(isWatchable)]));
  }

  [Symbol.dispose](): void {
    this.#isDisposed = true;
    this.#watch(new Set());
  }

  #watch(sources: ReadonlySet<WatchableSource>): void {
    for (const [source, watch] of this.#watches) {
      if (sources.has(source)) continue;
      watch[Symbol.dispose]();
      this.#watches.delete(source);
    }
    for (const source of sources) {
      if (!this.#watches.has(source)) this.#watches.set(source, source.watch(this.#hint));
    }
  }
}

function isWatchable(source: InventorySource): source is InventorySource & WatchableSource {
  return source.watch !== undefined;
}
