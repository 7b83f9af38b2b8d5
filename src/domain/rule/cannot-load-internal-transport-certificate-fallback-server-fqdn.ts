import { cannotLoadInternalTransportCertificateFallbackServerFqdn as event } from '../event/catalog/cannot-load-internal-transport-certificate-fallback-server-fqdn.ts';
import { ALL_SOURCES } from '../evidence/all-sources.ts';
import { missingInternalCertificate } from '../evidence/missing-internal-certificate.ts';
import { configurationLineFacts, replaceMissingInternal } from '../remedy/internal-remedy.ts';
import type { Rule } from './rule.ts';

/**
 * Reports that the internal transport certificate (for mail between Exchange servers) is missing,
 * and that another certificate, which matches the computer's FQDN, is used instead.
 */
export const cannotLoadInternalTransportCertificateFallbackServerFqdn: Rule = {
  event,
  isSkippedDuringClockChangeOrRenewal: true,
  evaluate: (assessment) => {
    const missing = missingInternalCertificate(assessment);
    if (missing?.kind !== 'replaced') return [];
    const { thumbprint, replacement } = missing;
    return [
      {
        ...event.contentOf(
          { recordedThumbprint: thumbprint, thumbprintUsed: replacement.certificate.thumbprint },
          {
            thumbprint,
            fqdn: assessment.observation.computer.fqdn,
            locations: [replacement.location.path],
            ...configurationLineFacts(assessment),
          },
        ),
        subject: thumbprint,
        remedy: replaceMissingInternal(assessment),
        clearingNeeds: ALL_SOURCES,
      },
    ];
  },
};
