import { isExpired } from '../certificate/lifetime.ts';
import { explainCommand } from '../connector/explain-command.ts';
import { starttlsCertificateExpired as event } from '../event/catalog/starttls-certificate-expired.ts';
import { needsOf, presentedCertificates, presentedFacts } from './presented.ts';
import type { Rule } from './rule.ts';

/** Under exchange-2019: the certificate that would be presented has expired. One finding a certificate. */
export const starttlsCertificateExpired: Rule = {
  event,
  timed: true,
  evaluate: (assessment) => {
    if (assessment.settings.profile !== 'exchange-2019') return [];
    return presentedCertificates(assessment)
      .filter(({ stored }) => isExpired(stored.certificate, assessment.observation.now))
      .map((presented) => ({
        event,
        subject: presented.stored.certificate.thumbprint,
        parameters: [presented.fqdns[0], presented.stored.certificate.thumbprint],
        facts: { ...presentedFacts(presented, assessment.ground), reason: 'certificate-expired' },
        remedy: presented.connectors.slice(0, 1).map(({ name }) => explainCommand(assessment.settings, name)),
        needs: needsOf(presented.connectors),
        step: 0,
      }));
  },
};
