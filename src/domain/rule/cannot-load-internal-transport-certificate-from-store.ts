import { cannotLoadInternalTransportCertificateFromStore as event } from '../event/catalog/cannot-load-internal-transport-certificate-from-store.ts';
import { ALL_SEEN } from '../evidence/is-all-seen.ts';
import { lostInternal } from '../evidence/lost-internal.ts';
import { internalLine, replacingInternal } from '../remedy/internal-remedy.ts';
import type { Rule } from './rule.ts';

/** The recorded internal transport certificate is gone and nothing takes its place. */
export const cannotLoadInternalTransportCertificateFromStore: Rule = {
  event,
  timed: true,
  evaluate: (assessment) => {
    const lost = lostInternal(assessment);
    if (lost?.kind !== 'missing') return [];
    const { thumbprint } = lost;
    return [
      {
        event,
        subject: thumbprint,
        parameters: [thumbprint],
        facts: { thumbprint, fqdn: assessment.observation.computer.fqdn, ...internalLine(assessment) },
        remedy: replacingInternal(assessment),
        needs: ALL_SEEN,
        step: 0,
      },
    ];
  },
};
