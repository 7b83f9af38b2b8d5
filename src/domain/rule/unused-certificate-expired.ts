import { unusedCertificateExpired as event } from '../event/catalog/unused-certificate-expired.ts';
import { listCommand } from '../evidence/store-commands.ts';
import { storeFinding } from '../evidence/store-finding.ts';
import { unusedCertificates } from '../evidence/unused-certificates.ts';
import type { Rule } from './rule.ts';

/**
 * Reports expired certificates that no connector uses and no newer certificate replaces. One
 * finding per store, which lists the latest expiry first.
 */
export const unusedCertificateExpired: Rule = {
  event,
  isSkippedDuringClockChangeOrRenewal: true,
  evaluate: (assessment) => {
    const { observation } = assessment;
    // Leaves out certificates that a connector uses or a newer certificate replaces.
    const certificatesByStore = unusedCertificates(assessment, {
      expiresFrom: Number.NEGATIVE_INFINITY,
      expiresUntil: observation.now - 1,
      rank: ({ notAfter }) => -notAfter,
    });
    return [...certificatesByStore].map(([store, certificates]) => {
      const remedy = [listCommand(store, assessment, ['--state', 'expired'])];
      return storeFinding(store, certificates, { contentOf: event.contentOf, remedy });
    });
  },
};
