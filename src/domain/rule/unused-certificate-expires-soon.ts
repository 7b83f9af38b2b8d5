import { countDueReminders, lifetimeStateOf } from '../certificate/lifetime.ts';
import { unusedCertificateExpiresSoon as event } from '../event/catalog/unused-certificate-expires-soon.ts';
import { renewOrListCommands } from '../evidence/store-commands.ts';
import { storeFinding } from '../evidence/store-finding.ts';
import { unusedCertificates } from '../evidence/unused-certificates.ts';
import type { Rule } from './rule.ts';

/**
 * Reports expiring certificates that no connector uses and no newer certificate replaces. One
 * finding per store, which lists the earliest expiry first. That expiry determines the urgency.
 */
export const unusedCertificateExpiresSoon: Rule = {
  event,
  isSkippedDuringClockChangeOrRenewal: true,
  evaluate: (assessment) => {
    const { observation, settings } = assessment;
    const { now } = observation;
    const window = settings.expiresSoon;
    const certificatesByStore = unusedCertificates(assessment, {
      // The period limits the search. Certificates with a short lifetime are `expiring` only in the
      // last part of this period.
      expiresFrom: now,
      expiresUntil: now + window.within,
      matches: (certificate) => lifetimeStateOf(certificate, now, window) === 'expiring',
      rank: ({ notAfter }) => notAfter,
    });
    return [...certificatesByStore].flatMap(([store, certificates]) => {
      const [first] = certificates.listed;
      if (first === undefined) return [];
      const remedy = renewOrListCommands(store, certificates, assessment, {
        isRenewalForced: false,
        listOptions: ['--state', 'expiring'],
      });
      const urgency = countDueReminders(first.certificate, now, window);
      return storeFinding(store, certificates, { contentOf: event.contentOf, urgency, remedy });
    });
  },
};
