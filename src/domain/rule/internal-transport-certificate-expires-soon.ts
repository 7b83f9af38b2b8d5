import { hoursLeft, lifetimeState, soonStep } from '../certificate/lifetime.ts';
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
      lifetimeState(internalCertificate.certificate, now, settings.expiresSoon) !== 'expiring'
    )
      return [];
    const step = soonStep(internalCertificate.certificate, now, settings.expiresSoon);
    const otherParameters = [String(hoursLeft(internalCertificate.certificate, now))];
    return [internalFinding(internalCertificate, assessment, { event, otherParameters, step })];
  },
};
