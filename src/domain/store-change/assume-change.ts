import {
  CORRECT_KEY_ACCESS,
  type KeyAccess,
  type RequestedBy,
  type StoredCertificate,
  type StoreNote,
} from '../certificate/certificate.ts';
import type { StoredRequest } from '../certificate/certificate-request.ts';
import { copyStoredCertificate } from '../certificate/copy-stored-certificate.ts';
import { isFileStore, scannedFile } from '../connector/certificate-file.ts';
import type { StoreDefinition } from '../connector/connector.ts';
import type { StoreSnapshot } from '../connector/store-snapshot.ts';
import type { Observation } from '../observation/observation.ts';
import { type StoreContent, withContent } from '../observation/with-content.ts';
import { lastKnown, type ScanResult, unavailable } from '../scan-result.ts';
import type { Instant } from '../time.ts';
import { assumeLivePaths } from './assume-live-paths.ts';
import type { InstallChange, RequestChange, StoreChange } from './store-change.ts';

/** The context of a simulated change. */
export interface ChangeContext {
  readonly personal: StoreDefinition;
  readonly requestedBy: RequestedBy;
  /** Returns the access to a key that is written to a directory of the store. */
  readonly accessIn: (directory: string) => KeyAccess;
}

function noteOf(change: InstallChange | RequestChange, { requestedBy }: ChangeContext): StoreNote {
  const { friendlyName, isExportable, renews } = change;
  return { friendlyName, isExportable, requestedBy, ...(renews === undefined ? {} : { renews }) };
}

/** Returns the certificate and its intermediate certificates as they would be in its directory. */
function installed(change: InstallChange, context: ChangeContext): readonly StoredCertificate[] {
  const { certificate, issuers, services, opensTo = [] } = change;
  const { personal, accessIn } = context;
  const directory = `${personal.path}/${certificate.thumbprint}`;
  const note = noteOf(change, context);
  const { denials, isExposed } = accessIn(directory);
  const access = { denials: denials.filter(({ account }) => !opensTo.includes(account)), isExposed };
  return [certificate, ...issuers].map((each, block): StoredCertificate => {
    const isOwn = block === 0;
    return {
      certificate: each,
      store: personal.name,
      location: { path: `${directory}/certificate.pem`, block, alias: undefined },
      services,
      key: isOwn
        ? { kind: 'matches', path: `${directory}/privkey.pem`, access }
        : { kind: 'missing', path: undefined, access: CORRECT_KEY_ACCESS },
      note,
    };
  });
}

function requested(change: RequestChange, context: ChangeContext): StoredRequest {
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

/** Returns a function from the contents of the store before a change to those after it. */
function changed(change: StoreChange, context: ChangeContext): (content: StoreContent) => StoreContent {
  return ({ certificates, requests = [] }) => {
    switch (change.kind) {
      case 'install': {
        const { publicKeySha256 } = change.certificate;
        return {
          certificates: [...certificates, ...installed(change, context)],
          requests: requests.filter(({ request }) => request.publicKeySha256 !== publicKeySha256),
        };
      }
      case 'request':
        return { certificates, requests: [...requests, requested(change, context)] };
      case 'services': {
        const directory = directoryOf(change.stored);
        const { services } = change;
        // The services are stored per directory.
        const enabled = (each: StoredCertificate): StoredCertificate =>
          directoryOf(each) === directory ? copyStoredCertificate(each, { services }) : each;
        return { certificates: certificates.map(enabled), requests };
      }
      case 'remove': {
        const gone = `${directoryOf(change.removed)}/`;
        const isLeft = ({ location: { path } }: StoredCertificate | StoredRequest): boolean => !path.startsWith(gone);
        return { certificates: certificates.filter(isLeft), requests: requests.filter(isLeft) };
      }
    }
  };
}

/**
 * Returns the internal transport certificate after a change. The change only matters if the
 * configuration leaves the choice to the store.
 */
function internalAfter(change: StoreChange, { internalTransport }: Observation): Observation['internalTransport'] {
  const { source } = internalTransport;
  if (source !== 'recorded' && source !== 'automatic') return internalTransport;
  if (!('recordsInternal' in change) || !change.recordsInternal) return internalTransport;
  const { thumbprint } = change.kind === 'install' ? change.certificate : change.stored.certificate;
  return { source: 'recorded', thumbprint };
}

/** Returns the scan result of a named file that is removed. */
function goneFile(name: string, path: string, now: Instant): ScanResult<StoreSnapshot> {
  return scannedFile(name, unavailable(now, { reason: 'not_found', location: path, detail: '' }), undefined);
}

/** Returns the scan results of all stores and named files after a directory is removed. */
function withoutDirectory(gone: string, { stores, now }: Observation): Map<string, ScanResult<StoreSnapshot>> {
  const isLeft = ({ location: { path } }: StoredCertificate): boolean => !path.startsWith(`${gone}/`);
  return new Map(
    [...stores].map(([name, result]): [string, ScanResult<StoreSnapshot>] => {
      const certificates = lastKnown(result)?.value.certificates ?? [];
      const first = certificates.find((stored) => !isLeft(stored));
      if (first === undefined) return [name, result];
      if (isFileStore(name)) return [name, goneFile(name, first.location.path, now)];
      return [name, withContent(result, (content) => ({ ...content, certificates: certificates.filter(isLeft) }))];
    }),
  );
}

/** Returns the observation as it would be after a change of the personal store. */
export function assumeChange(observation: Observation, change: StoreChange, context: ChangeContext): Observation {
  const { name } = context.personal;
  const stores =
    change.kind === 'remove' ? withoutDirectory(directoryOf(change.removed), observation) : new Map(observation.stores);
  const result = stores.get(name);
  if (result !== undefined) stores.set(name, withContent(result, changed(change, context)));
  const results = assumeLivePaths(observation, stores, change, context.personal);
  return { ...observation, stores: results, internalTransport: internalAfter(change, observation) };
}
