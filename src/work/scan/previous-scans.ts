import type { StoredCertificate } from '../../domain/certificate/certificate.ts';
import { type CertificateIndex, certificateIndexBuilder } from '../../domain/certificate-index/certificate-index.ts';
import { indexUpdateOf, isUpdatable, updateIndex } from '../../domain/certificate-index/update-index.ts';
import { absentFileAsEmpty } from '../../domain/connector/certificate-file.ts';
import type { StoreDefinition } from '../../domain/connector/connector.ts';
import type { Inventory } from '../../domain/connector/inventory.ts';
import type { StoreSnapshot } from '../../domain/connector/store-snapshot.ts';
import { keepLastKnownCertificates } from '../../domain/observation/keep-last-known-certificates.ts';
import { continueResult, currentOrLastKnown, type ScanResult } from '../../domain/scan-result.ts';
import { yieldToEventLoop } from './yield-to-event-loop.ts';

/** The index of the previous scan. */
interface CachedIndex {
  /** The snapshots whose certificates `updated` contains. */
  readonly snapshots: readonly StoreSnapshot[];
  /** The index when it was last built completely. */
  readonly full: CertificateIndex;
  /** The certificates of `full`. */
  readonly certificates: readonly StoredCertificate[];
  /** `full` with the later changes. */
  readonly updated: CertificateIndex;
}

/**
 * Up to this number of changes, the index is updated instead of built again; also up to a fiftieth
 * of all certificates, if that is more.
 */
const MAX_UPDATED_CERTIFICATES = 100;
/** How many certificates are indexed before the event loop runs again. They take some ms. */
const CERTIFICATES_PER_TURN = 2000;

/** Builds an index, and lets the event loop run from time to time. */
async function buildIndexInTurns(
  certificates: readonly StoredCertificate[],
  signal: AbortSignal,
): Promise<CertificateIndex> {
  const { add, index } = certificateIndexBuilder();
  for (const [position, stored] of certificates.entries()) {
    add(stored);
    if (position % CERTIFICATES_PER_TURN !== CERTIFICATES_PER_TURN - 1) continue;
    await yieldToEventLoop();
    signal.throwIfAborted();
  }
  return index;
}

/** The results of the previous scan of this process, with which the next scan continues. */
export class PreviousScans {
  readonly inventories: Map<string, ScanResult<Inventory>> = new Map();
  readonly stores: Map<string, ScanResult<StoreSnapshot>> = new Map();

  /**
   * The path of each store in the previous scan, by store name. At another path, a store is new.
   */
  readonly #paths: Map<string, string> = new Map();
  #cachedIndex: CachedIndex | undefined;

  /**
   * Returns the index of snapshots. Reuses the previous index for the same snapshot objects, and
   * updates it after few changes.
   */
  async indexOf(snapshots: readonly StoreSnapshot[], signal: AbortSignal): Promise<CertificateIndex> {
    const cached = this.#cachedIndex;
    const isSame =
      cached?.snapshots.length === snapshots.length &&
      snapshots.every((snapshot, position) => snapshot === cached.snapshots[position]);
    if (cached !== undefined && isSame) return cached.updated;
    const certificates = snapshots.flatMap(({ certificates }) => certificates);
    const limit = Math.max(MAX_UPDATED_CERTIFICATES, certificates.length / 50);
    const update = cached && indexUpdateOf(cached.certificates, certificates, limit);
    if (cached !== undefined && update !== undefined && isUpdatable(update)) {
      const updated = updateIndex(cached.full, update);
      this.#cachedIndex = { ...cached, snapshots, updated };
      return updated;
    }
    const full = await buildIndexInTurns(certificates, signal);
    this.#cachedIndex = { snapshots, certificates, full, updated: full };
    return full;
  }

  /**
   * Continues the history of a store with a new result. For files that cannot be read now, keeps
   * the last known certificates.
   */
  continueStore({ name, path }: StoreDefinition, fresh: ScanResult<StoreSnapshot>): ScanResult<StoreSnapshot> {
    const previous = this.#paths.get(name) === path ? this.stores.get(name) : undefined;
    this.#paths.set(name, path);
    const result = continueResult(previous, absentFileAsEmpty(name, fresh, previous));
    if (result.kind === 'unavailable' || previous === undefined) return result;
    return { ...result, value: keepLastKnownCertificates(currentOrLastKnown(previous)?.value, result.value) };
  }

  /** Replaces the previous results. */
  replace(
    inventories: ReadonlyMap<string, ScanResult<Inventory>>,
    stores: ReadonlyMap<string, ScanResult<StoreSnapshot>>,
  ): void {
    this.inventories.clear();
    this.stores.clear();
    for (const [name, result] of inventories) this.inventories.set(name, result);
    for (const [name, result] of stores) this.stores.set(name, result);
  }
}
