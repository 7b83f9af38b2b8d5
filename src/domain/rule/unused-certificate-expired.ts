import { unusedCertificateExpired as event } from '../event/catalog/unused-certificate-expired.ts';
import type { Rule } from './rule.ts';
import { namedFirst, storeFinding } from './store-finding.ts';
import { unusedCertificates } from './unused-certificates.ts';

/** Certificates that no connector uses have expired, and nothing replaces them. One finding a store, the latest first. */
export const unusedCertificateExpired: Rule = {
  event,
  timed: true,
  evaluate: (assessment) => {
    const { observation, settings } = assessment;
    const found = unusedCertificates(assessment, Number.NEGATIVE_INFINITY, observation.now - 1);
    return [...found].map(([store, members]) => {
      const latestFirst = namedFirst(members, ({ notAfter }) => -notAfter);
      const command = [...settings.command, 'certificates', 'list', '--state', 'expired'];
      return storeFinding(event, store, latestFirst, 0, { command });
    });
  },
};
