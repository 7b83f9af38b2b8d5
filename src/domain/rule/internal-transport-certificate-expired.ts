import { isExpired } from '../certificate/lifetime.ts';
import { internalTransportCertificateExpired as event } from '../event/catalog/internal-transport-certificate-expired.ts';
import { internalFinding } from '../evidence/internal-finding.ts';
import type { Rule } from './rule.ts';

/**
 * Reports an expired internal transport certificate. A newer certificate with the same names does
 * not replace it until it is recorded.
 */
export const internalTransportCertificateExpired: Rule = {
  event,
  dependsOnClockOrKeys: true,
  evaluate: (assessment) => {
    const { internalCertificate, observation } = assessment;
    if (internalCertificate === undefined || !isExpired(internalCertificate.certificate, observation.now)) return [];
    return [internalFinding(internalCertificate, assessment, { event, otherParameters: [], step: 0 })];
  },
};
