import { Successors } from '../assessment/successors.ts';
import { renewalOverdue as event } from '../event/catalog/renewal-overdue.ts';
import { areAllSourcesAvailable } from '../evidence/all-sources.ts';
import { groupByStore } from '../evidence/store-certificates.ts';
import { renewOrListCommands } from '../evidence/store-commands.ts';
import { storeFinding } from '../evidence/store-finding.ts';
import { coverageOf } from '../observation/coverage.ts';
import { definedStores } from '../observation/defined-stores.ts';
import type { Rule } from './rule.ts';

/**
 * Reports certificates of automatically renewed stores whose renewal is overdue. One finding per
 * store, which lists the earliest expiry first. A renewal or a removal clears the condition; an expiry
 * does not.
 * @see renewalDeadline
 */
export const renewalOverdue: Rule = {
  event,
  isSkippedDuringClockChangeOrRenewal: true,
  evaluate: (assessment) => {
    const { observation, context, index } = assessment;
    const autoRenewed = new Set(
      definedStores(observation).flatMap(({ name, autoRenewed = false }) => (autoRenewed ? [name] : [])),
    );
    if (autoRenewed.size === 0 || !areAllSourcesAvailable(observation)) return [];
    const coverage = coverageOf(observation);
    const successors = new Successors({ index, now: observation.now, isSearched: context.isSearched });
    const overdue = index.byRenewalDeadline
      .between(Number.NEGATIVE_INFINITY, observation.now - 1)
      .filter(({ store }) => autoRenewed.has(store) && coverage(`store:${store}`) === 'available')
      .filter((stored) => !successors.hasNewerVersion(stored));
    return [...groupByStore(overdue, index, ({ notAfter }) => notAfter)].map(([store, certificates]) =>
      storeFinding(store, certificates, {
        contentOf: event.contentOf,
        remedy: renewOrListCommands(store, certificates, assessment, { isRenewalForced: false, listOptions: [] }),
      }),
    );
  },
};
