import { certificatesToVerify } from '../../domain/assessment/certificates-to-verify.ts';
import type { StoredCertificate, Thumbprint } from '../../domain/certificate/certificate.ts';
import { type CertificateIndex, certificateIndexBuilder } from '../../domain/certificate-index/certificate-index.ts';
import { indexUpdateOf, isUpdatable, updateIndex } from '../../domain/certificate-index/update-index.ts';
import { absentFileAsEmpty, storesOf } from '../../domain/connector/certificate-file.ts';
import type { StoreDefinition } from '../../domain/connector/connector.ts';
import type { Inventory } from '../../domain/connector/inventory.ts';
import type { StoreSnapshot } from '../../domain/connector/store-snapshot.ts';
import { carryOver } from '../../domain/observation/carry-over.ts';
import type { Memory } from '../../domain/observation/memory.ts';
import type { Computer, InternalTransport, Observation, ServiceState } from '../../domain/observation/observation.ts';
import { continueResult, currentOrLastKnown, type ScanResult } from '../../domain/scan-result.ts';
import type { Observed } from '../../domain/status/observed.ts';
import type { Instant } from '../../domain/time.ts';
import type { ReadAnchors } from '../ports/probes.ts';
import type { CertificateStore, ChainVerifier, InventorySource, PersonalStore, ScanScope } from '../ports/stores.ts';
import type { Probes } from './probes.ts';
import { readCurrentAnchors } from './read-current-anchors.ts';
import { readInventory, unavailableOnError } from './read-inventory.ts';
import { yieldToEventLoop } from './yield-to-event-loop.ts';

/**
 * The sources that a scan reads: the computer, inventories, stores, chains and probe results. A
 * reload of the configuration replaces them.
 */
export interface ScanSources {
  readonly computer: Computer;
  readonly inventories: readonly InventorySource[];
  /** Called with the inventories before their stores are read. */
  readonly onInventories?: (inventories: readonly Inventory[]) => void;
  /** Returns the reader of a store; the same object for the same definition. */
  readonly storeOf: (definition: StoreDefinition) => CertificateStore;
  /** The store named My, if it is defined and written to. */
  readonly personal: PersonalStore | undefined;
  readonly internalTransportCertificate: 'auto' | 'none' | Thumbprint;
  readonly chains: ChainVerifier;
  /** Reads the trust anchors with which probes verify the chains that servers send. */
  readonly readAnchors: ReadAnchors;
  /** The probe results; left out: none. */
  readonly probes?: Probes;
}

/** A cached index and the snapshots that it contains. */
interface CachedIndex {
  readonly snapshots: readonly StoreSnapshot[];
  /** The certificates of `full`. */
  readonly certificates: readonly StoredCertificate[];
  /** The index when it was last built completely. */
  readonly full: CertificateIndex;
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

/** The results of the previous scans of this process. */
export class PreviousScans {
  readonly inventories: Map<string, ScanResult<Inventory>> = new Map();
  readonly stores: Map<string, ScanResult<StoreSnapshot>> = new Map();

  /** The path of each store in the previous scan, by store name. */
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
   * Continues the history of a store with a new result. Certificates in files that cannot be read
   * now are carried over.
   */
  continueStore({ name, path }: StoreDefinition, fresh: ScanResult<StoreSnapshot>): ScanResult<StoreSnapshot> {
    const previous = this.#paths.get(name) === path ? this.stores.get(name) : undefined;
    this.#paths.set(name, path);
    const result = continueResult(previous, absentFileAsEmpty(name, fresh, previous));
    if (result.kind === 'unavailable' || previous === undefined) return result;
    return { ...result, value: carryOver(currentOrLastKnown(previous)?.value, result.value) };
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

async function readInternalTransport({
  internalTransportCertificate,
  personal,
}: ScanSources): Promise<InternalTransport> {
  if (internalTransportCertificate === 'none') return { source: 'none' };
  if (internalTransportCertificate !== 'auto')
    return { source: 'configured', thumbprint: internalTransportCertificate };
  const thumbprint = await personal?.recordedInternalTransport();
  return thumbprint === undefined ? { source: 'automatic' } : { source: 'recorded', thumbprint };
}

/** The observation of one scan, and the index of its certificates. */
export interface IndexedObservation {
  readonly observation: Observation;
  readonly index: CertificateIndex;
}

/** The input of a scan from earlier scans and from the service. */
export interface ScanContext {
  readonly previousScans: PreviousScans;
  readonly memory: Memory;
  readonly service: ServiceState;
  /** How much of the inventories and stores is read again; left out: full. */
  readonly scope?: ScanScope;
  /**
   * Reads the connectors and stores of the last stored scan, also if another process made it; left
   * out: unknown.
   */
  readonly readLastObserved?: () => Promise<Observed | undefined>;
}

/**
 * Scans the inventories, then their stores. Verifies no chain.
 * @throws the signal's reason if canceled
 */
export async function scanStores(
  scanSources: ScanSources,
  context: ScanContext,
  now: Instant,
  signal: AbortSignal,
): Promise<Observation> {
  const inventories = new Map<string, ScanResult<Inventory>>();
  for (const source of scanSources.inventories) {
    const past = { ...context, previous: context.previousScans.inventories.get(source.name) };
    inventories.set(source.name, await readInventory(source, past, inventories, now, signal));
  }
  const stores = new Map<string, ScanResult<StoreSnapshot>>();
  const currentInventories = [...inventories.values()].flatMap((result) => currentOrLastKnown(result)?.value ?? []);
  scanSources.onInventories?.(currentInventories);
  for (const definition of currentInventories.flatMap(storesOf)) {
    const { name } = definition;
    const fresh = await unavailableOnError(name, now, signal, () =>
      scanSources.storeOf(definition).read(signal, context.scope),
    );
    stores.set(name, context.previousScans.continueStore(definition, fresh));
  }
  // The result of a canceled scan must not be used.
  signal.throwIfAborted();
  context.previousScans.replace(inventories, stores);

  return {
    now,
    computer: scanSources.computer,
    inventories,
    stores,
    endpoints: new Map(),
    chains: new Map(),
    internalTransport: await readInternalTransport(scanSources),
    memory: context.memory,
    service: context.service,
  };
}

/** Returns the probe results of the connectors, and the trust anchors of now. */
async function probeResults(
  { probes, readAnchors }: ScanSources,
  { inventories, memory, now }: Observation,
  endedAtScanStart: number | undefined,
  signal: AbortSignal,
): Promise<Pick<Observation, 'endpoints' | 'anchors'>> {
  if (probes === undefined || endedAtScanStart === undefined) return { endpoints: new Map() };
  const connectors = [...inventories.values()].flatMap((result) => currentOrLastKnown(result)?.value.connectors ?? []);
  const endpoints = await probes.resultsFor(connectors, memory.probes, now, endedAtScanStart, signal);
  return { endpoints, anchors: await readCurrentAnchors(readAnchors, connectors, endpoints) };
}

/**
 * Scans everything once: inventories, their stores and probe results, then verifies the few chains
 * that decide a selection.
 * @throws the signal's reason if canceled
 */
export async function scanAll(
  scanSources: ScanSources,
  context: ScanContext,
  now: Instant,
  signal: AbortSignal,
): Promise<IndexedObservation> {
  const endedAtScanStart = scanSources.probes?.startScan();
  const storesObservation = await scanStores(scanSources, context, now, signal);
  const observation = {
    ...storesObservation,
    ...(await probeResults(scanSources, storesObservation, endedAtScanStart, signal)),
  };
  const snapshots = [...observation.stores.values()].flatMap((result) => currentOrLastKnown(result)?.value ?? []);
  const index = await context.previousScans.indexOf(snapshots, signal);
  const chains = await scanSources.chains.verify(certificatesToVerify(observation, index), snapshots);
  return { observation: { ...observation, chains }, index };
}
