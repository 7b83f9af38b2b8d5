import { countDueReminders, hoursUntilExpiry, lifetimeStateOf } from '../certificate/lifetime.ts';
import { starttlsCertificateExpiresSoon as event } from '../event/catalog/starttls-certificate-expires-soon.ts';
import { renewalRemedy } from '../evidence/renewal-remedy.ts';
import { selectedCertificates, selectionFacts, selectionNeeds } from '../evidence/selected-certificates.ts';
import type { Rule } from './rule.ts';

/** Reports an expiring certificate that connectors select. One finding per certificate. */
export const starttlsCertificateExpiresSoon: Rule = {
  event,
  isSkippedDuringClockChangeOrRenewal: true,
  evaluate: (assessment) => {
    const { now } = assessment.observation;
    const { expiresSoon: window, profile } = assessment.settings;
    return selectedCertificates(assessment)
      .filter(({ stored }) => lifetimeStateOf(stored.certificate, now, window) === 'expiring')
      .map((selected) => {
        const { certificate } = selected.stored;
        return {
          ...event.contentOf(
            {
              fqdn: selected.fqdns[0],
              thumbprint: certificate.thumbprint,
              hoursLeft: String(hoursUntilExpiry(certificate, now)),
            },
            { ...selectionFacts(selected, assessment.context), ...(profile === 'exchange-2019' ? { profile } : {}) },
          ),
          subject: certificate.thumbprint,
          remedy: renewalRemedy(selected, assessment),
          clearingNeeds: selectionNeeds(selected.connectors),
          urgency: countDueReminders(certificate, now, window),
        };
      });
  },
};
