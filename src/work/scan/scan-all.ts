import { certificatesToVerify } from '../../domain/assessment/assess.ts';
import type { StoredCertificate, Thumbprint } from '../../domain/certificate/certificate.ts';
import { type CertificateIndex, certificateIndexBuilder } from '../../domain/certificate-index/certificate-index.ts';
import { indexUpdateOf, isUpdatable, updateIndex } from '../../domain/certificate-index/update-index.ts';
import { scannedFile, storesOf } from '../../domain/connector/certificate-file.ts';
import type { StoreDefinition } from '../../domain/connector/connector.ts';
import type { Inventory } from '../../domain/connector/inventory.ts';
import type { StoreSnapshot } from '../../domain/connector/store-snapshot.ts';
import { carryOver } from '../../domain/observation/carry-over.ts';
import type { Memory } from '../../domain/observation/memory.ts';
import type { Computer, InternalTransport, Observation, ServiceState } from '../../domain/observation/observation.ts';
import { continueResult, lastKnown, type ScanResult } from '../../domain/scan-result.ts';
import type { Observed } from '../../domain/status/observed.ts';
import type { Instant } from '../../domain/time.ts';
import type { ReadAnchors } from '../ports/probes.ts';
import type { CertificateStore, ChainVerifier, InventorySource, PersonalStore, ScanScope } from '../ports/stores.ts';
import { anchorsNow } from './anchors-now.ts';
import type { Probes } from './probes.ts';
import { readInventory, unavailableOnError } from './read-inventory.ts';
import { yieldToEventLoop } from './yield-to-event-loop.ts';

/**
 * Everything that a scan can observe, and its readers; replaced by a reload of the configuration.
 */
export interface Surroundings {
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

/** An index and its contents. `now` is the index with the changes since `base` was built. */
interface Indexed {
  readonly snapshots: readonly StoreSnapshot[];
  readonly certificates: readonly StoredCertificate[];
  readonly base: CertificateIndex;
  readonly now: CertificateIndex;
}

/**
 * The number of changes up to which the index is updated instead of built again. The limit is a
 * fiftieth of all certificates if that is more.
 */
const AMENDED = 100;
/** How many certificates are indexed before the event loop runs again: some milliseconds. */
const TURN = 2000;

async function buildInTurns(
  certificates: readonly StoredCertificate[],
  signal: AbortSignal,
): Promise<CertificateIndex> {
  const { add, index } = certificateIndexBuilder();
  for (const [at, stored] of certificates.entries()) {
    add(stored);
    if (at % TURN !== TURN - 1) continue;
    await yieldToEventLoop();
    signal.throwIfAborted();
  }
  return index;
}

/** The results of the previous scans of this process. */
export class PreviousScans {
  readonly inventories: Map<string, ScanResult<Inventory>> = new Map();
  readonly stores: Map<string, ScanResult<StoreSnapshot>> = new Map();

  readonly #paths: Map<string, string> = new Map();
  #indexed: Indexed | undefined;

  /**
   * Returns the index of these snapshots. Reuses the previous index if they are the same objects,
   * and updates it after few changes.
   */
  async index(snapshots: readonly StoreSnapshot[], signal: AbortSignal): Promise<CertificateIndex> {
    const before = this.#indexed;
    const isSame =
      before?.snapshots.length === snapshots.length && snapshots.every((each, at) => each === before.snapshots[at]);
    if (before !== undefined && isSame) return before.now;
    const certificates = snapshots.flatMap(({ certificates }) => certificates);
    const limit = Math.max(AMENDED, certificates.length / 50);
    const amendment = before && indexUpdateOf(before.certificates, certificates, limit);
    if (before !== undefined && amendment !== undefined && isUpdatable(amendment)) {
      const now = updateIndex(before.base, amendment);
      this.#indexed = { ...before, snapshots, now };
      return now;
    }
    const base = await buildInTurns(certificates, signal);
    this.#indexed = { snapshots, certificates, base, now: base };
    return base;
  }

  /**
   * Continues the history of a store with a new result. Certificates that are hidden now are
   * carried over.
   */
  continueStore({ name, path }: StoreDefinition, fresh: ScanResult<StoreSnapshot>): ScanResult<StoreSnapshot> {
    const before = this.#paths.get(name) === path ? this.stores.get(name) : undefined;
    this.#paths.set(name, path);
    const result = continueResult(before, scannedFile(name, fresh, before));
    if (result.kind === 'unavailable' || before === undefined) return result;
    return { ...result, value: carryOver(lastKnown(before)?.value, result.value) };
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

async function internalOf({ internalTransportCertificate, personal }: Surroundings): Promise<InternalTransport> {
  if (internalTransportCertificate === 'none') return { source: 'none' };
  if (internalTransportCertificate !== 'auto')
    return { source: 'configured', thumbprint: internalTransportCertificate };
  const thumbprint = await personal?.recordedInternalTransport();
  return thumbprint === undefined ? { source: 'automatic' } : { source: 'recorded', thumbprint };
}

/** The observation of one scan, with its certificates indexed by name. */
export interface IndexedObservation {
  readonly observation: Observation;
  readonly byName: CertificateIndex;
}

/** The state that earlier scans left for this one. */
export interface PreviousScan {
  readonly previousScans: PreviousScans;
  readonly memory: Memory;
  readonly service: ServiceState;
  /** The scope for the sources and stores; left out: full. */
  readonly scope?: ScanScope;
  /**
   * Reads the stored connectors and stores of the last scan, which another process may have made;
   * left out: unknown.
   */
  readonly stored?: () => Promise<Observed | undefined>;
}

/**
 * Scans the inventories, then their stores. Verifies no chain.
 * @throws the signal's reason if canceled
 */
export async function scanStores(
  surroundings: Surroundings,
  before: PreviousScan,
  now: Instant,
  signal: AbortSignal,
): Promise<Observation> {
  const inventories = new Map<string, ScanResult<Inventory>>();
  for (const source of surroundings.inventories) {
    const past = { ...before, previous: before.previousScans.inventories.get(source.name) };
    inventories.set(source.name, await readInventory(source, past, inventories, now, signal));
  }
  const stores = new Map<string, ScanResult<StoreSnapshot>>();
  const currentInventories = [...inventories.values()].flatMap((result) => lastKnown(result)?.value ?? []);
  surroundings.onInventories?.(currentInventories);
  for (const definition of currentInventories.flatMap(storesOf)) {
    const { name } = definition;
    const fresh = await unavailableOnError(name, now, signal, () =>
      surroundings.storeOf(definition).read(signal, before.scope),
    );
    stores.set(name, before.previousScans.continueStore(definition, fresh));
  }
  // The result of a canceled scan must not be used.
  signal.throwIfAborted();
  before.previousScans.replace(inventories, stores);

  return {
    now,
    computer: surroundings.computer,
    inventories,
    stores,
    endpoints: new Map(),
    chains: new Map(),
    internalTransport: await internalOf(surroundings),
    before: before.memory,
    service: before.service,
  };
}

/** Returns the probe results of the connectors, and the trust anchors of now. */
async function probeResults(
  { probes, readAnchors }: Surroundings,
  { inventories, before, now }: Observation,
  endedAtScanStart: number | undefined,
  signal: AbortSignal,
): Promise<Pick<Observation, 'endpoints' | 'anchors'>> {
  if (probes === undefined || endedAtScanStart === undefined) return { endpoints: new Map() };
  const connectors = [...inventories.values()].flatMap((result) => lastKnown(result)?.value.connectors ?? []);
  const endpoints = await probes.resultsFor(connectors, before.probes, now, endedAtScanStart, signal);
  return { endpoints, anchors: await anchorsNow(readAnchors, connectors, endpoints) };
}

/**
 * Scans everything once: inventories, their stores and probe results, then verifies the few chains
 * that decide a selection.
 * @throws the signal's reason if canceled
 */
export async function scanAll(
  surroundings: Surroundings,
  before: PreviousScan,
  now: Instant,
  signal: AbortSignal,
): Promise<IndexedObservation> {
  const endedAtScanStart = surroundings.probes?.startScan();
  const storesObservation = await scanStores(surroundings, before, now, signal);
  const observation = {
    ...storesObservation,
    ...(await probeResults(surroundings, storesObservation, endedAtScanStart, signal)),
  };
  const snapshots = [...observation.stores.values()].flatMap((result) => lastKnown(result)?.value ?? []);
  const byName = await before.previousScans.index(snapshots, signal);
  const chains = await surroundings.chains.verify(certificatesToVerify(observation, byName), snapshots);
  return { observation: { ...observation, chains }, byName };
}
