import type { Connector, StoreDefinition } from '../connector/connector.ts';
import { CONFIGURATION } from '../connector/inventory.ts';
import { isPersonalStore } from '../connector/personal-store.ts';

/** Returns whether a Send connector shows a client certificate, as Exchange does, although nothing names one. */
function isExchangeSend({ source }: Connector, stores: readonly StoreDefinition[]): boolean {
  return source.inventory !== CONFIGURATION || stores.some(isPersonalStore);
}

/**
 * Returns whether a certificate is selected for a connector. None is if no TLS is offered, and if the settings of a
 * discovered server name no file. A Send connector needs one only if its configuration says so, or as in Exchange: if it was
 * exported from there, or there is a store named My. A Receive connector that is probed needs one only if there is a store or
 * a file that could hold it: else only what is served counts.
 * @param stores in which it looks
 */
export function needsCertificate(connector: Connector, stores: readonly StoreDefinition[]): boolean {
  const { enabled, starttls, direction, fqdnOrigin, certificateFiles, tlsCertificateName, probe } = connector;
  if (!enabled || !starttls) return false;
  if (certificateFiles !== undefined || tlsCertificateName !== undefined) return true;
  if (fqdnOrigin === 'discovered') return false;
  if (direction === 'send') return connector.requireClientCertificate ?? isExchangeSend(connector, stores);
  return connector.selectCertificate ?? (stores.length > 0 || probe === undefined);
}
