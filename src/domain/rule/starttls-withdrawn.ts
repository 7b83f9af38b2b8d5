import { starttlsWithdrawn as event } from '../event/catalog/starttls-withdrawn.ts';
import { starttlsFinding, starttlsMissing } from '../evidence/starttls-missing.ts';
import type { Rule } from './rule.ts';

/** Reports a connector if one of its addresses offered STARTTLS before, and none offers it now. */
export const starttlsWithdrawn: Rule = {
  event,
  isSkippedDuringClockChangeOrRenewal: true,
  evaluate: (assessment) =>
    starttlsMissing(assessment)
      .filter(({ withdrawnSince }) => withdrawnSince !== undefined)
      .map((missing) => starttlsFinding(event, missing, assessment)),
};
