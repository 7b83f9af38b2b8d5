import { isDeepStrictEqual } from 'node:util';
import type { StoreDefinition } from '../../domain/connector/connector.ts';
import type { Inventory } from '../../domain/connector/inventory.ts';
import { type AvailableResult, type ScanResult, unavailable } from '../../domain/scan-result.ts';
import type { CertificateStore, InventorySource, ScanScope } from '../../work/ports/stores.ts';
import { SettingsState } from './settings-state.ts';
import { SettingsWatch } from './settings-watch.ts';

/** Files that were changed more recently are not read, because they may be incomplete, ms. */
const SETTLE_MS = 2000;
/** After this time, files are also read if they still change, ms. */
const MAX_UNSETTLED_MS = 30_000;

/**
 * Returns the current result of reading an inventory (the connectors and stores of one server).
 * Exception: if a server was found before, and its tool or its settings are missing now, an update
 * may be replacing them. The result is then unavailable, so callers keep the last content until the
 * configuration is reloaded.
 */
function keepDuringUpdate(
  previous: AvailableResult<Inventory> | undefined,
  current: ScanResult<Inventory>,
): ScanResult<Inventory> {
  const isEmpty = ({ connectors, stores }: Inventory): boolean => connectors.length + stores.length === 0;
  if (previous === undefined || isEmpty(previous.value) || current.kind === 'unavailable' || !isEmpty(current.value))
    return current;
  const problem = current.problems.find(({ reason }) => reason === 'not_installed' || reason === 'not_configured');
  return problem === undefined ? current : unavailable(current.at, problem);
}

/**
 * An inventory whose source is only read again in full scans, or after its files have changed. It
 * waits until the files have settled: they have been unchanged for a while.
 */
class CachedInventory implements InventorySource {
  readonly name: string;
  readonly #source: InventorySource;
  readonly #settleMs: number;
  readonly #maxUnsettledMs: number;
  readonly #state: SettingsState = new SettingsState();
  /** For each watch of the files, the callback (hint) that requests a scan. */
  readonly #hintByWatch: Map<SettingsWatch, () => void> = new Map();
  #timer: NodeJS.Timeout | undefined;
  #lastResult: AvailableResult<Inventory> | undefined;
  /**
   * The identity of the files when they were read last; undefined if they may have changed since
   * the start of that read, or if the source was unavailable. The next scan then reads them again.
   */
  #identity: string | undefined;
  /** Since when the files have not been settled, on the monotonic clock, ms; undefined: settled. */
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
      // A time far in the future is that of a wrong clock, and not a recent change.
      const isSettled = isSame || Math.abs(startedAt - changedAt) >= this.#settleMs;
      this.#unsettledSinceMs = isSettled ? undefined : (this.#unsettledSinceMs ?? performance.now());
      if (isSame && scope === 'changed') return previous;
      const unsettledMs = this.#unsettledSinceMs === undefined ? undefined : performance.now() - this.#unsettledSinceMs;
      // The files may be incomplete while they are written, so the last content is returned.
      if (unsettledMs !== undefined && unsettledMs < this.#maxUnsettledMs) {
        this.#scheduleHint();
        return { ...previous, value: { ...previous.value, isUnsettled: true } };
      }
    }
    const result = keepDuringUpdate(previous, await this.#source.read(signal));
    if (result.kind === 'unavailable') {
      this.#identity = undefined;
      return result;
    }
    const { readFrom = [] } = result.value;
    const { identity, digest, changedAt } = await this.#state.read(readFrom);
    this.#identity = changedAt < startedAt ? identity : undefined;
    // The inventory gets the digest as its identity only if it was read from exactly these contents.
    const isDigestKnown = this.#identity !== undefined && digest !== undefined;
    const inventory = isDigestKnown ? { ...result.value, identity: digest } : result.value;
    // Callers recognize an unchanged inventory by the same object.
    const isUnchanged = previous !== undefined && isDeepStrictEqual(previous.value, inventory);
    this.#lastResult = { ...result, value: isUnchanged ? previous.value : inventory };
    for (const watch of this.#hintByWatch.keys()) watch.follow(readFrom);
    return this.#lastResult;
  }

  storeOf(definition: StoreDefinition): CertificateStore | undefined {
    return this.#source.storeOf?.(definition);
  }

  watch(hint: () => void): Disposable {
    const watch: SettingsWatch = new SettingsWatch(async () => {
      // Files that were written again with the same content need no scan. The watch may have been
      // disposed while the files were compared.
      if ((await this.#isChanged()) && this.#hintByWatch.has(watch)) hint();
    });
    watch.follow(this.#lastResult?.value.readFrom ?? []);
    this.#hintByWatch.set(watch, hint);
    return {
      [Symbol.dispose]: () => {
        this.#hintByWatch.delete(watch);
        watch[Symbol.dispose]();
        if (this.#hintByWatch.size === 0) clearTimeout(this.#timer);
      },
    };
  }

  async #isChanged(): Promise<boolean> {
    const { identity } = await this.#state.read(this.#lastResult?.value.readFrom ?? []);
    return identity !== this.#identity;
  }

  /**
   * Requests a scan for the time when the files will have settled. The current scan may be the one
   * that was requested because of their change, so no other scan would follow.
   */
  #scheduleHint(): void {
    clearTimeout(this.#timer);
    if (this.#hintByWatch.size === 0) return;
    this.#timer = setTimeout(() => {
      for (const hint of this.#hintByWatch.values()) hint();
    }, this.#settleMs);
    this.#timer.unref();
  }
}

/**
 * Caches an inventory that is read from files. The tools of the source run again when the content
 * of a file has changed, and in every full scan. The inventory object stays the same while its
 * content stays the same.
 */
export function cachedInventory(
  source: InventorySource,
  settleMs: number = SETTLE_MS,
  maxUnsettledMs: number = MAX_UNSETTLED_MS,
): InventorySource {
  return new CachedInventory(source, settleMs, maxUnsettledMs);
}
