import { probeUrl } from '../../domain/connector/probe-target.ts';
import { type AddressState, addressStates } from '../../domain/served/served-state.ts';
import type { Explanation } from '../../domain/status/status.ts';
import { utcTime } from '../text/utc-time.ts';

/**
 * Returns the required name as in the configuration: an FQDN, or the issuer and subject of a
 * TlsCertificateName; null: the connector selects no certificate.
 */
export function requiredName(selection: Explanation['selection']): string | null {
  if (selection.kind === 'not-applicable') return null;
  return selection.name.tlsCertificateName ?? selection.name.value;
}

/** A function that returns the value of a field. */
type Field = (explanation: Explanation) => unknown;

const selectedCertificate = ({ selection }: Explanation) =>
  selection.kind === 'chosen' ? selection.chosen.certificate : undefined;

/** Returns the distinct values of all addresses, in their order; null without values. */
function distinctValues(
  explanation: Explanation,
  field: (state: AddressState) => string | undefined,
): readonly string[] | null {
  const values = [...new Set(addressStates(explanation).flatMap((state) => field(state) ?? []))];
  return values.length === 0 ? null : values;
}

/**
 * The fields of connectors that `--fields` accepts, in the order of output. Scripts use these
 * names, so they never change.
 */
export const CONNECTOR_FIELDS: Readonly<Record<string, Field>> = {
  name: ({ connector }) => connector.name,
  direction: ({ connector }) => connector.direction,
  fqdn: ({ connector }) => connector.fqdn ?? null,
  enabled: ({ connector }) => connector.enabled,
  starttls: ({ connector }) => connector.starttls,
  requiredName: ({ selection }) => requiredName(selection),
  selection: ({ selection }) => selection.kind,
  thumbprint: (explanation) => selectedCertificate(explanation)?.thumbprint ?? null,
  notAfter: (explanation) => {
    const certificate = selectedCertificate(explanation);
    return certificate === undefined ? null : utcTime(certificate.notAfter);
  },
  probe: ({ connector: { probe } }) => (probe === undefined ? null : probeUrl(probe)),
  served: (explanation) =>
    distinctValues(explanation, ({ lastResult, failure }) => (failure === undefined ? lastResult?.kind : 'unknown')),
  servedThumbprint: (explanation) => distinctValues(explanation, ({ lastResult }) => lastResult?.leaf?.thumbprint),
  servedNotAfter: (explanation) =>
    distinctValues(explanation, ({ lastResult }) => lastResult?.leaf && utcTime(lastResult.leaf.notAfter)),
  servedAt: (explanation) => distinctValues(explanation, ({ lastResult }) => lastResult && utcTime(lastResult.at)),
};
