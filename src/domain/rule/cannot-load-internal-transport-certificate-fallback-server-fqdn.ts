import { cannotLoadInternalTransportCertificateFallbackServerFqdn as event } from '../event/catalog/cannot-load-internal-transport-certificate-fallback-server-fqdn.ts';
import { ALL_AVAILABLE } from '../evidence/is-all-available.ts';
import { missingInternalCertificate } from '../evidence/missing-internal-certificate.ts';
import { configurationLineFacts, replaceMissingInternal } from '../remedy/internal-remedy.ts';
import type { Rule } from './rule.ts';

/** Reports a missing internal transport certificate if another one matches the computer's FQDN. */
export const cannotLoadInternalTransportCertificateFallbackServerFqdn: Rule = {
  event,
  timed: true,
  evaluate: (assessment) => {
    const missing = missingInternalCertificate(assessment);
    if (missing?.kind !== 'replaced') return [];
    const { thumbprint, by } = missing;
    return [
      {
        event,
        subject: thumbprint,
        parameters: [thumbprint, by.certificate.thumbprint],
        facts: {
          thumbprint,
          fqdn: assessment.observation.computer.fqdn,
          locations: [by.location.path],
          ...configurationLineFacts(assessment),
        },
        remedy: replaceMissingInternal(assessment),
        needs: ALL_AVAILABLE,
        step: 0,
      },
    ];
  },
};
