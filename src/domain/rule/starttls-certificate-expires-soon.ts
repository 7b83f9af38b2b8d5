import { hoursLeft, lifetimeState, soonStep } from '../certificate/lifetime.ts';
import { starttlsCertificateExpiresSoon as event } from '../event/catalog/starttls-certificate-expires-soon.ts';
import { needsOf, presentedCertificates, presentedFacts } from '../evidence/presented.ts';
import { renewalRemedy } from '../evidence/renewal-remedy.ts';
import type { Rule } from './rule.ts';

/** Reports an expiring certificate that connectors select. One finding per certificate. */
export const starttlsCertificateExpiresSoon: Rule = {
  event,
  timed: true,
  evaluate: (assessment) => {
    const { now } = assessment.observation;
    const window = assessment.settings.expiresSoon;
    return presentedCertificates(assessment)
      .filter(({ stored }) => lifetimeState(stored.certificate, now, window) === 'expiring')
      .map((presented) => {
        const { certificate } = presented.stored;
        return {
          event,
          subject: certificate.thumbprint,
          parameters: [presented.fqdns[0], certificate.thumbprint, String(hoursLeft(certificate, now))],
          facts: presentedFacts(presented, assessment.context),
          remedy: renewalRemedy(presented, assessment),
          needs: needsOf(presented.connectors),
          step: soonStep(certificate, now, window),
        };
      });
  },
};
