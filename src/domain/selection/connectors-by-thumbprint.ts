import type { StoredCertificate, Thumbprint } from '../certificate/certificate.ts';
import { certificatesOfSelection } from './certificates-of-selection.ts';
import { unsuitableServedCertificate } from './client-rejection.ts';
import type { ConnectorSelection } from './connector-selection.ts';
import type { Selection } from './selection.ts';

/**
 * Returns the selected certificates. If there is none, returns the unsuitable certificate that the
 * server nevertheless serves from a file that its settings name.
 */
function certificatesInUse(selection: Selection): readonly StoredCertificate[] {
  if (selection.kind === 'chosen') return certificatesOfSelection(selection);
  const unsuitable = unsuitableServedCertificate(selection);
  return unsuitable === undefined ? [] : [unsuitable.candidate];
}

/**
 * Returns the names of the connectors that use each certificate, in the order of the connectors.
 */
export function connectorsByThumbprint(
  selections: readonly ConnectorSelection[],
): ReadonlyMap<Thumbprint, readonly string[]> {
  const names = new Map<Thumbprint, string[]>();
  for (const { connector, selection } of selections) {
    for (const { certificate } of certificatesInUse(selection)) {
      const connectors = names.get(certificate.thumbprint);
      if (connectors === undefined) names.set(certificate.thumbprint, [connector.name]);
      else connectors.push(connector.name);
    }
  }
  return names;
}
