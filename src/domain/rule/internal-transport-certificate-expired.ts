import { isExpired } from '../certificate/lifetime.ts';
import { internalTransportCertificateExpired as event } from '../event/catalog/internal-transport-certificate-expired.ts';
import { internalFinding } from '../evidence/internal-finding.ts';
import type { Rule } from './rule.ts';

/**
 * Reports an expired internal transport certificate (for mail between Exchange servers), even if a
 * newer certificate with the same names exists, because a command must record the newer one first.
 */
export const internalTransportCertificateExpired: Rule = {
  event,
  isSkippedDuringClockChangeOrRenewal: true,
  evaluate: (assessment) => {
    const { internalCertificate, observation } = assessment;
    if (internalCertificate === undefined || !isExpired(internalCertificate.certificate, observation.now)) return [];
    return [
      internalFinding(internalCertificate, assessment, {
        contentOf: (data) => event.contentOf({ thumbprint: data.thumbprint }, data),
      }),
    ];
  },
};
