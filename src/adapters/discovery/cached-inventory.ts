import { isDeepStrictEqual } from 'node:util';
import type { StoreDefinition } from '../../domain/connector/connector.ts';
import type { Inventory } from '../../domain/connector/inventory.ts';
import { type AvailableResult, type ScanResult, unavailable } from '../../domain/scan-result.ts';
import type { CertificateStore, InventorySource, ScanScope } from '../../work/ports/stores.ts';
import { SettingsState } from './settings-state.ts';
import { SettingsWatch } from './settings-watch.ts';

/** Settings that changed more recently than this may be incomplete, ms. */
const SETTLE_MS = 2000;
/** Settings that change all the time are read after this time, ms. */
const MAX_UNSETTLED_MS = 30_000;

/**
 * Returns the new result of a scan. If the tool or the settings of a known server are missing, the
 * server may be in the middle of an update. The inventory is then unavailable, and its last content
 * is kept until the configuration is reloaded.
 */
function keepDuringUpdate(
  previous: AvailableResult<Inventory> | undefined,
  fresh: ScanResult<Inventory>,
): ScanResult<Inventory> {
  const isEmpty = ({ connectors, stores }: Inventory): boolean => connectors.length + stores.length === 0;
  if (previous === undefined || isEmpty(previous.value) || fresh.kind === 'unavailable' || !isEmpty(fresh.value))
    return fresh;
  const problem = fresh.problems.find(({ reason }) => reason === 'not_installed' || reason === 'not_configured');
  return problem === undefined ? fresh : unavailable(fresh.at, problem);
}

class CachedInventory implements InventorySource {
  readonly name: string;
  readonly #source: InventorySource;
  readonly #settleMs: number;
  readonly #maxUnsettledMs: number;
  readonly #state: SettingsState = new SettingsState();
  readonly #watches: Map<SettingsWatch, () => void> = new Map();
  #timer: NodeJS.Timeout | undefined;
  #lastResult: AvailableResult<Inventory> | undefined;
  /** The state of the files when they were read; undefined if they changed meanwhile. */
  #identity: string | undefined;
  /** Since when the files have been changing, without being settled, on the monotonic clock, ms. */
  #unsettledSinceMs: number | undefined;

  constructor(source: InventorySource, settleMs: number, maxUnsettledMs: number) {
    this.name = source.name;
    this.#source = source;
    this.#settleMs = settleMs;
    this.#maxUnsettledMs = maxUnsettledMs;
  }

  async read(signal: AbortSignal, scope: ScanScope = 'full'): Promise<ScanResult<Inventory>> {
    const previous = this.#lastResult;
    const startedAt = Date.now();
    if (previous !== undefined) {
      const { identity, changedAt } = await this.#state.read(previous.value.readFrom ?? []);
      const isSame = identity === this.#identity;
      const isSettled = isSame || Math.abs(startedAt - changedAt) >= this.#settleMs;
      this.#unsettledSinceMs = isSettled ? undefined : (this.#unsettledSinceMs ?? performance.now());
      if (isSame && scope === 'changed') return previous;
      // Files that are being written are incomplete. They are read after they have settled.
      if (performance.now() - (this.#unsettledSinceMs ?? Number.NEGATIVE_INFINITY) < this.#maxUnsettledMs) {
        this.#scheduleHint();
        return { ...previous, value: { ...previous.value, isUnsettled: true } };
      }
    }
    const fresh = keepDuringUpdate(previous, await this.#source.read(signal));
    if (fresh.kind === 'unavailable') {
      this.#identity = undefined;
      return fresh;
    }
    const { readFrom = [] } = fresh.value;
    const { identity, digest, changedAt } = await this.#state.read(readFrom);
    this.#identity = changedAt < startedAt ? identity : undefined;
    const isKnown = this.#identity !== undefined && digest !== undefined;
    const current = isKnown ? { ...fresh.value, identity: digest } : fresh.value;
    const value = isDeepStrictEqual(previous?.value, current) && previous ? previous.value : current;
    this.#lastResult = { ...fresh, value };
    for (const watch of this.#watches.keys()) watch.follow(readFrom);
    return this.#lastResult;
  }

  storeOf(definition: StoreDefinition): CertificateStore | undefined {
    return this.#source.storeOf?.(definition);
  }

  watch(hint: () => void): Disposable {
    const watch: SettingsWatch = new SettingsWatch(async () => {
      // Files that were written with the same content need no scan.
      if ((await this.#isChanged()) && this.#watches.has(watch)) hint();
    });
    watch.follow(this.#lastResult?.value.readFrom ?? []);
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
    const { identity } = await this.#state.read(this.#lastResult?.value.readFrom ?? []);
    return identity !== this.#identity;
  }

  /** This scan may have been caused by the hint about this change, so another hint follows. */
  #scheduleHint(): void {
    clearTimeout(this.#timer);
    if (this.#watches.size === 0) return;
    this.#timer = setTimeout(() => {
      for (const hint of this.#watches.values()) hint();
    }, this.#settleMs);
    this.#timer.unref();
  }
}

/**
 * Caches an inventory that is read from files. Its tools run again when the content of a file has
 * changed, and in every full scan. The inventory object stays the same while its content does.
 */
export function cachedInventory(
  source: InventorySource,
  settleMs: number = SETTLE_MS,
  maxUnsettledMs: number = MAX_UNSETTLED_MS,
): InventorySource {
  return new CachedInventory(source, settleMs, maxUnsettledMs);
}
