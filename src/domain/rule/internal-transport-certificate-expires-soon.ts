import { countDueReminders, hoursUntilExpiry, lifetimeStateOf } from '../certificate/lifetime.ts';
import { internalTransportCertificateExpiresSoon as event } from '../event/catalog/internal-transport-certificate-expires-soon.ts';
import { internalFinding } from '../evidence/internal-finding.ts';
import type { Rule } from './rule.ts';

/** Reports an expiring internal transport certificate. */
export const internalTransportCertificateExpiresSoon: Rule = {
  event,
  dependsOnClockOrKeys: true,
  evaluate: (assessment) => {
    const { internalCertificate, observation, settings } = assessment;
    const { now } = observation;
    if (
      internalCertificate === undefined ||
      lifetimeStateOf(internalCertificate.certificate, now, settings.expiresSoon) !== 'expiring'
    )
      return [];
    const step = countDueReminders(internalCertificate.certificate, now, settings.expiresSoon);
    const otherParameters = [String(hoursUntilExpiry(internalCertificate.certificate, now))];
    return [internalFinding(internalCertificate, assessment, { event, otherParameters, step })];
  },
};
