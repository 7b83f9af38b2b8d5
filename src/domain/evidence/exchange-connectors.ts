import type { Assessment } from '../assessment/assess.ts';
import type { OrganizationData } from '../event/data/connector-data.ts';

/**
 * Returns the fact that no connector searches certificate stores, as those of Exchange do; empty if
 * one does. Events about the internal transport certificate then do not mention mail between the
 * servers of the organization.
 */
export function organizationFacts({ selections }: Pick<Assessment, 'selections'>): Partial<OrganizationData> {
  const hasExchange = selections.some(
    ({ connector, selection }) => selection.kind !== 'not-applicable' && connector.certificateFiles === undefined,
  );
  return hasExchange ? {} : { withoutExchange: true };
}
