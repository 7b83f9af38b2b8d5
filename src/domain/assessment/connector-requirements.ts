import { fileStoreName } from '../connector/certificate-file.ts';
import type { Connector, StoreDefinition } from '../connector/connector.ts';
import { CONFIGURATION } from '../connector/inventory.ts';
import { isPersonalStore } from '../connector/personal-store.ts';
import type { Observation } from '../observation/observation.ts';
import type { FileSelectionContext } from '../selection/select-by-file.ts';
import type { RequiredName } from '../selection/selection.ts';

/**
 * Returns whether a Send connector uses a client certificate without configuration, as in Exchange.
 */
function isExchangeSend({ source }: Connector, stores: readonly StoreDefinition[]): boolean {
  return source.inventory !== CONFIGURATION || stores.some(isPersonalStore);
}

/**
 * Returns whether a certificate is selected for a connector:
 * 1. not if the connector is disabled or offers no TLS
 * 2. if a file or `tlsCertificateName` is configured
 * 3. not if the connector was discovered, because its settings name no file
 * 4. for a Send connector, as `requireClientCertificate` says. By default, if there is an Exchange
 *    export or a store `My`.
 * 5. for a Receive connector, as `selectCertificate` says. By default, unless the connector is
 *    probed and has no stores.
 * @param stores the stores in which the certificate is searched
 */
export function needsCertificate(connector: Connector, stores: readonly StoreDefinition[]): boolean {
  const { enabled, starttls, direction, fqdnOrigin, certificateFiles, tlsCertificateName, probe } = connector;
  if (!enabled || !starttls) return false;
  if (certificateFiles !== undefined || tlsCertificateName !== undefined) return true;
  if (fqdnOrigin === 'discovered') return false;
  if (direction === 'send') return connector.requireClientCertificate ?? isExchangeSend(connector, stores);
  return connector.selectCertificate ?? (stores.length > 0 || probe === undefined);
}

/** Returns the name that a certificate must match if no connector requires a name. */
export function computerName({ computer }: Pick<Observation, 'computer'>): RequiredName {
  return { value: computer.fqdn, from: 'computer' };
}

/**
 * Returns the name that a certificate for a connector must match: the connector's FQDN, or else the
 * computer's. A configured certificate name or file replaces the match by name.
 */
export function requiredNameOf(connector: Connector, observation: Pick<Observation, 'computer'>): RequiredName {
  const { fqdn, fqdnOrigin, tlsCertificateName, certificateFiles } = connector;
  const from = fqdnOrigin === 'discovered' ? 'discovered' : 'connector';
  return {
    ...(fqdn === undefined ? computerName(observation) : { value: fqdn, from }),
    ...(tlsCertificateName === undefined ? {} : { tlsCertificateName }),
    ...(certificateFiles === undefined ? {} : { files: certificateFiles }),
  };
}

/** Returns the scan results of the files that a connector names. */
export function namedFileResults(
  { certificateFiles = [], keyFiles }: Connector,
  { stores }: Observation,
): FileSelectionContext['files'] {
  return certificateFiles.map((path) => {
    const store = fileStoreName(path, keyFiles);
    return { path, scope: `store:${store}`, result: stores.get(store) };
  });
}
