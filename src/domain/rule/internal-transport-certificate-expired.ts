import { isExpired } from '../certificate/lifetime.ts';
import { internalTransportCertificateExpired as event } from '../event/catalog/internal-transport-certificate-expired.ts';
import { internalFinding } from '../evidence/internal-finding.ts';
import type { Rule } from './rule.ts';

/**
 * Reports an expired internal transport certificate. A newer one with the same names has no effect
 * before it is recorded.
 */
export const internalTransportCertificateExpired: Rule = {
  event,
  timed: true,
  evaluate: (assessment) => {
    const { internal, observation } = assessment;
    if (internal === undefined || !isExpired(internal.certificate, observation.now)) return [];
    return [internalFinding(event, internal, assessment, [], 0)];
  },
};
