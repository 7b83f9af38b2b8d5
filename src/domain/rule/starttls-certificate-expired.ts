import { isExpired } from '../certificate/lifetime.ts';
import { starttlsCertificateExpired as event } from '../event/catalog/starttls-certificate-expired.ts';
import { renewalRemedy } from '../evidence/renewal-remedy.ts';
import { selectedCertificates, selectionFacts, selectionNeeds } from '../evidence/selected-certificates.ts';
import type { Rule } from './rule.ts';

/**
 * Reports a selected certificate that has expired: one finding per certificate. In profile
 * `exchange-2007`, reports only certificates in files that servers name, because these servers
 * still use them; event 12014 (no usable certificate) reports the others.
 */
export const starttlsCertificateExpired: Rule = {
  event,
  isSkippedDuringClockChangeOrRenewal: true,
  evaluate: (assessment) => {
    // In profile `exchange-2007`, event 12014 reports certificates that are selected from stores.
    const areAllReported = assessment.settings.profile === 'exchange-2019';
    return selectedCertificates(assessment, ({ name }) => areAllReported || name.files !== undefined)
      .filter(({ stored }) => isExpired(stored.certificate, assessment.observation.now))
      .map((selected) => ({
        ...event.contentOf(
          { fqdn: selected.fqdns[0], thumbprint: selected.stored.certificate.thumbprint },
          { ...selectionFacts(selected, assessment.context), reason: 'certificate-expired' },
        ),
        subject: selected.stored.certificate.thumbprint,
        remedy: renewalRemedy(selected, assessment),
        clearingNeeds: selectionNeeds(selected.connectors),
      }));
  },
};
