import {
  type AccessDenial,
  CORRECT_KEY_ACCESS,
  isAccessDenied,
  type KeyAccess,
  type StoredCertificate,
} from '../../domain/certificate/certificate.ts';
import type { ChainVerdict } from '../../domain/certificate/chain-verdict.ts';
import { copyStoredCertificate } from '../../domain/certificate/copy-stored-certificate.ts';
import type { Condition } from '../../domain/condition/condition.ts';
import { fileStoreName, isFileStore } from '../../domain/connector/certificate-file.ts';
import { keyAccount, type StoreDefinition } from '../../domain/connector/connector.ts';
import { isPersonalStore } from '../../domain/connector/personal-store.ts';
import type { StoreSnapshot } from '../../domain/connector/store-snapshot.ts';
import { definedStores } from '../../domain/observation/coverage.ts';
import { assumeTime, type Observation } from '../../domain/observation/observation.ts';
import { alterObservation, withCertificates } from '../../domain/remedy/alter-observation.ts';
import { type AssumedChange, NOT_ISSUED } from '../../domain/remedy/remedy.ts';
import { lastKnown, type ScanResult } from '../../domain/scan-result.ts';
import { copiedKeyAccess } from '../../domain/store-change/copied-key-access.ts';
import type { AssumedFile, Assumption, Simulation } from '../operations/query-operations.ts';
import type { CertificateStore, ChainVerifier } from '../ports/stores.ts';
import { judge } from '../scan/judge.ts';
import type { IndexedObservation } from '../scan/scan-all.ts';
import { compare } from './compare.ts';
import { type KeyAccessDependencies, keyAccessIn } from './key-access-in.ts';
import { type ScanOnceDependencies, scanOnce } from './scan-once.ts';

/** The dependencies of `simulate`. */
export interface SimulationDependencies extends ScanOnceDependencies, KeyAccessDependencies {
  /**
   * Returns a store for a definition, separate from the monitored stores. Its snapshot also states
   * which of these accounts can read its keys.
   */
  readonly storeAt: (definition: StoreDefinition, keyAccounts: readonly string[]) => CertificateStore;
}

/** Returns the store of the first file that a connector names; undefined: it uses other stores. */
function fileStoreOf(observation: Observation, connector: string | undefined): string | undefined {
  const found = [...observation.inventories.values()]
    .flatMap((result) => lastKnown(result)?.value.connectors ?? [])
    .find(({ name }) => name === connector);
  const [path] = found?.certificateFiles ?? [];
  return path === undefined ? undefined : fileStoreName(path, found?.keyFiles);
}

/**
 * Returns the store that is assumed to contain the files: the named one, otherwise the connector's
 * own file, otherwise My, otherwise the first personal store.
 */
function targetOf(observation: Observation, { store, connector }: Assumption): StoreDefinition | undefined {
  const stores = definedStores(observation);
  const name = store ?? fileStoreOf(observation, connector);
  if (name !== undefined) return stores.find((each) => each.name === name);
  return stores.find((store) => store.name === 'My') ?? stores.find(({ personal }) => personal);
}

/** Reads a file as the store would contain it. */
async function readFile(
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

/** Returns a store file with other certificates. Its old certificates and problems are removed. */
function inPlaceOf(
  path: string,
  result: ScanResult<StoreSnapshot>,
  installed: readonly StoredCertificate[],
): ScanResult<StoreSnapshot> {
  const moved = installed.map((stored) => copyStoredCertificate(stored, { location: { ...stored.location, path } }));
  const changed = withCertificates(result, () => moved);
  return changed.kind === 'available' ? { ...changed, problems: [] } : changed;
}

/**
 * Returns a certificate with its key at its future path. In the personal store, the key gets the
 * access that a command gives it; elsewhere, it keeps the access of a copy.
 */
function laidInto(
  target: StoreDefinition,
  stored: StoredCertificate,
  known: StoreSnapshot | undefined,
  accessIn: (directory: string) => KeyAccess,
): StoredCertificate {
  const { key, certificate } = stored;
  if (key.kind !== 'matches') return stored;
  if (!isPersonalStore(target)) {
    return copyStoredCertificate(stored, { key: { ...key, access: copiedKeyAccess(key, target, known) } });
  }
  const directory = `${target.path}/${certificate.thumbprint}`;
  return copyStoredCertificate(stored, {
    key: { kind: key.kind, path: `${directory}/privkey.pem`, access: accessIn(directory) },
  });
}

/**
 * Returns the added certificates with the key access that a command gives them in the personal
 * store.
 */
function withOwnKeys(
  { added = [], ...others }: AssumedChange,
  accessIn: (directory: string) => KeyAccess,
): AssumedChange {
  const { keyAccessOf: openedLike } = others;
  const laid = added.map((stored) => {
    const { path } = stored.location;
    const { denials, isExposed } = accessIn(path.slice(0, path.lastIndexOf('/')));
    const isClosed = ({ account }: AccessDenial): boolean =>
      openedLike === undefined || isAccessDenied(openedLike.key, account);
    return copyStoredCertificate(stored, {
      key: { ...stored.key, access: { denials: denials.filter(isClosed), isExposed } },
    });
  });
  return { ...others, added: laid };
}

/** Returns the observation with all assumptions. */
function applyAssumption(
  { observation }: IndexedObservation,
  { at, altered: alteration = {} }: Assumption,
  target: StoreDefinition | undefined,
  installed: readonly StoredCertificate[],
  accessIn: (directory: string) => KeyAccess,
): Observation {
  const stores = new Map(observation.stores);
  const result = target && stores.get(target.name);
  if (target !== undefined && result !== undefined && installed.length > 0) {
    const laid = installed.map((stored) => laidInto(target, stored, lastKnown(result)?.value, accessIn));
    stores.set(
      target.name,
      isFileStore(target.name)
        ? inPlaceOf(target.path, result, laid)
        : withCertificates(result, (all) => [...all, ...laid]),
    );
  }
  const added = withOwnKeys(alteration, accessIn);
  return alterObservation({ ...(at === undefined ? observation : assumeTime(observation, at)), stores }, added);
}

/**
 * Returns a verifier for the assumed chains. Assumed certificates are read from their present
 * files. A certificate that is not issued yet gets the verdict of a similar one.
 */
function verifierOfAssumed(
  chains: ChainVerifier,
  { byName }: IndexedObservation,
  { altered: { issuedLike } = {} }: Assumption,
  installed: readonly StoredCertificate[],
): ChainVerifier {
  const like = issuedLike === undefined ? [] : byName.withThumbprint(issuedLike);
  const certificates = [...installed, ...like];
  const lying: StoreSnapshot = { name: '', certificates, isGlob: false, unreadable: [], unreadPaths: [] };
  return {
    verify: async (thumbprints, snapshots, given) => {
      const asked = new Set(thumbprints);
      const isAsked = asked.delete(NOT_ISSUED);
      if (isAsked && issuedLike !== undefined) asked.add(issuedLike);
      const verdicts = await chains.verify(asked, [lying, ...snapshots], given);
      if (!isAsked) return verdicts;
      const own: ChainVerdict | undefined =
        issuedLike === undefined ? { status: 'self-signed' } : verdicts.get(issuedLike);
      return own === undefined ? verdicts : new Map([...verdicts, [NOT_ISSUED, own]]);
    },
  };
}

/**
 * Evaluates the present state, and then the assumed state as the scan after it. The raised and
 * cleared conditions are those that the daemon would store. Changes and stores nothing.
 */
export async function simulate(
  dependencies: SimulationDependencies,
  assumption: Assumption,
  ledger: readonly Condition[],
  signal: AbortSignal,
): Promise<Simulation> {
  const { clock, settings } = dependencies;
  const now = clock.now();
  const indexed = await scanOnce(dependencies, now, signal);
  const target = assumption.files.length === 0 ? undefined : targetOf(indexed.observation, assumption);
  const before = await judge(indexed, settings, []);
  const connectors = before.assessment.selections.map(({ connector }) => connector);
  const accounts = [...new Set(connectors.map(keyAccount))].sort();
  const read = (definition: StoreDefinition): Promise<ScanResult<StoreSnapshot>> =>
    dependencies.storeAt(definition, accounts).read(signal);
  const files: AssumedFile[] = [];
  if (target !== undefined) {
    for (const path of assumption.files) files.push(await readFile(path, target, read));
  }
  const installed = files.flatMap(({ certificates }) => certificates);
  const chains = verifierOfAssumed(dependencies.surroundings.chains, indexed, assumption, installed);
  const assumedDependencies = { ...dependencies, surroundings: { ...dependencies.surroundings, chains } };
  const personal = definedStores(indexed.observation).find(isPersonalStore);
  const accessIn = personal && (await keyAccessIn(personal.path, connectors, dependencies));
  const assumed = applyAssumption(indexed, assumption, target, installed, accessIn ?? (() => CORRECT_KEY_ACCESS));
  return {
    now,
    at: assumed.now,
    store: target,
    stores: definedStores(indexed.observation),
    files,
    ...(await compare(before, { observation: assumed, given: [] }, assumedDependencies, ledger)),
  };
}
