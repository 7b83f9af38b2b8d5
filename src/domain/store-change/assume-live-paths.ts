import type { StoredCertificate, Thumbprint } from '../certificate/certificate.ts';
import { isFileStore, scannedFile } from '../connector/certificate-file.ts';
import type { StoreDefinition } from '../connector/connector.ts';
import type { StoreSnapshot } from '../connector/store-snapshot.ts';
import { definedStores } from '../observation/coverage.ts';
import type { Observation } from '../observation/observation.ts';
import { lastKnown, type ScanResult, unavailable } from '../scan-result.ts';
import { type LiveOrder, liveOrderFor, liveOrderOf } from './live-order.ts';
import type { RemoveChange, StoreChange } from './store-change.ts';

/** A file below a stable path that a connector names. */
interface LiveFile {
  readonly definition: StoreDefinition;
  /** The name of the stable path. */
  readonly name: string;
  /** The certificate in the file; undefined: the file does not exist. */
  readonly current: Thumbprint | undefined;
}

type Stores = Observation['stores'];

function contentOf(stores: Stores, store: string): readonly StoredCertificate[] | undefined {
  const result = stores.get(store);
  return result && lastKnown(result)?.value.certificates;
}

/** Returns the readable files below the stable paths of a store that connectors name. */
function liveFilesOf(observation: Observation, personal: StoreDefinition): readonly LiveFile[] {
  const root = `${personal.path}/live/`;
  return definedStores(observation).flatMap((definition) => {
    const { path, name: store } = definition;
    if (!isFileStore(store) || !path.startsWith(root)) return [];
    const [name = '', file = '', ...below] = path.slice(root.length).split('/');
    const content = contentOf(observation.stores, store);
    if (content === undefined || below.length > 0 || !CERTIFICATE_FILES.has(file)) return [];
    return [{ definition, name, current: content[0]?.certificate.thumbprint }];
  });
}

const CERTIFICATE_FILES: ReadonlySet<string> = new Set(['fullchain.pem', 'certificate.pem']);

/** Returns the file of a certificate in the directory that a command created for it. */
function ownFileOf({ path }: StoreDefinition, thumbprint: Thumbprint): string {
  return `${path}/${thumbprint}/certificate.pem`;
}

function isTakenBy({ names: [own], renews, yields }: LiveOrder, { name, current }: LiveFile, isInherited: boolean) {
  if (isInherited) return current === renews;
  return name === own && (current === undefined || !yields);
}

/** Returns the files below stable paths that an installed or enabled certificate takes over. */
function takenBy(order: LiveOrder, files: readonly LiveFile[]): ReadonlyMap<LiveFile, Thumbprint> {
  const candidates = files.filter(({ name }) => order.names.includes(name));
  const isInherited = candidates.some(({ current }) => current !== undefined && current === order.renews);
  return new Map(
    candidates.filter((file) => isTakenBy(order, file, isInherited)).map((file) => [file, order.thumbprint]),
  );
}

/** Returns the successor in each file of a removed certificate; undefined: the path is removed. */
function leftBy(
  { removed, liveSuccessors = [] }: RemoveChange,
  files: readonly LiveFile[],
): ReadonlyMap<LiveFile, Thumbprint | undefined> {
  if (!('certificate' in removed)) return new Map();
  const successors = new Map(liveSuccessors);
  const left = files.filter(({ current }) => current === removed.certificate.thumbprint);
  return new Map(left.map((file) => [file, successors.get(file.name)]));
}

function movedBy(
  change: StoreChange,
  files: readonly LiveFile[],
  { path }: StoreDefinition,
): ReadonlyMap<LiveFile, Thumbprint | undefined> {
  if (change.kind === 'remove') return leftBy(change, files);
  if (change.kind === 'request') return new Map();
  const order = change.kind === 'install' ? liveOrderOf(change) : liveOrderFor(change, path);
  const takenPaths = order === undefined ? [] : takenBy(order, files);
  if (change.kind === 'install') return new Map(takenPaths);
  // Files that already contain the certificate change their services.
  const { thumbprint } = change.stored.certificate;
  const ofCertificate = files.filter(({ current }) => current === thumbprint);
  return new Map([...takenPaths, ...ofCertificate.map((file): [LiveFile, Thumbprint] => [file, thumbprint])]);
}

/** Returns a certificate of the store as it is read through a stable path. */
function readThrough({ path, name, services }: StoreDefinition, stored: StoredCertificate): StoredCertificate {
  const { certificate, location, key, writtenAt, note } = stored;
  const directory = path.slice(0, path.lastIndexOf('/'));
  const ownDirectory = location.path.slice(0, location.path.lastIndexOf('/'));
  const keyPath = key.path?.startsWith(`${ownDirectory}/`) ? directory + key.path.slice(ownDirectory.length) : key.path;
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

/**
 * Returns the scan results after a simulated change, including the files below stable paths that
 * connectors name.
 * @param after the scan results after the change, without its effect on these files
 */
export function assumeLivePaths(
  observation: Observation,
  after: Stores,
  change: StoreChange,
  personal: StoreDefinition,
): Stores {
  const before = contentOf(observation.stores, personal.name) ?? [];
  const personalContent = contentOf(after, personal.name) ?? [];
  const isOwn = ({ current }: LiveFile): boolean =>
    current === undefined || before.some(({ location }) => location.path === ownFileOf(personal, current));
  const files = liveFilesOf(observation, personal).filter(isOwn);
  const { now } = observation;
  const results = new Map(after);
  for (const [{ definition }, thumbprint] of movedBy(change, files, personal)) {
    const { name, path } = definition;
    const gone: ScanResult<StoreSnapshot> = unavailable(now, { reason: 'not_found', location: path, detail: '' });
    const certificates = personalContent
      .filter(({ location }) => thumbprint !== undefined && location.path === ownFileOf(personal, thumbprint))
      .map((stored) => readThrough(definition, stored));
    const value = { name, certificates, isGlob: false, unreadable: [], unreadPaths: [] };
    const read: ScanResult<StoreSnapshot> = { kind: 'available', at: now, value, problems: [] };
    results.set(name, certificates.length > 0 ? read : scannedFile(name, gone, undefined));
  }
  return results;
}
