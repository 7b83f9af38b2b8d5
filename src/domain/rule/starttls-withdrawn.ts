import { starttlsWithdrawn as event } from '../event/catalog/starttls-withdrawn.ts';
import { starttlsFinding, starttlsMissing } from '../evidence/starttls-missing.ts';
import type { Rule } from './rule.ts';

/** Reports a connector if none of its addresses offers STARTTLS any more, but one did. */
export const starttlsWithdrawn: Rule = {
  event,
  dependsOnClockOrKeys: true,
  evaluate: (assessment) =>
    starttlsMissing(assessment)
      .filter(({ withdrawnSince }) => withdrawnSince !== undefined)
      .map((missing) => starttlsFinding(event, missing, assessment)),
};
