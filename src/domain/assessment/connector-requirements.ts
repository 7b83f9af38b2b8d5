import { fileStoreName } from '../connector/certificate-file.ts';
import type { Connector, StoreDefinition } from '../connector/connector.ts';
import { CONFIGURATION } from '../connector/inventory.ts';
import { isPersonalStore } from '../connector/personal-store.ts';
import type { Observation } from '../observation/observation.ts';
import type { FileSelectionContext } from '../selection/select-by-file.ts';
import type { RequiredName } from '../selection/selection.ts';

/**
 * Returns whether a Send connector uses a client certificate by default, as in Exchange: it is in
 * an Exchange export, or the configuration has a store `My`.
 */
function usesClientCertificateByDefault({ source }: Connector, stores: readonly StoreDefinition[]): boolean {
  // `needsCertificate` handles discovered connectors before, so another inventory is an Exchange
  // export.
  return source.inventory !== CONFIGURATION || stores.some(isPersonalStore);
}

/**
 * Returns whether a certificate is selected for a connector. The first case that applies decides:
 * 1. no: the connector is disabled or offers no TLS
 * 2. yes: the connector names a file or a `tlsCertificateName`
 * 3. no: the connector was discovered, and the settings of its server name no file
 * 4. for a Send connector: `requireClientCertificate`. Default: yes in an Exchange export or with a
 *    store `My`.
 * 5. for a Receive connector: `selectCertificate`. Default: no if it is probed and there are no
 *    stores; otherwise yes.
 * @param stores the stores in which the certificate is searched
 */
export function needsCertificate(connector: Connector, stores: readonly StoreDefinition[]): boolean {
  const { enabled, starttls, direction, fqdnOrigin, certificateFiles, tlsCertificateName, probe } = connector;
  if (!enabled || !starttls) return false;
  if (certificateFiles !== undefined || tlsCertificateName !== undefined) return true;
  if (fqdnOrigin === 'discovered') return false;
  if (direction === 'send')
    return connector.requireClientCertificate ?? usesClientCertificateByDefault(connector, stores);
  return connector.selectCertificate ?? (stores.length > 0 || probe === undefined);
}

/** Returns the default name that a certificate must match: the FQDN of the computer. */
export function computerName({ computer }: Pick<Observation, 'computer'>): RequiredName {
  return { value: computer.fqdn, from: 'computer' };
}

/**
 * Returns the name that a certificate for a connector must match: the connector's FQDN, or else the
 * computer's. If the result has a `tlsCertificateName` or `files`, these select the certificate
 * instead of the name.
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

/** Returns the scan results of the files that a connector names, in the same order. */
export function namedFileResults(
  { certificateFiles = [], keyFiles }: Connector,
  { stores }: Observation,
): FileSelectionContext['files'] {
  return certificateFiles.map((path) => {
    const store = fileStoreName(path, keyFiles);
    return { path, scope: `store:${store}`, result: stores.get(store) };
  });
}
