import type { StoredCertificate } from '../certificate/certificate.ts';
import type { Inventory } from '../connector/inventory.ts';
import type { StoreSnapshot } from '../connector/store-snapshot.ts';
import { changeContent } from '../observation/change-content.ts';
import type { Observation } from '../observation/observation.ts';
import type { ScanResult } from '../scan-result.ts';
import type { AssumedChange } from './remedy.ts';

/**
 * Returns a scan result with changed certificates. An unavailable store stays unavailable; its last
 * known certificates are changed.
 */
export function changeCertificates(
  result: ScanResult<StoreSnapshot>,
  change: (certificates: readonly StoredCertificate[]) => readonly StoredCertificate[],
): ScanResult<StoreSnapshot> {
  return changeContent(result, (content) => ({ ...content, certificates: change(content.certificates) }));
}

/** Returns a list in which `other` replaces the element of the same name. */
const replaceByName = <T extends { readonly name: string }>(all: readonly T[], other: T | undefined): readonly T[] =>
  other === undefined ? all : all.map((each) => (each.name === other.name ? other : each));

/**
 * Returns the inventories (lists of connectors and stores) with the changed connector and store,
 * each in place of the one of its name.
 */
function replaceDefinitions(
  inventories: Observation['inventories'],
  { connector, store }: AssumedChange,
): Observation['inventories'] {
  if (connector === undefined && store === undefined) return inventories;
  const replaceIn = ({ connectors, stores }: Inventory): Inventory => ({
    connectors: replaceByName(connectors, connector),
    stores: replaceByName(stores, store),
  });
  return new Map(
    [...inventories].map(([name, result]) => [
      name,
      result.kind === 'available'
        ? { ...result, value: replaceIn(result.value) }
        : { ...result, last: result.last && { ...result.last, value: replaceIn(result.last.value) } },
    ]),
  );
}

/**
 * Returns the observation that an assumed change would lead to, so that the effect of a remedy can
 * be simulated before the remedy is suggested.
 */
export function alterObservation(observation: Observation, assumed: AssumedChange): Observation {
  const { certificate, added = [] } = assumed;
  const stores = new Map(observation.stores);
  for (const [name, result] of stores) {
    const addedToStore = added.filter(({ store }) => store === name);
    if (certificate === undefined && addedToStore.length === 0) continue;
    stores.set(
      name,
      changeCertificates(result, (all) => [
        // `certificate` is a function that returns the changed certificate.
        ...(certificate === undefined ? all : all.map(certificate)),
        ...addedToStore,
      ]),
    );
  }
  return { ...observation, stores, inventories: replaceDefinitions(observation.inventories, assumed) };
}
