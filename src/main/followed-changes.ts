import type { CertificateStore, InventorySource } from '../work/ports/stores.ts';

/** What tells that something of it may have changed. */
type Watched = Pick<CertificateStore, 'name'> & { watch(hint: () => void): Disposable };

/** Watches what passes look at: which stores these are may be another thing after each. */
export class FollowedChanges implements Disposable {
  readonly #hint: () => void;
  readonly #watches: Map<Watched, Disposable> = new Map();
  #isOver = false;

  constructor(hint: () => void) {
    this.#hint = hint;
  }

  /** These, and no others any more; one that is watched already goes on being watched. */
  follow(stores: readonly CertificateStore[], inventories: readonly InventorySource[]): void {
    // A pass that was under way when another configuration came says no more what is watched.
    if (!this.#isOver) this.#watch(new Set<Watched>([...stores, ...inventories.filter(isWatched)]));
  }

  [Symbol.dispose](): void {
    this.#isOver = true;
    this.#watch(new Set());
  }

  #watch(wanted: ReadonlySet<Watched>): void {
    for (const [each, watch] of this.#watches) {
      if (wanted.has(each)) continue;
      watch[Symbol.dispose]();
      this.#watches.delete(each);
    }
    for (const each of wanted) if (!this.#watches.has(each)) this.#watches.set(each, each.watch(this.#hint));
  }
}

function isWatched(source: InventorySource): source is InventorySource & Watched {
  return source.watch !== undefined;
}
