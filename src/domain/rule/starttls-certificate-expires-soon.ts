import { hoursLeft, lifetimeState, soonStep } from '../certificate/lifetime.ts';
import { starttlsCertificateExpiresSoon as event } from '../event/catalog/starttls-certificate-expires-soon.ts';
import { showCertificate } from '../mending/looking.ts';
import { renewing } from '../mending/renewing.ts';
import { needsOf, presentedCertificates, presentedFacts } from './presented.ts';
import type { Rule } from './rule.ts';

/** The certificate that connectors present is inside the "soon" window. One finding a certificate. */
export const starttlsCertificateExpiresSoon: Rule = {
  event,
  timed: true,
  evaluate: (assessment) => {
    const { now } = assessment.observation;
    const { settings } = assessment;
    const window = settings.expiresSoon;
    return presentedCertificates(assessment)
      .filter(({ stored }) => lifetimeState(stored.certificate, now, window) === 'soon')
      .map((presented) => {
        const { stored } = presented;
        const { certificate } = stored;
        return {
          event,
          subject: certificate.thumbprint,
          parameters: [presented.fqdns[0], certificate.thumbprint, String(hoursLeft(certificate, now))],
          facts: presentedFacts(presented, assessment.ground),
          remedy: renewing(stored, assessment)?.commands ?? [showCertificate(stored, settings, ['-issuer', '-dates'])],
          needs: needsOf(presented.connectors),
          step: soonStep(certificate, now, window),
        };
      });
  },
};
