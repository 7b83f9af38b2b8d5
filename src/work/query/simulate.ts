import { CORRECT_KEY_ACCESS } from '../../domain/certificate/certificate.ts';
import type { Condition } from '../../domain/condition/condition.ts';
import { fileStoreName } from '../../domain/connector/certificate-file.ts';
import { keyAccount, type StoreDefinition } from '../../domain/connector/connector.ts';
import { isPersonalStore } from '../../domain/connector/personal-store.ts';
import type { StoreSnapshot } from '../../domain/connector/store-snapshot.ts';
import { definedStores } from '../../domain/observation/defined-stores.ts';
import type { Observation } from '../../domain/observation/observation.ts';
import { currentOrLastKnown, type ScanResult } from '../../domain/scan-result.ts';
import type { AssumedFile, Assumption, Simulation } from '../operations/query-operations.ts';
import type { CertificateStore } from '../ports/stores.ts';
import { evaluateScan } from '../scan/evaluate-scan.ts';
import { applyAssumption } from './apply-assumption.ts';
import { assumedChainVerifier } from './assumed-chain-verifier.ts';
import { compareEvaluations } from './compare-evaluations.ts';
import { type KeyAccessDependencies, personalKeyAccessReader } from './personal-key-access-reader.ts';
import { type ScanOnceDependencies, scanOnce } from './scan-once.ts';

/** The dependencies of `simulate`. */
export interface SimulationDependencies extends ScanOnceDependencies, KeyAccessDependencies {
  /**
   * Returns a store for a definition, separate from the monitored stores. Its snapshot also states
   * which of these accounts can read its keys.
   */
  readonly storeAt: (definition: StoreDefinition, keyAccounts: readonly string[]) => CertificateStore;
}

/** Returns the name of the store of a connector's first file; undefined if it names no file. */
function connectorFileStore(observation: Observation, connector: string | undefined): string | undefined {
  const namedConnector = [...observation.inventories.values()]
    .flatMap((result) => currentOrLastKnown(result)?.value.connectors ?? [])
    .find(({ name }) => name === connector);
  const [path] = namedConnector?.certificateFiles ?? [];
  return path === undefined ? undefined : fileStoreName(path, namedConnector?.keyFiles);
}

/**
 * Returns the store that is assumed to contain the files: the named one, otherwise the connector's
 * own file, otherwise My, otherwise the first store that connectors search.
 */
function targetStoreOf(observation: Observation, { store, connector }: Assumption): StoreDefinition | undefined {
  const stores = definedStores(observation);
  const name = store ?? connectorFileStore(observation, connector);
  if (name !== undefined) return stores.find((each) => each.name === name);
  return stores.find((store) => store.name === 'My') ?? stores.find(({ personal }) => personal);
}

/** Reads a file as the store would contain it. */
async function readAssumedFile(
  path: string,
  target: StoreDefinition,
  read: (definition: StoreDefinition) => Promise<ScanResult<StoreSnapshot>>,
): Promise<AssumedFile> {
  // The new key is in the same file, so the old key file does not apply.
  const { keyFiles: _, ...definition } = target;
  const result = await read({ ...definition, path });
  if (result.kind === 'unavailable') return { path, certificates: [], problems: [result.problem] };
  return { path, certificates: result.value.certificates, problems: result.problems };
}

/**
 * Evaluates the present state, and then the assumed state as the scan after it. The raised and
 * cleared conditions are those that the daemon would store. Changes and stores nothing.
 * @param open the daemon's open conditions
 */
export async function simulate(
  dependencies: SimulationDependencies,
  assumption: Assumption,
  open: readonly Condition[],
  signal: AbortSignal,
): Promise<Simulation> {
  const { clock, settings } = dependencies;
  const now = clock.now();
  const indexed = await scanOnce(dependencies, now, signal);
  const target = assumption.files.length === 0 ? undefined : targetStoreOf(indexed.observation, assumption);
  const before = await evaluateScan(indexed, settings, []);
  const connectors = before.assessment.selections.map(({ connector }) => connector);
  const accounts = [...new Set(connectors.map(keyAccount))].sort();
  const read = (definition: StoreDefinition): Promise<ScanResult<StoreSnapshot>> =>
    dependencies.storeAt(definition, accounts).read(signal);
  const files: AssumedFile[] = [];
  if (target !== undefined) {
    for (const path of assumption.files) files.push(await readAssumedFile(path, target, read));
  }
  const certificates = files.flatMap((file) => file.certificates);
  const { scanSources } = dependencies;
  const chains = assumedChainVerifier(scanSources.chains, indexed.index, assumption, certificates);
  const assumedDependencies = { ...dependencies, scanSources: { ...scanSources, chains } };
  const stores = definedStores(indexed.observation);
  const personal = stores.find(isPersonalStore);
  const accessIn =
    personal === undefined
      ? () => CORRECT_KEY_ACCESS
      : await personalKeyAccessReader(personal.path, connectors, dependencies);
  const assumed = applyAssumption(indexed.observation, assumption, { target, certificates, accessIn });
  const assumedState = { observation: assumed, newCertificatesPem: [] };
  return {
    now,
    at: assumed.now,
    store: target,
    stores,
    files,
    ...(await compareEvaluations(before, assumedState, assumedDependencies, open)),
  };
}
