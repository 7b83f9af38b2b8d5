import {
  type AccessDenial,
  isAccessDenied,
  type KeyAccess,
  type StoredCertificate,
} from '../../domain/certificate/certificate.ts';
import { copyStoredCertificate } from '../../domain/certificate/copy-stored-certificate.ts';
import { isConnectorFile } from '../../domain/connector/certificate-file.ts';
import type { StoreDefinition } from '../../domain/connector/connector.ts';
import { isPersonalStore } from '../../domain/connector/personal-store.ts';
import type { StoreSnapshot } from '../../domain/connector/store-snapshot.ts';
import { assumeTime, type Observation } from '../../domain/observation/observation.ts';
import { alterObservation, changeCertificates } from '../../domain/remedy/alter-observation.ts';
import type { AssumedChange } from '../../domain/remedy/remedy.ts';
import { currentOrLastKnown, type ScanResult } from '../../domain/scan-result.ts';
import { copiedKeyAccess } from '../../domain/store-change/copied-key-access.ts';
import type { Assumption } from '../operations/query-operations.ts';

/** Returns the result of a store file with other contents, without its old problems. */
function replaceFileContents(
  path: string,
  result: ScanResult<StoreSnapshot>,
  certificates: readonly StoredCertificate[],
): ScanResult<StoreSnapshot> {
  const contents = certificates.map((stored) =>
    copyStoredCertificate(stored, { location: { ...stored.location, path } }),
  );
  const changed = changeCertificates(result, () => contents);
  return changed.kind === 'available' ? { ...changed, problems: [] } : changed;
}

/**
 * Returns a certificate with its key at its future path. In the personal store (the only store that
 * mailcertd writes to), the key has the access rules that a command sets. In other stores, it has
 * the access rules of a copy.
 */
function installInto(
  target: StoreDefinition,
  stored: StoredCertificate,
  snapshot: StoreSnapshot | undefined,
  accessIn: (directory: string) => KeyAccess,
): StoredCertificate {
  const { key, certificate } = stored;
  if (key.kind !== 'matches') return stored;
  if (!isPersonalStore(target)) {
    return copyStoredCertificate(stored, { key: { ...key, access: copiedKeyAccess(key, target, snapshot) } });
  }
  const directory = `${target.path}/${certificate.thumbprint}`;
  return copyStoredCertificate(stored, {
    key: { kind: key.kind, path: `${directory}/privkey.pem`, access: accessIn(directory) },
  });
}

/**
 * Returns a change whose added certificates have the key access that a command gives them in the
 * personal store.
 */
function withPersonalKeyAccess(
  { added = [], ...others }: AssumedChange,
  accessIn: (directory: string) => KeyAccess,
): AssumedChange {
  const { keyAccessOf: accessSource } = others;
  const withAccess = added.map((stored) => {
    const { path } = stored.location;
    const { denials, isExposed } = accessIn(path.slice(0, path.lastIndexOf('/')));
    // With an access source, the new key denies only accounts that the key of this certificate denies.
    const isDenied = ({ account }: AccessDenial): boolean =>
      accessSource === undefined || isAccessDenied(accessSource.key, account);
    return copyStoredCertificate(stored, {
      key: { ...stored.key, access: { denials: denials.filter(isDenied), isExposed } },
    });
  });
  return { ...others, added: withAccess };
}

/** Where and how the certificates of assumed files are installed. */
export interface AssumedInstallation {
  /** undefined: no file is assumed, or the store does not exist. */
  readonly target: StoreDefinition | undefined;
  readonly certificates: readonly StoredCertificate[];
  /** Returns the access to a key in a directory of the personal store. */
  readonly accessIn: (directory: string) => KeyAccess;
}

/** Returns the observation with all assumptions: installed files, another change, and the time. */
export function applyAssumption(
  observation: Observation,
  { at, change = {} }: Assumption,
  { target, certificates, accessIn }: AssumedInstallation,
): Observation {
  const stores = new Map(observation.stores);
  const result = target && stores.get(target.name);
  if (target !== undefined && result !== undefined && certificates.length > 0) {
    const installed = certificates.map((stored) =>
      installInto(target, stored, currentOrLastKnown(result)?.value, accessIn),
    );
    stores.set(
      target.name,
      isConnectorFile(target.name)
        ? replaceFileContents(target.path, result, installed)
        : changeCertificates(result, (all) => [...all, ...installed]),
    );
  }
  const changeWithAccess = withPersonalKeyAccess(change, accessIn);
  return alterObservation(
    { ...(at === undefined ? observation : assumeTime(observation, at)), stores },
    changeWithAccess,
  );
}
