import { isExpired } from '../certificate/lifetime.ts';
import { starttlsCertificateExpired as event } from '../event/catalog/starttls-certificate-expired.ts';
import { renewalRemedy } from '../evidence/renewal-remedy.ts';
import { selectedCertificates, selectionFacts, selectionNeeds } from '../evidence/selected-certificates.ts';
import type { Rule } from './rule.ts';

/**
 * Reports a selected certificate that has expired. Under exchange-2007, only for servers that name
 * their files, because they still use it. One finding per certificate.
 */
export const starttlsCertificateExpired: Rule = {
  event,
  dependsOnClockOrKeys: true,
  evaluate: (assessment) => {
    const areAllReported = assessment.settings.profile === 'exchange-2019';
    return selectedCertificates(assessment, ({ name }) => areAllReported || name.files !== undefined)
      .filter(({ stored }) => isExpired(stored.certificate, assessment.observation.now))
      .map((selected) => ({
        event,
        subject: selected.stored.certificate.thumbprint,
        parameters: [selected.fqdns[0], selected.stored.certificate.thumbprint],
        facts: { ...selectionFacts(selected, assessment.context), reason: 'certificate-expired' },
        remedy: renewalRemedy(selected, assessment),
        needs: selectionNeeds(selected.connectors),
        step: 0,
      }));
  },
};
