import { remoteInternalTransportCertificateExpired as event } from '../event/catalog/remote-internal-transport-certificate-expired.ts';
import { remoteExpiredFindings, remoteExpiredThumbprints } from '../evidence/remote-expired.ts';
import type { Rule } from './rule.ts';

/**
 * Reports expired certificates of other servers of the organization. One finding per certificate.
 */
export const remoteInternalTransportCertificateExpired: Rule = {
  event,
  dependsOnClockOrKeys: true,
  evaluate: (assessment) => remoteExpiredFindings(event, true, assessment),
  undecidedSubjects: (assessment) => remoteExpiredThumbprints(true, assessment),
};
