import { Successors } from '../assessment/successors.ts';
import { renewalOverdue as event } from '../event/catalog/renewal-overdue.ts';
import { isAllAvailable } from '../evidence/is-all-available.ts';
import { groupByStore } from '../evidence/store-certificates.ts';
import { renewOrListCommands } from '../evidence/store-commands.ts';
import { storeFinding } from '../evidence/store-finding.ts';
import { coverageOf, definedStores } from '../observation/coverage.ts';
import type { Rule } from './rule.ts';

/**
 * Reports certificates of automatically renewed stores whose renewal is overdue. One finding per
 * store, with the earliest expiry first. Cleared only by a newer certificate or by removal.
 */
export const renewalOverdue: Rule = {
  event,
  timed: true,
  evaluate: (assessment) => {
    const { observation, context, index } = assessment;
    const autoRenewed = new Set(
      definedStores(observation).flatMap(({ name, autoRenewed = false }) => (autoRenewed ? [name] : [])),
    );
    if (autoRenewed.size === 0 || !isAllAvailable(observation)) return [];
    const coverage = coverageOf(observation);
    const successors = new Successors({ index, now: observation.now, isPersonal: context.isPersonal });
    const overdue = index.byRenewalDeadline
      .between(Number.NEGATIVE_INFINITY, observation.now - 1)
      .filter(({ store }) => autoRenewed.has(store) && coverage(`store:${store}`) === 'available')
      .filter((stored) => !successors.hasNewerVersion(stored));
    return [...groupByStore(overdue, index, ({ notAfter }) => notAfter)].map(([store, certificates]) =>
      storeFinding(event, store, certificates, 0, {
        remedy: renewOrListCommands(store, certificates, assessment, { isForced: false, listOptions: [] }),
      }),
    );
  },
};
