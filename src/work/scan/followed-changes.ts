import type { InventorySource } from '../ports/stores.ts';

/** Source that can notify of possible changes. */
interface Watched {
  watch(hint: () => void): Disposable;
}

/** Watches on the sources of scans. Each scan may change which these are. */
export class FollowedChanges implements Disposable {
  readonly #hint: () => void;
  readonly #watches: Map<Watched, Disposable> = new Map();
  #isFinished = false;

  constructor(hint: () => void) {
    this.#hint = hint;
  }

  /** Watches exactly these. Watches on the same sources continue. */
  follow(sources: readonly Watched[], inventories: readonly InventorySource[]): void {
    // After a reload, a scan under the previous configuration must not add watches.
    if (!this.#isFinished) this.#watch(new Set<Watched>([...sources, ...inventories.filter(isWatched)]));
  }

  [Symbol.dispose](): void {
    this.#isFinished = true;
    this.#watch(new Set());
  }

  #watch(sources: ReadonlySet<Watched>): void {
    for (const [each, watch] of this.#watches) {
      if (sources.has(each)) continue;
      watch[Symbol.dispose]();
      this.#watches.delete(each);
    }
    for (const each of sources) if (!this.#watches.has(each)) this.#watches.set(each, each.watch(this.#hint));
  }
}

function isWatched(source: InventorySource): source is InventorySource & Watched {
  return source.watch !== undefined;
}
