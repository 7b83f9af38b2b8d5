import type { Thumbprint } from '../certificate/certificate.ts';
import type { Connector } from '../connector/connector.ts';
import { certificatesOfSelection } from './certificates-of-selection.ts';
import { unsuitableServedOf } from './client-rejection.ts';
import type { Selection } from './select-certificate.ts';

/**
 * Returns the names of the connectors that use each certificate, in the order of the connectors. A
 * connector uses the selected certificate, or an unsuitable one that its server serves from its
 * named file.
 */
export function selectedBy(
  selections: readonly { readonly connector: Connector; readonly selection: Selection }[],
): ReadonlyMap<Thumbprint, readonly string[]> {
  const names = new Map<Thumbprint, string[]>();
  for (const { connector, selection } of selections) {
    const still = unsuitableServedOf(selection);
    const certificates =
      selection.kind === 'chosen' ? certificatesOfSelection(selection) : still === undefined ? [] : [still.candidate];
    for (const { certificate } of certificates) {
      const connectors = names.get(certificate.thumbprint);
      if (connectors === undefined) names.set(certificate.thumbprint, [connector.name]);
      else connectors.push(connector.name);
    }
  }
  return names;
}
