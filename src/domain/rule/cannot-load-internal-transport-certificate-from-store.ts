import { cannotLoadInternalTransportCertificateFromStore as event } from '../event/catalog/cannot-load-internal-transport-certificate-from-store.ts';
import { ALL_SOURCES } from '../evidence/all-sources.ts';
import { organizationFacts } from '../evidence/exchange-connectors.ts';
import { missingInternalCertificate } from '../evidence/missing-internal-certificate.ts';
import { configurationLineFacts, replaceMissingInternal } from '../remedy/internal-remedy.ts';
import type { Rule } from './rule.ts';

/**
 * Reports that the internal transport certificate (for mail between Exchange servers) is missing,
 * and that no other certificate is used instead.
 */
export const cannotLoadInternalTransportCertificateFromStore: Rule = {
  event,
  isSkippedDuringClockChangeOrRenewal: true,
  evaluate: (assessment) => {
    const missing = missingInternalCertificate(assessment);
    if (missing?.kind !== 'without-replacement') return [];
    const { thumbprint } = missing;
    return [
      {
        ...event.contentOf(
          { thumbprint },
          {
            thumbprint,
            fqdn: assessment.observation.computer.fqdn,
            ...configurationLineFacts(assessment),
            ...organizationFacts(assessment),
          },
        ),
        subject: thumbprint,
        remedy: replaceMissingInternal(assessment),
        clearingNeeds: ALL_SOURCES,
      },
    ];
  },
};
