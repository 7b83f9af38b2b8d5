import { namesOf } from '../../src/domain/certificate/certificate.ts';
import { matchDnsName } from '../../src/domain/certificate/dns-name.ts';
import { isFileStore, storesOf } from '../../src/domain/connector/certificate-file.ts';
import type { Inventory } from '../../src/domain/connector/inventory.ts';
import { DAY, type Instant } from '../../src/domain/time.ts';
import type { World } from './world.ts';

interface Size {
  accepted: number;
  shrunkSince: Instant | undefined;
  looks: number;
}

/**
 * Returns the coverage of each scope, computed only from the worlds and differently from the program:
 * a store that was read counts, unless a part of it is hidden, or it is suddenly empty (a directory
 * is accepted as empty at the second scan, a glob after a day).
 */
export class ExpectedCoverage {
  readonly #sizes: Map<string, Size> = new Map();
  #trusted: ReadonlySet<string> = new Set();
  /** Stores that were read in this pass, whole. */
  #read: ReadonlySet<string> = new Set();
  /** By store, the names of what could be presented of it when it was last seen to hold anything. */
  readonly #held: Map<string, readonly string[]> = new Map();
  /** Connectors of which every address was spoken to since the pass before. */
  #probed: ReadonlySet<string> = new Set();
  /** The content of the inventory when it was last available. */
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
    this.#probed = new Set(
      [...world.endpoints].flatMap(([name, look]) => {
        const isSpokenTo = look.kind === 'seen' && look.value.every(({ conversation }) => conversation.kind === 'seen');
        return isSpokenTo ? [name] : [];
      }),
    );
    const read = storesOf(this.named).filter(
      ({ name }) => !world.blind.includes(name) && !world.unlooked.includes(name),
    );
    const whole = read.filter(({ name }) => !world.hidden.some(({ store }) => store === name));
    this.#read = new Set(whole.map(({ name }) => name));
    for (const name of this.#read) {
      const inIt = world.certificates.filter(({ store }) => store === name);
      // Without its key it was never presented.
      const usable = inIt.filter(({ key }) => key.kind === 'matches' || key.kind === 'unreadable');
      const names = usable.flatMap(({ certificate }) => namesOf(certificate));
      if (inIt.length > 0) this.#held.set(name, names);
    }
    this.#trusted = new Set(read.map(({ name }) => name).filter((name) => this.#isBelieved(name, world)));
  }

  of(scope: string): 'seen' | 'blind' | 'gone' {
    if (scope.startsWith('inventory:')) return this.inventorySeen ? 'seen' : 'blind';
    if (scope === 'store:*') return this.allStoresTrusted ? 'seen' : 'blind';
    if (scope.startsWith('probe:')) {
      const name = scope.slice('probe:'.length);
      if (this.isProbed(name)) return this.#probed.has(name) ? 'seen' : 'blind';
      return this.inventorySeen ? 'gone' : 'blind';
    }
    const name = scope.slice('store:'.length);
    if (storesOf(this.named).some((store) => store.name === name)) return this.#trusted.has(name) ? 'seen' : 'blind';
    return this.inventorySeen ? 'gone' : 'blind';
  }

  /** Whether a connector is configured and probed. */
  isProbed(name: string): boolean {
    return this.named.connectors.some(
      (each) => each.name === name && each.enabled && each.starttls && each.probe !== undefined,
    );
  }

  /** Whether all connectors to probe were probed. */
  get allProbesSeen(): boolean {
    return this.named.connectors.every(({ name }) => !this.isProbed(name) || this.#probed.has(name));
  }

  /** Whether a store that is not trusted may hold a certificate for a name: it cannot be read, or one that could be presented of it carried that name. */
  mayHide(fqdn: string): boolean {
    return this.named.stores.some(
      ({ name, personal }) =>
        personal &&
        !this.#trusted.has(name) &&
        (!this.#read.has(name) || (this.#held.get(name) ?? []).some((held) => matchDnsName(held, fqdn) !== undefined)),
    );
  }

  get allStoresTrusted(): boolean {
    return this.named.stores.every(({ name, personal }) => !personal || this.#trusted.has(name));
  }

  #isBelieved(name: string, { certificates, globs, hidden, now }: World): boolean {
    if (hidden.some(({ store }) => store === name)) return false;
    if (isFileStore(name)) return true;
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
