import { wanted } from '../../domain/assessment/assess.ts';
import type { StoredCertificate, Thumbprint } from '../../domain/certificate/certificate.ts';
import { type CertificateIndex, certificateIndexBuilder } from '../../domain/certificate-index/certificate-index.ts';
import { indexUpdateOf, isUpdatable, updateIndex } from '../../domain/certificate-index/update-index.ts';
import { scannedFile, storesOf } from '../../domain/connector/certificate-file.ts';
import type { StoreDefinition } from '../../domain/connector/connector.ts';
import type { Inventory } from '../../domain/connector/inventory.ts';
import { carryOver } from '../../domain/observation/carry-over.ts';
import type { Memory } from '../../domain/observation/memory.ts';
import type {
  Computer,
  InternalTransport,
  Observation,
  ServiceState,
  StoreSnapshot,
} from '../../domain/observation/observation.ts';
import { continueResult, lastKnown, type ScanResult, unavailable } from '../../domain/scan-result.ts';
import { keepStarttlsExpectation } from '../../domain/served/keep-starttls-expectation.ts';
import type { Instant } from '../../domain/time.ts';
import type { CertificateStore, ChainVerifier, InventorySource, PersonalStore, ScanScope } from '../ports/stores.ts';
import type { Probes } from './probes.ts';
import { yieldToEventLoop } from './yield-to-event-loop.ts';

/** All that can be looked at, and by which means. A new configuration makes a new one. */
export interface Surroundings {
  readonly computer: Computer;
  readonly inventories: readonly InventorySource[];
  /** Told what there is, before the stores in it are looked at. */
  readonly onInventories?: (inventories: readonly Inventory[]) => void;
  /** The means to read a store; the same object for the same definition. */
  readonly storeOf: (definition: StoreDefinition) => CertificateStore;
  /** The store named My, where one is defined and written to. */
  readonly personal: PersonalStore | undefined;
  readonly internalTransportCertificate: 'auto' | 'none' | Thumbprint;
  readonly chains: ChainVerifier;
  /** What shows what connectors present; left out: nothing of that is looked at. */
  readonly probes?: Probes;
}

/** An index, and of what; `now` is the same, with what has changed since it was built. */
interface Indexed {
  readonly snapshots: readonly StoreSnapshot[];
  readonly certificates: readonly StoredCertificate[];
  readonly base: CertificateIndex;
  readonly now: CertificateIndex;
}

/** So many changes are always taken as an amendment; above, a fiftieth of all. */
const AMENDED = 100;
/** So many certificates are indexed before others get their turn: some milliseconds. */
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

/** What earlier looks in this process saw: since when something is blind, and what stood there. */
export class PreviousScans {
  readonly inventories: Map<string, ScanResult<Inventory>> = new Map();
  readonly stores: Map<string, ScanResult<StoreSnapshot>> = new Map();

  readonly #paths: Map<string, string> = new Map();
  #indexed: Indexed | undefined;

  /** The index of these snapshots; the one before serves while they are the same objects, and is amended when little has changed. */
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

  /** A fresh look, with what earlier ones of the same place knew: since when blind, what stands where it is hidden now. */
  continueStore({ name, path }: StoreDefinition, fresh: ScanResult<StoreSnapshot>): ScanResult<StoreSnapshot> {
    const before = this.#paths.get(name) === path ? this.stores.get(name) : undefined;
    this.#paths.set(name, path);
    const look = continueResult(before, scannedFile(name, fresh, before));
    if (look.kind === 'blind' || before === undefined) return look;
    return { ...look, value: carryOver(lastKnown(before)?.value, look.value) };
  }

  /** Keeps what is still there to be looked at. */
  replace(
    inventories: ReadonlyMap<string, ScanResult<Inventory>>,
    stores: ReadonlyMap<string, ScanResult<StoreSnapshot>>,
  ): void {
    this.inventories.clear();
    this.stores.clear();
    for (const [name, look] of inventories) this.inventories.set(name, look);
    for (const [name, look] of stores) this.stores.set(name, look);
  }
}

/** One look's failure is that look's: what a reader throws is blindness too, unless the looking was called off. */
async function lookAt<T>(
  name: string,
  at: Instant,
  signal: AbortSignal,
  read: () => Promise<ScanResult<T>>,
): Promise<ScanResult<T>> {
  try {
    return await read();
  } catch (error) {
    signal.throwIfAborted();
    return unavailable(at, {
      reason: 'io_error',
      location: name,
      detail: error instanceof Error ? error.message : String(error),
    });
  }
}

async function internalOf({ internalTransportCertificate, personal }: Surroundings): Promise<InternalTransport> {
  if (internalTransportCertificate === 'none') return { source: 'none' };
  if (internalTransportCertificate !== 'auto')
    return { source: 'configured', thumbprint: internalTransportCertificate };
  const thumbprint = await personal?.recordedInternalTransport();
  return thumbprint === undefined ? { source: 'automatic' } : { source: 'recorded', thumbprint };
}

/** What one look at everything came to, indexed by the names that stand in it. */
export interface IndexedObservation {
  readonly observation: Observation;
  readonly byName: CertificateIndex;
}

/** What earlier looks and passes left for this one. */
export interface PreviousScan {
  readonly looks: PreviousScans;
  readonly memory: Memory;
  readonly service: ServiceState;
  /** How closely stores are looked at; everything where it is not said. */
  readonly attention?: ScanScope;
}

/**
 * Looks at inventories, then at the stores they name. No chain is verified.
 * @throws the signal's reason when it is called off
 */
export async function scanStores(
  surroundings: Surroundings,
  before: PreviousScan,
  now: Instant,
  signal: AbortSignal,
): Promise<Observation> {
  const inventories = new Map<string, ScanResult<Inventory>>();
  for (const source of surroundings.inventories) {
    const fresh = await lookAt(source.name, now, signal, () => source.read(signal, before.attention));
    const look = continueResult(before.looks.inventories.get(source.name), fresh);
    inventories.set(source.name, keepStarttlsExpectation(look, before.memory.probes));
  }
  const stores = new Map<string, ScanResult<StoreSnapshot>>();
  const known = [...inventories.values()].flatMap((look) => lastKnown(look)?.value ?? []);
  surroundings.onInventories?.(known);
  for (const definition of known.flatMap(storesOf)) {
    const { name } = definition;
    const fresh = await lookAt(name, now, signal, () =>
      surroundings.storeOf(definition).read(signal, before.attention),
    );
    stores.set(name, before.looks.continueStore(definition, fresh));
  }
  // What was given up amid the reading is no observation.
  signal.throwIfAborted();
  before.looks.replace(inventories, stores);

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

/** What the connectors present that are named, as far as somebody looks. */
async function lookAtEndpoints(
  { probes }: Surroundings,
  { inventories, before, now }: Observation,
  mark: number | undefined,
  signal: AbortSignal,
): Promise<Observation['endpoints']> {
  if (probes === undefined || mark === undefined) return new Map();
  const connectors = [...inventories.values()].flatMap((look) => lastKnown(look)?.value.connectors ?? []);
  return await probes.look(connectors, before.probes, now, mark, signal);
}

/**
 * Looks at everything once: inventories, then the stores they name and what connectors present, then the few chains that
 * decide a choice.
 * @throws the signal's reason when it is called off
 */
export async function scanAll(
  surroundings: Surroundings,
  before: PreviousScan,
  now: Instant,
  signal: AbortSignal,
): Promise<IndexedObservation> {
  const mark = surroundings.probes?.mark();
  const seen = await scanStores(surroundings, before, now, signal);
  const observation = { ...seen, endpoints: await lookAtEndpoints(surroundings, seen, mark, signal) };
  const snapshots = [...observation.stores.values()].flatMap((look) => lastKnown(look)?.value ?? []);
  const byName = await before.looks.index(snapshots, signal);
  const chains = await surroundings.chains.verify(wanted(observation, byName), snapshots);
  return { observation: { ...observation, chains }, byName };
}
