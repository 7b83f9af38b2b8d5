import { lifetimeState, soonStep } from '../certificate/lifetime.ts';
import { unusedCertificateExpiresSoon as event } from '../event/catalog/unused-certificate-expires-soon.ts';
import { renewingEach, storeFinding } from '../evidence/store-finding.ts';
import { unusedCertificates } from '../evidence/unused-certificates.ts';
import type { Rule } from './rule.ts';

/**
 * Reports expiring certificates that are neither used nor replaced. One finding per store, the
 * earliest expiry first; that one determines the urgency.
 */
export const unusedCertificateExpiresSoon: Rule = {
  event,
  timed: true,
  evaluate: (assessment) => {
    const { observation, settings } = assessment;
    const { now } = observation;
    const window = settings.expiresSoon;
    const found = unusedCertificates(assessment, {
      from: now,
      until: now + window.within,
      counts: (certificate) => lifetimeState(certificate, now, window) === 'expiring',
      rank: ({ notAfter }) => notAfter,
    });
    return [...found].flatMap(([store, soon]) => {
      const [first] = soon.named;
      if (first === undefined) return [];
      const remedy = renewingEach(store, soon, assessment, { isForced: false, list: ['--state', 'expiring'] });
      return storeFinding(event, store, soon, soonStep(first.certificate, now, window), { remedy });
    });
  },
};
