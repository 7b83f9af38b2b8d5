import { countDueReminders, hoursUntilExpiry, lifetimeStateOf } from '../certificate/lifetime.ts';
import { internalTransportCertificateExpiresSoon as event } from '../event/catalog/internal-transport-certificate-expires-soon.ts';
import { internalFinding } from '../evidence/internal-finding.ts';
import type { Rule } from './rule.ts';

/** Reports an expiring internal transport certificate (for mail between Exchange servers). */
export const internalTransportCertificateExpiresSoon: Rule = {
  event,
  isSkippedDuringClockChangeOrRenewal: true,
  evaluate: (assessment) => {
    const { internalCertificate, observation, settings } = assessment;
    const { now } = observation;
    if (
      internalCertificate === undefined ||
      lifetimeStateOf(internalCertificate.certificate, now, settings.expiresSoon) !== 'expiring'
    )
      return [];
    const urgency = countDueReminders(internalCertificate.certificate, now, settings.expiresSoon);
    const hoursLeft = String(hoursUntilExpiry(internalCertificate.certificate, now));
    return [
      internalFinding(internalCertificate, assessment, {
        contentOf: (data) => event.contentOf({ thumbprint: data.thumbprint, hoursLeft }, data),
        urgency,
      }),
    ];
  },
};
