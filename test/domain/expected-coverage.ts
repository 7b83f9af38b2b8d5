import type { Inventory } from '../../src/domain/connector/inventory.ts';
import { DAY, type Instant } from '../../src/domain/time.ts';
import type { World } from './world.ts';

interface Size {
  accepted: number;
  shrunkSince: Instant | undefined;
  looks: number;
}

/**
 * What can be known of each scope, computed from the worlds alone and in another way than the product's: a store that was
 * read counts, unless a part of it is hidden, or it is empty all at once (a folder is believed at the second look, a glob
 * after a day).
 */
export class ExpectedCoverage {
  readonly #sizes: Map<string, Size> = new Map();
  #trusted: ReadonlySet<string> = new Set();
  /** What the inventory named when it was last seen. */
  named: Inventory = { connectors: [], stores: [] };
  inventorySeen = false;

  restart(): void {
    this.named = { connectors: [], stores: [] };
  }

  look(world: World): void {
    this.inventorySeen = !world.inventoryBlind;
    if (this.inventorySeen) {
      this.named = world;
      for (const name of this.#sizes.keys()) {
        if (!world.stores.some((store) => store.name === name)) this.#sizes.delete(name);
      }
    }
    const read = this.named.stores.filter(({ name }) => !world.blind.includes(name) && !world.unlooked.includes(name));
    this.#trusted = new Set(read.map(({ name }) => name).filter((name) => this.#isBelieved(name, world)));
  }

  of(scope: string): 'seen' | 'blind' | 'gone' {
    if (scope.startsWith('inventory:')) return this.inventorySeen ? 'seen' : 'blind';
    if (scope === 'store:*') return this.allStoresTrusted ? 'seen' : 'blind';
    const name = scope.slice('store:'.length);
    if (this.named.stores.some((store) => store.name === name)) return this.#trusted.has(name) ? 'seen' : 'blind';
    return this.inventorySeen ? 'gone' : 'blind';
  }

  get allStoresTrusted(): boolean {
    return this.named.stores.every(({ name, personal }) => !personal || this.#trusted.has(name));
  }

  #isBelieved(name: string, { certificates, globs, hidden, now }: World): boolean {
    if (hidden.some(({ store }) => store === name)) return false;
    const count = certificates.filter(({ store }) => store === name).length;
    const size = this.#sizes.get(name);
    const longShrunk = size?.shrunkSince !== undefined && now - size.shrunkSince >= DAY;
    if (size === undefined || count * 2 >= size.accepted || longShrunk) {
      this.#sizes.set(name, { accepted: count, shrunkSince: undefined, looks: 0 });
      return true;
    }
    size.shrunkSince ??= now;
    size.looks += 1;
    return count > 0 || (!globs.includes(name) && size.looks > 1);
  }
}
