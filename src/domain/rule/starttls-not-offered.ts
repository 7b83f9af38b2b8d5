import { starttlsNotOffered as event } from '../event/catalog/starttls-not-offered.ts';
import { starttlsFinding, starttlsMissing } from '../evidence/starttls-missing.ts';
import type { Rule } from './rule.ts';

/**
 * Reports a connector if one of its addresses does not offer STARTTLS. If no address offers
 * STARTTLS any more, event 1402 (STARTTLS withdrawn) reports this. The level is Error if the
 * connector requires TLS.
 */
export const starttlsNotOffered: Rule = {
  event,
  isSkippedDuringClockChangeOrRenewal: true,
  evaluate: (assessment) =>
    starttlsMissing(assessment)
      .filter(({ withdrawnSince }) => withdrawnSince === undefined)
      .map((missing) => {
        const { requireTls } = missing.endpoints[0].connector;
        return starttlsFinding(event, missing, assessment, requireTls === true ? 'Error' : 'Warning');
      }),
};
