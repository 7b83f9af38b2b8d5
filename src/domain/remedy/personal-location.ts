import type { Assessment } from '../assessment/assess.ts';
import type { StoredCertificate } from '../certificate/certificate.ts';
import { isConnectorFile } from '../connector/certificate-file.ts';
import type { StoreDefinition } from '../connector/connector.ts';
import { exclusiveDirectoryOf } from '../connector/exclusive-directory.ts';
import { isPersonalStore } from '../connector/personal-store.ts';
import type { StoreSnapshot } from '../connector/store-snapshot.ts';
import { definedStores } from '../observation/defined-stores.ts';
import { currentOrLastKnown } from '../scan-result.ts';

/**
 * Returns the personal store (the only store that mailcertd writes to) with its content; undefined
 * without one.
 */
export function personalStoreOf({
  observation,
}: Pick<Assessment, 'observation'>): { readonly store: StoreDefinition; readonly snapshot: StoreSnapshot } | undefined {
  const store = definedStores(observation).find(isPersonalStore);
  const result = store && observation.stores.get(store.name);
  const snapshot = result && currentOrLastKnown(result)?.value;
  return store === undefined || snapshot === undefined ? undefined : { store, snapshot };
}

/** The kind of location of a certificate, which decides what can be changed there. */
export type StoreLocation =
  /** In a directory of its own in the personal store. */
  | 'own-directory'
  /** In the personal store, in a directory with other certificates. */
  | 'shared-directory'
  /** In a file that a connector names. */
  | 'file'
  /** In a store that mailcertd does not write to. */
  | 'elsewhere';

/** Returns the kind of location of a certificate. */
export function storeLocationOf(stored: StoredCertificate, assessment: Pick<Assessment, 'observation'>): StoreLocation {
  if (isConnectorFile(stored.store)) return 'file';
  const personal = personalStoreOf(assessment);
  if (personal?.store.name !== stored.store) return 'elsewhere';
  const { path } = personal.store;
  // For a path that mailcertd wrote, the answer is known without a search in a large store.
  if (stored.location.path.startsWith(`${path}/${stored.certificate.thumbprint}/`)) return 'own-directory';
  return exclusiveDirectoryOf(stored, personal.store, personal.snapshot) === undefined
    ? 'shared-directory'
    : 'own-directory';
}
