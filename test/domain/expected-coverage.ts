import { namesOf } from '../../src/domain/certificate/certificate.ts';
import { matchDnsName } from '../../src/domain/certificate/dns-name.ts';
import { isConnectorFile, storesOf } from '../../src/domain/connector/certificate-file.ts';
import type { Inventory } from '../../src/domain/connector/inventory.ts';
import { DAY, type Instant } from '../../src/domain/time.ts';
import type { World } from './world.ts';

/** The size of a store, as `StoreSize` of the program. */
interface Size {
  accepted: number;
  shrunkSince: Instant | undefined;
  scans: number;
}

/**
 * The expected coverage of each scope, computed from the worlds only and in another way than the
 * program does. A store that was read is trusted, unless a part of it is hidden or it is suddenly
 * empty. An empty directory is trusted from the second scan on, an empty glob after a day.
 */
export class ExpectedCoverage {
  readonly #sizes: Map<string, Size> = new Map();
  #trusted: ReadonlySet<string> = new Set();
  /** Stores that were read completely in this scan. */
  #read: ReadonlySet<string> = new Set();
  /** By store: the names of its certificates with a key, when the store was last not empty. */
  readonly #held: Map<string, readonly string[]> = new Map();
  /** Connectors of which every address answered in the latest probe. */
  #probed: ReadonlySet<string> = new Set();
  /** The inventory when it was last available. */
  named: Inventory = { connectors: [], stores: [] };
  inventorySeen = false;

  restart(): void {
    this.named = { connectors: [], stores: [] };
  }

  scan(world: World): void {
    this.inventorySeen = !world.isInventoryUnavailable;
    if (this.inventorySeen) {
      this.named = world;
      for (const name of this.#sizes.keys()) {
        if (!world.stores.some((store) => store.name === name)) this.#sizes.delete(name);
      }
    }
    this.#probed = new Set(
      [...world.endpoints].flatMap(([name, result]) => {
        const isSpokenTo =
          result.kind === 'available' && result.value.every(({ conversation }) => conversation.kind === 'available');
        return isSpokenTo ? [name] : [];
      }),
    );
    const read = storesOf(this.named).filter(
      ({ name }) => !world.unavailable.includes(name) && !world.unscanned.includes(name),
    );
    const whole = read.filter(({ name }) => !world.hidden.some(({ store }) => store === name));
    this.#read = new Set(whole.map(({ name }) => name));
    for (const name of this.#read) {
      const inIt = world.certificates.filter(({ store }) => store === name);
      // A certificate without its key was never selected.
      const usable = inIt.filter(({ key }) => key.kind === 'matches' || key.kind === 'unreadable');
      const names = usable.flatMap(({ certificate }) => namesOf(certificate));
      if (inIt.length > 0) this.#held.set(name, names);
    }
    this.#trusted = new Set(read.map(({ name }) => name).filter((name) => this.#isBelieved(name, world)));
  }

  /** Returns the expected coverage of a scope. */
  of(scope: string): 'available' | 'unavailable' | 'gone' {
    if (scope.startsWith('inventory:')) return this.inventorySeen ? 'available' : 'unavailable';
    if (scope === 'store:*') return this.allStoresTrusted ? 'available' : 'unavailable';
    if (scope.startsWith('probe:')) {
      const name = scope.slice('probe:'.length);
      if (this.isProbed(name)) return this.#probed.has(name) ? 'available' : 'unavailable';
      return this.inventorySeen ? 'gone' : 'unavailable';
    }
    const name = scope.slice('store:'.length);
    if (storesOf(this.named).some((store) => store.name === name))
      return this.#trusted.has(name) ? 'available' : 'unavailable';
    return this.inventorySeen ? 'gone' : 'unavailable';
  }

  /** Returns whether a connector is configured and probed. */
  isProbed(name: string): boolean {
    return this.named.connectors.some(
      (each) => each.name === name && each.enabled && each.starttls && each.probe !== undefined,
    );
  }

  /** True if every address of every probed connector answered. */
  get allProbesSeen(): boolean {
    return this.named.connectors.every(({ name }) => !this.isProbed(name) || this.#probed.has(name));
  }

  /**
   * Returns whether a store that is not trusted may contain a certificate for a name. Either the
   * store cannot be read, or a certificate that it contained matched the name.
   */
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
    if (isConnectorFile(name)) return true;
    const count = certificates.filter(({ store }) => store === name).length;
    const size = this.#sizes.get(name);
    const longShrunk = size?.shrunkSince !== undefined && now - size.shrunkSince >= DAY;
    if (size === undefined || count * 2 >= size.accepted || longShrunk) {
      this.#sizes.set(name, { accepted: count, shrunkSince: undefined, scans: 0 });
      return true;
    }
    size.shrunkSince ??= now;
    size.scans += 1;
    return count > 0 || (!globs.includes(name) && size.scans > 1);
  }
}
