import type { StoredCertificate } from '../certificate/certificate.ts';
import type { Connector } from '../connector/connector.ts';
import { currentOrLastKnown } from '../scan-result.ts';
import type { Observation } from './observation.ts';

/** Returns all certificates of all stores. For an unavailable store, the last known ones. */
export function lastKnownCertificates(observation: Observation): readonly StoredCertificate[] {
  const none: readonly StoredCertificate[] = [];
  return none.concat(
    ...[...observation.stores.values()].map((result) => currentOrLastKnown(result)?.value.certificates ?? none),
  );
}

/**
 * Returns all connectors of all inventories (the configuration, and the settings of mail servers).
 * For an unavailable inventory, the last known ones.
 */
export function lastKnownConnectors(observation: Observation): readonly Connector[] {
  return [...observation.inventories.values()].flatMap((result) => currentOrLastKnown(result)?.value.connectors ?? []);
}
