import { remoteInternalTransportCertificateExpired as event } from '../event/catalog/remote-internal-transport-certificate-expired.ts';
import { remoteExpiredFindings, remoteExpiredThumbprints } from '../evidence/remote-expired.ts';
import type { Rule } from './rule.ts';

/**
 * Reports expired certificates of other servers of the organization. One finding per certificate.
 */
export const remoteInternalTransportCertificateExpired: Rule = {
  event,
  isSkippedDuringClockChangeOrRenewal: true,
  evaluate: (assessment) => remoteExpiredFindings(event, 'own-organization', assessment),
  undecidedSubjects: (assessment) => remoteExpiredThumbprints('own-organization', assessment),
};
