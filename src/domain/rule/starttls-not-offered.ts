import { starttlsNotOffered as event } from '../event/catalog/starttls-not-offered.ts';
import { starttlsFinding, starttlsMissing } from '../evidence/starttls-missing.ts';
import type { Rule } from './rule.ts';

/**
 * Reports a connector without STARTTLS at an address, unless STARTTLS was withdrawn (1402). The
 * level is Error if the connector requires TLS.
 */
export const starttlsNotOffered: Rule = {
  event,
  dependsOnClockOrKeys: true,
  evaluate: (assessment) =>
    starttlsMissing(assessment)
      .filter(({ withdrawnSince }) => withdrawnSince === undefined)
      .map((missing) => {
        const { requireTls } = missing.endpoints[0].connector;
        return starttlsFinding(event, missing, assessment, requireTls === true ? 'Error' : 'Warning');
      }),
};
