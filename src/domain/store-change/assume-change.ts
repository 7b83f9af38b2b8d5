import {
  CORRECT_KEY_ACCESS,
  type KeyAccess,
  type RequestedBy,
  type StoredCertificate,
  type StoreNote,
} from '../certificate/certificate.ts';
import type { StoredRequest } from '../certificate/certificate-request.ts';
import { copyStoredCertificate } from '../certificate/copy-stored-certificate.ts';
import { absentFileAsEmpty, isConnectorFile } from '../connector/certificate-file.ts';
import type { StoreDefinition } from '../connector/connector.ts';
import type { StoreSnapshot } from '../connector/store-snapshot.ts';
import { problemOfReason } from '../failure/problem-of-failure.ts';
import { changeContent, type StoreContent } from '../observation/change-content.ts';
import type { Observation } from '../observation/observation.ts';
import { currentOrLastKnown, type ScanResult, unavailable } from '../scan-result.ts';
import type { Instant } from '../time.ts';
import { assumeStablePaths } from './assume-stable-paths.ts';
import type { InstallChange, RequestChange, StoreChange } from './store-change.ts';

/**
 * The facts on which a simulated change of the personal store, the only store that mailcertd writes
 * to, depends.
 */
export interface ChangeContext {
  /** The personal store. */
  readonly personal: StoreDefinition;
  readonly requestedBy: RequestedBy;
  /** Returns the access to a key that is written to a directory of the store. */
  readonly accessIn: (directory: string) => KeyAccess;
}

function noteOf(change: InstallChange | RequestChange, { requestedBy }: ChangeContext): StoreNote {
  const { friendlyName, isExportable, renews } = change;
  return { friendlyName, isExportable, requestedBy, ...(renews === undefined ? {} : { renews }) };
}

/** Returns the certificate and its intermediate certificates as a scan would find them. */
function installedCertificates(change: InstallChange, context: ChangeContext): readonly StoredCertificate[] {
  const { certificate, issuers, services, keyReaders = [] } = change;
  const { personal, accessIn } = context;
  const directory = `${personal.path}/${certificate.thumbprint}`;
  const note = noteOf(change, context);
  const { denials, isExposed } = accessIn(directory);
  const access = { denials: denials.filter(({ account }) => !keyReaders.includes(account)), isExposed };
  return [certificate, ...issuers].map((certificateInFile, block): StoredCertificate => {
    const isIssuer = block > 0;
    return {
      certificate: certificateInFile,
      store: personal.name,
      location: { path: `${directory}/certificate.pem`, block, alias: undefined },
      services,
      key: isIssuer
        ? { kind: 'missing', path: undefined, access: CORRECT_KEY_ACCESS }
        : { kind: 'matches', path: `${directory}/privkey.pem`, access },
      note,
    };
  });
}

/** Returns the CSR as a scan would find it, in the directory to which a command writes it. */
function storedRequestOf(change: RequestChange, context: ChangeContext): StoredRequest {
  const { request, services } = change;
  const { path, name } = context.personal;
  const directory = `${path}/request-${request.sha256Fingerprint.slice(0, 40)}`;
  return {
    request,
    store: name,
    location: { path: `${directory}/request.pem`, block: 0 },
    hasPrivateKey: true,
    services,
    note: noteOf(change, context),
  };
}

const directoryOf = ({ location: { path } }: StoredCertificate | StoredRequest): string =>
  path.slice(0, path.lastIndexOf('/'));

const isBelow = (directory: string, { location: { path } }: StoredCertificate | StoredRequest): boolean =>
  path.startsWith(`${directory}/`);

/** Returns a function from the contents of the store before a change to those after it. */
function contentChange(change: StoreChange, context: ChangeContext): (content: StoreContent) => StoreContent {
  return ({ certificates, requests = [] }) => {
    switch (change.kind) {
      case 'install': {
        const { publicKeySha256 } = change.certificate;
        return {
          certificates: [...certificates, ...installedCertificates(change, context)],
          requests: requests.filter(({ request }) => request.publicKeySha256 !== publicKeySha256),
        };
      }
      case 'request':
        return { certificates, requests: [...requests, storedRequestOf(change, context)] };
      case 'services': {
        const directory = directoryOf(change.stored);
        const { services } = change;
        // All certificates in the directory change, because the services are stored per directory.
        const withServices = (stored: StoredCertificate): StoredCertificate =>
          directoryOf(stored) === directory ? copyStoredCertificate(stored, { services }) : stored;
        return { certificates: certificates.map(withServices), requests };
      }
      case 'remove': {
        const removedDirectory = directoryOf(change.removed);
        const isKept = (stored: StoredCertificate | StoredRequest): boolean => !isBelow(removedDirectory, stored);
        return { certificates: certificates.filter(isKept), requests: requests.filter(isKept) };
      }
    }
  };
}

/**
 * Returns the internal transport certificate (for mail between Exchange servers) after a change. If
 * the configuration sets it, or says that there is none, the change has no effect on it.
 */
function internalTransportAfter(
  change: StoreChange,
  { internalTransport }: Observation,
): Observation['internalTransport'] {
  const { source } = internalTransport;
  if (source !== 'recorded' && source !== 'automatic') return internalTransport;
  if (!('recordsInternal' in change) || !change.recordsInternal) return internalTransport;
  const { thumbprint } = change.kind === 'install' ? change.certificate : change.stored.certificate;
  return { source: 'recorded', thumbprint };
}

/** Returns the scan result of a file that a connector names, after the file is removed. */
function missingFile(name: string, path: string, now: Instant): ScanResult<StoreSnapshot> {
  return absentFileAsEmpty(name, unavailable(now, problemOfReason('not_found', path)), undefined);
}

/**
 * Returns the scan results of all stores, including the files that connectors name, after a
 * directory is removed.
 */
function withoutDirectory(directory: string, { stores, now }: Observation): Map<string, ScanResult<StoreSnapshot>> {
  return new Map(
    [...stores].map(([name, result]): [string, ScanResult<StoreSnapshot>] => {
      const certificates = currentOrLastKnown(result)?.value.certificates ?? [];
      const removed = certificates.find((stored) => isBelow(directory, stored));
      if (removed === undefined) return [name, result];
      if (isConnectorFile(name)) return [name, missingFile(name, removed.location.path, now)];
      const remaining = certificates.filter((stored) => !isBelow(directory, stored));
      return [name, changeContent(result, (content) => ({ ...content, certificates: remaining }))];
    }),
  );
}

/** Returns the observation as the next scan would make it after a change of the personal store. */
export function assumeChange(observation: Observation, change: StoreChange, context: ChangeContext): Observation {
  const { name } = context.personal;
  const stores =
    change.kind === 'remove' ? withoutDirectory(directoryOf(change.removed), observation) : new Map(observation.stores);
  const result = stores.get(name);
  if (result !== undefined) stores.set(name, changeContent(result, contentChange(change, context)));
  const results = assumeStablePaths(observation, stores, change, context.personal);
  return { ...observation, stores: results, internalTransport: internalTransportAfter(change, observation) };
}
