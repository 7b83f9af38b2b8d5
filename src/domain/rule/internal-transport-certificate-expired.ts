import { isExpired } from '../certificate/lifetime.ts';
import { internalTransportCertificateExpired as event } from '../event/catalog/internal-transport-certificate-expired.ts';
import { internalFinding } from '../evidence/internal-finding.ts';
import type { Rule } from './rule.ts';

/** The internal transport certificate has expired. It follows the record: a newer one of the same names changes nothing. */
export const internalTransportCertificateExpired: Rule = {
  event,
  timed: true,
  evaluate: (assessment) => {
    const { internal, observation } = assessment;
    if (internal === undefined || !isExpired(internal.certificate, observation.now)) return [];
    return [internalFinding(event, internal, assessment, [], 0)];
  },
};
