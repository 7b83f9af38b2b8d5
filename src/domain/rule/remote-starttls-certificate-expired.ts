import { remoteStarttlsCertificateExpired as event } from '../event/catalog/remote-starttls-certificate-expired.ts';
import { remoteExpired, remoteExpiredNow } from '../evidence/remote-expired.ts';
import type { Rule } from './rule.ts';

/**
 * Reports expired certificates of remote servers of Send connectors. One finding per certificate.
 */
export const remoteStarttlsCertificateExpired: Rule = {
  event,
  timed: true,
  evaluate: (assessment) => remoteExpired(event, false, assessment),
  undecided: (assessment) => remoteExpiredNow(false, assessment),
};
