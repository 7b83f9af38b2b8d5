import { internalTransportCertificateCorrupted as event } from '../event/catalog/internal-transport-certificate-corrupted.ts';
import { ALL_SEEN } from '../evidence/is-all-seen.ts';
import { lostInternal } from '../evidence/lost-internal.ts';
import { diagnoseProblem } from '../remedy/diagnose-problem.ts';
import { internalLine, replacingInternal } from '../remedy/internal-remedy.ts';
import type { Rule } from './rule.ts';

/** The recorded internal transport certificate's file no longer parses. */
export const internalTransportCertificateCorrupted: Rule = {
  event,
  timed: false,
  evaluate: (assessment) => {
    const lost = lostInternal(assessment);
    if (lost?.kind !== 'corrupted') return [];
    const { thumbprint, store, problem } = lost;
    const { location, reason, detail } = problem;
    return [
      {
        event,
        subject: thumbprint,
        parameters: [location],
        facts: { thumbprint, store, path: location, reason, detail, ...internalLine(assessment) },
        remedy: [diagnoseProblem(location, reason), ...replacingInternal(assessment)],
        needs: ALL_SEEN,
        step: 0,
      },
    ];
  },
};
