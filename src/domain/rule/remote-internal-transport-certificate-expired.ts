import { remoteInternalTransportCertificateExpired as event } from '../event/catalog/remote-internal-transport-certificate-expired.ts';
import { remoteExpired, remoteExpiredNow } from '../evidence/remote-expired.ts';
import type { Rule } from './rule.ts';

/**
 * Reports expired certificates of other servers of the organization. One finding per certificate.
 */
export const remoteInternalTransportCertificateExpired: Rule = {
  event,
  timed: true,
  evaluate: (assessment) => remoteExpired(event, true, assessment),
  undecided: (assessment) => remoteExpiredNow(true, assessment),
};
