import { isExpired } from '../certificate/lifetime.ts';
import { starttlsCertificateExpired as event } from '../event/catalog/starttls-certificate-expired.ts';
import { needsOf, presentedCertificates, presentedFacts } from '../evidence/presented.ts';
import { renewalRemedy } from '../evidence/renewal-remedy.ts';
import type { Rule } from './rule.ts';

/**
 * Reports a selected certificate that has expired. Under exchange-2007, only for servers that name
 * their files, because they still use it. One finding per certificate.
 */
export const starttlsCertificateExpired: Rule = {
  event,
  timed: true,
  evaluate: (assessment) => {
    const isEvery = assessment.settings.profile === 'exchange-2019';
    return presentedCertificates(assessment, ({ name }) => isEvery || name.files !== undefined)
      .filter(({ stored }) => isExpired(stored.certificate, assessment.observation.now))
      .map((presented) => ({
        event,
        subject: presented.stored.certificate.thumbprint,
        parameters: [presented.fqdns[0], presented.stored.certificate.thumbprint],
        facts: { ...presentedFacts(presented, assessment.context), reason: 'certificate-expired' },
        remedy: renewalRemedy(presented, assessment),
        needs: needsOf(presented.connectors),
        step: 0,
      }));
  },
};
