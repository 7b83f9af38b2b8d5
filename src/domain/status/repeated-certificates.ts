import type { StoredCertificate } from '../certificate/certificate.ts';
import { locationKey } from '../certificate/location-key.ts';
import { isConnectorFile } from '../connector/certificate-file.ts';
import type { StoreDefinition } from '../connector/connector.ts';
import type { Observation } from '../observation/observation.ts';

/**
 * Returns how many certificates of each connector file are also in a store, or in a previous entry
 * of the list for the same file: several connectors can name one file with different keys.
 */
export function repeatedCertificates(
  { stores: results }: Pick<Observation, 'stores'>,
  stores: readonly StoreDefinition[],
): ReadonlyMap<StoreDefinition, number> {
  const files = stores.filter(({ name }) => isConnectorFile(name));
  if (files.length === 0) return new Map();
  const paths = new Set(files.map(({ path }) => path));
  const certificatesOf = ({ name }: StoreDefinition): readonly StoredCertificate[] => {
    const result = results.get(name);
    return result?.kind === 'available' ? result.value.certificates : [];
  };
  const locations = new Set<string>();
  for (const store of stores.filter(({ name }) => !isConnectorFile(name))) {
    for (const stored of certificatesOf(store))
      if (paths.has(stored.location.path)) locations.add(locationKey(stored.location));
  }
  return new Map(
    files.map((file) => {
      const fileLocations = certificatesOf(file).map(({ location }) => locationKey(location));
      const repeated = fileLocations.filter((location) => locations.has(location)).length;
      for (const location of fileLocations) locations.add(location);
      return [file, repeated];
    }),
  );
}
