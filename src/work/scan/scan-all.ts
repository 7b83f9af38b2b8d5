import { certificatesToVerify } from '../../domain/assessment/certificates-to-verify.ts';
import type { Thumbprint } from '../../domain/certificate/certificate.ts';
import type { CertificateIndex } from '../../domain/certificate-index/certificate-index.ts';
import { storesOf } from '../../domain/connector/certificate-file.ts';
import type { StoreDefinition } from '../../domain/connector/connector.ts';
import type { Inventory } from '../../domain/connector/inventory.ts';
import type { StoreSnapshot } from '../../domain/connector/store-snapshot.ts';
import type { Memory } from '../../domain/observation/memory.ts';
import type { Computer, InternalTransport, Observation, ServiceState } from '../../domain/observation/observation.ts';
import { currentOrLastKnown, type ScanResult } from '../../domain/scan-result.ts';
import type { Observed } from '../../domain/status/observed.ts';
import type { Instant } from '../../domain/time.ts';
import type { ReadAnchors } from '../ports/probes.ts';
import type { ReportProgress } from '../ports/progress.ts';
import type { CertificateStore, ChainVerifier, InventorySource, PersonalStore, ScanScope } from '../ports/stores.ts';
import type { PreviousScans } from './previous-scans.ts';
import type { Probes } from './probes.ts';
import { readCurrentAnchors } from './read-current-anchors.ts';
import { readInventory, unavailableOnError } from './read-inventory.ts';

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
  /** Receives the progress; left out: progress is not shown. */
  readonly reportProgress?: ReportProgress | undefined;
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
  const total = scanSources.inventories.length;
  for (const [done, source] of scanSources.inventories.entries()) {
    scanSources.reportProgress?.({ activity: 'discover', done, total });
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
