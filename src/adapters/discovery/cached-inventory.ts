import { isDeepStrictEqual } from 'node:util';
import type { StoreDefinition } from '../../domain/connector/connector.ts';
import type { Inventory } from '../../domain/connector/inventory.ts';
import { type AvailableResult, type ScanResult, unavailable } from '../../domain/scan-result.ts';
import type { CertificateStore, InventorySource, ScanScope } from '../../work/ports/stores.ts';
import { SettingsState } from './settings-state.ts';
import { SettingsWatch } from './settings-watch.ts';

/** Settings that changed more recently than this may be incomplete, ms. */
const SETTLED_AFTER_MS = 2000;
/** Settings that change all the time are read after this time, ms. */
const UNSETTLED_AT_MOST_MS = 30_000;

/**
 * Returns the new result of a scan. If the tool or the settings of a known server are missing, the
 * server may be in the middle of an update. The inventory is then unavailable, and its last content
 * is kept until the configuration is reloaded.
 */
function gone(previous: AvailableResult<Inventory> | undefined, fresh: ScanResult<Inventory>): ScanResult<Inventory> {
  const isNothing = ({ connectors, stores }: Inventory): boolean => connectors.length + stores.length === 0;
  if (previous === undefined || isNothing(previous.value) || fresh.kind === 'unavailable' || !isNothing(fresh.value))
    return fresh;
  const problem = fresh.problems.find(({ reason }) => reason === 'not_installed' || reason === 'not_configured');
  return problem === undefined ? fresh : unavailable(fresh.at, problem);
}

class KeptInventory implements InventorySource {
  readonly name: string;
  readonly #source: InventorySource;
  readonly #settlesAfterMs: number;
  readonly #unsettledAtMostMs: number;
  readonly #state: SettingsState = new SettingsState();
  readonly #watches: Map<SettingsWatch, () => void> = new Map();
  #timer: NodeJS.Timeout | undefined;
  #last: AvailableResult<Inventory> | undefined;
  /** The state of the files when they were read; undefined if they changed meanwhile. */
  #identity: string | undefined;
  /** Since when the files have been changing, without being settled, on the monotonic clock, ms. */
  #unsettledSinceMs: number | undefined;

  constructor(source: InventorySource, settlesAfterMs: number, unsettledAtMostMs: number) {
    this.name = source.name;
    this.#source = source;
    this.#settlesAfterMs = settlesAfterMs;
    this.#unsettledAtMostMs = unsettledAtMostMs;
  }

  async read(signal: AbortSignal, scope: ScanScope = 'full'): Promise<ScanResult<Inventory>> {
    const previous = this.#last;
    const startedAt = Date.now();
    if (previous !== undefined) {
      const { identity, changedAt } = await this.#state.read(previous.value.readFrom ?? []);
      const isSame = identity === this.#identity;
      const isSettled = isSame || Math.abs(startedAt - changedAt) >= this.#settlesAfterMs;
      this.#unsettledSinceMs = isSettled ? undefined : (this.#unsettledSinceMs ?? performance.now());
      if (isSame && scope === 'changed') return previous;
      // Files that are being written are incomplete. They are read after they have settled.
      if (performance.now() - (this.#unsettledSinceMs ?? Number.NEGATIVE_INFINITY) < this.#unsettledAtMostMs) {
        this.#hintLater();
        return { ...previous, value: { ...previous.value, isUnsettled: true } };
      }
    }
    const fresh = gone(previous, await this.#source.read(signal));
    if (fresh.kind === 'unavailable') {
      this.#identity = undefined;
      return fresh;
    }
    const { readFrom = [] } = fresh.value;
    const { identity, digest, changedAt } = await this.#state.read(readFrom);
    this.#identity = changedAt < startedAt ? identity : undefined;
    const isKnown = this.#identity !== undefined && digest !== undefined;
    const found = isKnown ? { ...fresh.value, identity: digest } : fresh.value;
    const value = isDeepStrictEqual(previous?.value, found) && previous ? previous.value : found;
    this.#last = { ...fresh, value };
    for (const watch of this.#watches.keys()) watch.follow(readFrom);
    return this.#last;
  }

  storeOf(definition: StoreDefinition): CertificateStore | undefined {
    return this.#source.storeOf?.(definition);
  }

  watch(hint: () => void): Disposable {
    const watch: SettingsWatch = new SettingsWatch(async () => {
      // Files that were written with the same content need no scan.
      if ((await this.#isChanged()) && this.#watches.has(watch)) hint();
    });
    watch.follow(this.#last?.value.readFrom ?? []);
    this.#watches.set(watch, hint);
    return {
      [Symbol.dispose]: () => {
        this.#watches.delete(watch);
        watch[Symbol.dispose]();
        if (this.#watches.size === 0) clearTimeout(this.#timer);
      },
    };
  }

  async #isChanged(): Promise<boolean> {
    const { identity } = await this.#state.read(this.#last?.value.readFrom ?? []);
    return identity !== this.#identity;
  }

  /** This scan may have been caused by the hint about this change, so another hint follows. */
  #hintLater(): void {
    clearTimeout(this.#timer);
    if (this.#watches.size === 0) return;
    this.#timer = setTimeout(() => {
      for (const hint of this.#watches.values()) hint();
    }, this.#settlesAfterMs);
    this.#timer.unref();
  }
}

/**
 * Caches an inventory that is read from files. Its tools run again when the content of a file has
 * changed, and in every full scan. The inventory object stays the same while its content does.
 */
export function cachedInventory(
  source: InventorySource,
  settlesAfterMs: number = SETTLED_AFTER_MS,
  unsettledAtMostMs: number = UNSETTLED_AT_MOST_MS,
): InventorySource {
  return new KeptInventory(source, settlesAfterMs, unsettledAtMostMs);
}
