import { starttlsNotOffered as event } from '../event/catalog/starttls-not-offered.ts';
import { starttlsFinding, starttlsMissing } from '../evidence/starttls-missing.ts';
import type { Rule } from './rule.ts';

/** A connector's server does not offer STARTTLS, and was never seen to. An Error where its mail does not go without. */
export const starttlsNotOffered: Rule = {
  event,
  timed: true,
  evaluate: (assessment) =>
    starttlsMissing(assessment)
      .filter(({ withdrawnSince }) => withdrawnSince === undefined)
      .map((without) => {
        const { requireTls } = without.sights[0].connector;
        return starttlsFinding(event, without, assessment, requireTls === true ? 'Error' : 'Warning');
      }),
};
