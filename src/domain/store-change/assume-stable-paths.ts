import type { StoredCertificate, Thumbprint } from '../certificate/certificate.ts';
import { absentFileAsEmpty, isConnectorFile } from '../connector/certificate-file.ts';
import type { StoreDefinition } from '../connector/connector.ts';
import type { StoreSnapshot } from '../connector/store-snapshot.ts';
import { problemOfReason } from '../failure/problem-of-failure.ts';
import { definedStores } from '../observation/defined-stores.ts';
import type { Observation } from '../observation/observation.ts';
import { currentOrLastKnown, type ScanResult, unavailable } from '../scan-result.ts';
import { type StablePathRequest, stablePathOfEnable, stablePathOfInstall } from './stable-path-request.ts';
import type { RemoveChange, StoreChange } from './store-change.ts';

/** A file below a stable path (a link to the directory of a certificate) that a connector names. */
interface StablePathFile {
  /** The store that consists of this file. */
  readonly definition: StoreDefinition;
  /** The name of the stable path. */
  readonly name: string;
  /** The certificate in the file; undefined: the file does not exist. */
  readonly current: Thumbprint | undefined;
}

type Stores = Observation['stores'];

/**
 * The certificate that each file contains after a change; undefined: its stable path is removed.
 */
type NewContents = ReadonlyMap<StablePathFile, Thumbprint | undefined>;

/**
 * Returns the scan results after a simulated change, with its effect on the files below stable
 * paths that connectors name.
 * @param storesAfter the scan results after the change, without its effect on these files
 * @param personal the personal store, which contains the stable paths
 */
export function assumeStablePaths(
  observation: Observation,
  storesAfter: Stores,
  change: StoreChange,
  personal: StoreDefinition,
): Stores {
  const previousCertificates = certificatesOf(observation.stores, personal.name) ?? [];
  const certificates = certificatesOf(storesAfter, personal.name) ?? [];
  const isOfStore = ({ current }: StablePathFile): boolean =>
    current === undefined ||
    previousCertificates.some(({ location }) => location.path === createdFileOf(personal, current));
  const files = stablePathFilesOf(observation, personal).filter(isOfStore);
  const results = new Map(storesAfter);
  for (const [{ definition }, thumbprint] of newContentsOf(change, files, personal)) {
    const stored = certificates.filter(
      ({ location }) => thumbprint !== undefined && location.path === createdFileOf(personal, thumbprint),
    );
    results.set(definition.name, assumedScan(definition, stored, observation));
  }
  return results;
}

function certificatesOf(stores: Stores, store: string): readonly StoredCertificate[] | undefined {
  const result = stores.get(store);
  return result && currentOrLastKnown(result)?.value.certificates;
}

/** Returns the file of a certificate in the directory that mailcertd created for it. */
function createdFileOf({ path }: StoreDefinition, thumbprint: Thumbprint): string {
  return `${path}/${thumbprint}/certificate.pem`;
}

const CERTIFICATE_FILES: ReadonlySet<string> = new Set(['fullchain.pem', 'certificate.pem']);

/** Returns the readable files that connectors name and that are below stable paths of a store. */
function stablePathFilesOf(observation: Observation, personal: StoreDefinition): readonly StablePathFile[] {
  const root = `${personal.path}/live/`;
  return definedStores(observation).flatMap((definition) => {
    const { path, name: store } = definition;
    if (!isConnectorFile(store) || !path.startsWith(root)) return [];
    const [name = '', file = '', ...below] = path.slice(root.length).split('/');
    const certificates = certificatesOf(observation.stores, store);
    if (certificates === undefined || below.length > 0 || !CERTIFICATE_FILES.has(file)) return [];
    return [{ definition, name, current: certificates[0]?.certificate.thumbprint }];
  });
}

function newContentsOf(change: StoreChange, files: readonly StablePathFile[], { path }: StoreDefinition): NewContents {
  if (change.kind === 'remove') return contentsAfterRemoval(change, files);
  if (change.kind === 'request') return new Map();
  const request = change.kind === 'install' ? stablePathOfInstall(change) : stablePathOfEnable(change, path);
  const takenOver = request === undefined ? [] : filesTakenOver(request, files);
  const { thumbprint } = change.kind === 'install' ? change.certificate : change.stored.certificate;
  // Files that already contain the enabled certificate keep it, with its new services.
  const withSameCertificate = change.kind === 'install' ? [] : files.filter(({ current }) => current === thumbprint);
  return new Map([...takenOver, ...withSameCertificate].map((file) => [file, thumbprint]));
}

/** Returns which certificate replaces a removed one in each of its files. */
function contentsAfterRemoval(
  { removed, stablePathSuccessors = [] }: RemoveChange,
  files: readonly StablePathFile[],
): NewContents {
  if (!('certificate' in removed)) return new Map();
  const successors = new Map(stablePathSuccessors);
  const filesOfRemoved = files.filter(({ current }) => current === removed.certificate.thumbprint);
  return new Map(filesOfRemoved.map((file) => [file, successors.get(file.name)]));
}

/** Returns the files below stable paths that an installed or enabled certificate takes over. */
function filesTakenOver(
  { names, predecessor, keepsExistingOwner }: StablePathRequest,
  files: readonly StablePathFile[],
): readonly StablePathFile[] {
  const candidates = files.filter(({ name }) => names.includes(name));
  const inherited = candidates.filter(({ current }) => current !== undefined && current === predecessor);
  if (inherited.length > 0) return inherited;
  const [preferredName] = names;
  return candidates.filter(
    ({ name, current }) => name === preferredName && (current === undefined || !keepsExistingOwner),
  );
}

/** Returns the assumed result of scanning a file that contains these certificates of the store. */
function assumedScan(
  definition: StoreDefinition,
  stored: readonly StoredCertificate[],
  { now }: Observation,
): ScanResult<StoreSnapshot> {
  const { name, path } = definition;
  if (stored.length === 0) {
    const missing: ScanResult<StoreSnapshot> = unavailable(now, problemOfReason('not_found', path));
    return absentFileAsEmpty(name, missing, undefined);
  }
  const certificates = stored.map((certificate) => readThrough(definition, certificate));
  const value = { name, certificates, isGlob: false, unreadablePaths: [], unreadableSinceStart: [] };
  return { kind: 'available', at: now, value, problems: [] };
}

/** Returns a certificate of the store as it is read through a stable path. */
function readThrough({ path, name, services }: StoreDefinition, stored: StoredCertificate): StoredCertificate {
  const { certificate, location, key, writtenAt, note } = stored;
  const directory = path.slice(0, path.lastIndexOf('/'));
  const createdDirectory = location.path.slice(0, location.path.lastIndexOf('/'));
  const isKeyInDirectory = key.path?.startsWith(`${createdDirectory}/`) === true;
  const keyPath = isKeyInDirectory ? directory + key.path.slice(createdDirectory.length) : key.path;
  return {
    certificate,
    store: name,
    location: { ...location, path },
    services: note === undefined ? services : stored.services,
    key: { ...key, path: keyPath },
    ...(writtenAt === undefined ? {} : { writtenAt }),
    ...(note === undefined ? {} : { note }),
  };
}
