import { unusedCertificateExpired as event } from '../event/catalog/unused-certificate-expired.ts';
import { listStore, storeFinding } from '../evidence/store-finding.ts';
import { unusedCertificates } from '../evidence/unused-certificates.ts';
import type { Rule } from './rule.ts';

/**
 * Reports expired certificates that are neither used nor replaced. One finding per store, the
 * latest expiry first.
 */
export const unusedCertificateExpired: Rule = {
  event,
  timed: true,
  evaluate: (assessment) => {
    const { observation } = assessment;
    const asked = { from: Number.NEGATIVE_INFINITY, until: observation.now - 1 };
    const found = unusedCertificates(assessment, { ...asked, rank: ({ notAfter }) => -notAfter });
    return [...found].map(([store, latestFirst]) => {
      const remedy = [listStore(store, assessment, ['--state', 'expired'])];
      return storeFinding(event, store, latestFirst, 0, { remedy });
    });
  },
};
