import type { Assessment } from '../assessment/assess.ts';
import type { StoredCertificate } from '../certificate/certificate.ts';
import { isFileStore } from '../connector/certificate-file.ts';
import type { StoreDefinition } from '../connector/connector.ts';
import { isPersonalStore } from '../connector/personal-store.ts';
import { definedStores } from '../observation/coverage.ts';
import type { StoreSnapshot } from '../observation/observation.ts';
import { lastKnown } from '../scan-result.ts';
import { ownDirectory } from '../store-change/own-directory.ts';

/** The store that is written to, with what lies in it; undefined: there is none. */
export function personalOf({
  observation,
}: Pick<Assessment, 'observation'>): { readonly store: StoreDefinition; readonly snapshot: StoreSnapshot } | undefined {
  const store = definedStores(observation).find(isPersonalStore);
  const look = store && observation.stores.get(store.name);
  const snapshot = look && lastKnown(look)?.value;
  return store === undefined || snapshot === undefined ? undefined : { store, snapshot };
}

/** Where a certificate lies, as to what may be done there. */
export type StoreLocation =
  /** In a folder of its own in the store that is written to. */
  | 'own-folder'
  /** There, among others. */
  | 'loose'
  /** In a file that a connector names. */
  | 'file'
  /** In a store that is not written to. */
  | 'elsewhere';

export function storeLocationOf(stored: StoredCertificate, assessment: Pick<Assessment, 'observation'>): StoreLocation {
  if (isFileStore(stored.store)) return 'file';
  const personal = personalOf(assessment);
  if (personal?.store.name !== stored.store) return 'elsewhere';
  const { path } = personal.store;
  // What mailcertd wrote needs no walk through a large store.
  if (stored.location.path.startsWith(`${path}/${stored.certificate.thumbprint}/`)) return 'own-folder';
  return ownDirectory(stored, personal.store, personal.snapshot) === undefined ? 'loose' : 'own-folder';
}
