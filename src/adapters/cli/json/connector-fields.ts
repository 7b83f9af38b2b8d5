import { probeUrl } from '../../../domain/served/probe-target.ts';
import { type AddressState, addressStates } from '../../../domain/served/served-state.ts';
import type { Explanation } from '../../../domain/status/status.ts';
import { utcTime } from '../text/written-times.ts';

/** The name looked for, as people write it: by issuer and subject where the connector does; null: nothing is. */
export function requiredName(selection: Explanation['selection']): string | null {
  if (selection.kind === 'not-applicable') return null;
  return selection.name.tlsCertificateName ?? selection.name.value;
}

type Field = (explanation: Explanation) => unknown;

const presented = ({ selection }: Explanation) =>
  selection.kind === 'chosen' ? selection.chosen.certificate : undefined;

/** What the addresses say, each thing once, in their order; null: none says anything. */
function of(explanation: Explanation, field: (state: AddressState) => string | undefined): readonly string[] | null {
  const said = [...new Set(addressStates(explanation).flatMap((state) => field(state) ?? []))];
  return said.length === 0 ? null : said;
}

/** What of a connector can be asked for by name, in the order in which it is printed; names of fields are for ever. */
export const CONNECTOR_FIELDS: Readonly<Record<string, Field>> = {
  name: ({ connector }) => connector.name,
  direction: ({ connector }) => connector.direction,
  fqdn: ({ connector }) => connector.fqdn ?? null,
  enabled: ({ connector }) => connector.enabled,
  starttls: ({ connector }) => connector.starttls,
  looksFor: ({ selection }) => requiredName(selection),
  selection: ({ selection }) => selection.kind,
  thumbprint: (explanation) => presented(explanation)?.thumbprint ?? null,
  notAfter: (explanation) => {
    const certificate = presented(explanation);
    return certificate === undefined ? null : utcTime(certificate.notAfter);
  },
  probe: ({ connector: { probe } }) => (probe === undefined ? null : probeUrl(probe)),
  served: (explanation) => of(explanation, ({ seen, blind }) => (blind === undefined ? seen?.kind : 'unknown')),
  servedThumbprint: (explanation) => of(explanation, ({ seen }) => seen?.leaf?.thumbprint),
  servedNotAfter: (explanation) => of(explanation, ({ seen }) => seen?.leaf && utcTime(seen.leaf.notAfter)),
  servedAt: (explanation) => of(explanation, ({ seen }) => seen && utcTime(seen.at)),
};
