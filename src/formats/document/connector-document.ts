import type { Explanation } from '../../domain/status/status.ts';
import { connectorDefinition } from './connector-definition.ts';
import { requiredName } from './connector-fields.ts';

/**
 * Returns a connector as JSON: its settings, the required name, and the selected and served
 * certificate.
 */
export function connectorDocument({ connector, selection, served }: Explanation): Readonly<Record<string, unknown>> {
  const selectedCertificate = selection.kind === 'chosen' ? selection.chosen.certificate : undefined;
  return {
    ...connectorDefinition(connector),
    requiredName: requiredName(selection),
    selection: selection.kind,
    thumbprint: selectedCertificate?.thumbprint,
    notAfter: selectedCertificate?.notAfter,
    served,
  };
}
