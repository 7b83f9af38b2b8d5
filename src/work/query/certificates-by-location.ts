import type { StoredCertificate } from '../../domain/certificate/certificate.ts';
import { locationKey } from '../../domain/certificate/location-key.ts';
import { isConnectorFile } from '../../domain/connector/certificate-file.ts';
import { lastKnownCertificates } from '../../domain/observation/last-known-objects.ts';
import type { Observation } from '../../domain/observation/observation.ts';

/**
 * Returns the last known certificates of all stores. A file of a connector that is also in another
 * store is returned once, for that store.
 */
export function certificatesByLocation(observation: Observation): readonly StoredCertificate[] {
  const certificates = lastKnownCertificates(observation);
  if (!certificates.some(({ store }) => isConnectorFile(store))) return certificates;
  const locationsInOtherStores = new Set(
    certificates.flatMap((stored) => (isConnectorFile(stored.store) ? [] : [locationKey(stored.location)])),
  );
  return certificates.filter(
    (stored) => !isConnectorFile(stored.store) || !locationsInOtherStores.has(locationKey(stored.location)),
  );
}
