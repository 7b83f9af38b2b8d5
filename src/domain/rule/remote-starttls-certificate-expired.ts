import { remoteStarttlsCertificateExpired as event } from '../event/catalog/remote-starttls-certificate-expired.ts';
import { remoteExpiredFindings, remoteExpiredThumbprints } from '../evidence/remote-expired.ts';
import type { Rule } from './rule.ts';

/**
 * Reports expired certificates of remote servers of Send connectors. One finding per certificate.
 */
export const remoteStarttlsCertificateExpired: Rule = {
  event,
  isSkippedDuringClockChangeOrRenewal: true,
  evaluate: (assessment) => remoteExpiredFindings(event, 'other-organizations', assessment),
  undecidedSubjects: (assessment) => remoteExpiredThumbprints('other-organizations', assessment),
};
