import { hoursLeft, lifetimeState, soonStep } from '../certificate/lifetime.ts';
import { internalTransportCertificateExpiresSoon as event } from '../event/catalog/internal-transport-certificate-expires-soon.ts';
import { internalFinding } from '../evidence/internal-finding.ts';
import type { Rule } from './rule.ts';

/** Reports an expiring internal transport certificate. */
export const internalTransportCertificateExpiresSoon: Rule = {
  event,
  timed: true,
  evaluate: (assessment) => {
    const { internal, observation, settings } = assessment;
    const { now } = observation;
    if (internal === undefined || lifetimeState(internal.certificate, now, settings.expiresSoon) !== 'expiring')
      return [];
    const step = soonStep(internal.certificate, now, settings.expiresSoon);
    return [internalFinding(event, internal, assessment, [String(hoursLeft(internal.certificate, now))], step)];
  },
};
