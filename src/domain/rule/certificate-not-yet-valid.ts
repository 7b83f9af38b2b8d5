import { certificateNotYetValid as event } from '../event/catalog/certificate-not-yet-valid.ts';
import { lookingAt } from '../mending/looking.ts';
import { barredByBeginning } from './barred.ts';
import { ALL_SEEN } from './is-all-seen.ts';
import { fileScopesOf, presentedFacts } from './presented.ts';
import type { Rule } from './rule.ts';

/** Nothing valid can be presented, and what will be is not valid yet. Where something serves, nobody is told. */
export const certificateNotYetValid: Rule = {
  event,
  timed: true,
  evaluate: (assessment) =>
    barredByBeginning(assessment).map((barred) => ({
      event,
      subject: barred.stored.certificate.thumbprint,
      parameters: [barred.fqdns[0], barred.stored.certificate.thumbprint],
      facts: { ...presentedFacts(barred, assessment.ground), reason: 'not-yet-valid' },
      remedy: lookingAt(barred.stored, 'not-yet-valid', assessment.settings),
      needs: [ALL_SEEN[0], ...ALL_SEEN.slice(1), ...fileScopesOf(barred.connectors)],
      step: 0,
    })),
};
