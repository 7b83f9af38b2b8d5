import { privateKeyUnreadable as event } from '../event/catalog/private-key-unreadable.ts';
import { blockedByAccess } from '../evidence/blocked-by-key.ts';
import { ALL_AVAILABLE } from '../evidence/is-all-available.ts';
import { presentedFacts } from '../evidence/presented.ts';
import { grantKeyAccess } from '../remedy/grant-key-access.ts';
import type { Rule } from './rule.ts';

/** Reports certificates that would be selected if their key's account could read the key. */
export const privateKeyUnreadable: Rule = {
  event,
  timed: true,
  evaluate: (assessment) =>
    [...blockedByAccess(assessment)].flatMap(([account, all]) =>
      all.map((barred) => {
        const { certificate, key } = barred.stored;
        const barriers = key.access.barriers.filter((barrier) => barrier.account === account);
        return {
          event,
          subject: `${certificate.thumbprint} ${account}`,
          parameters: [barred.fqdns[0], certificate.thumbprint, key.path ?? '', account],
          facts: {
            ...presentedFacts(barred, assessment.context),
            reason: 'private-key-unreadable',
            keyLoadedBy: account,
            inaccessiblePaths: barriers.map(({ path }) => path),
          },
          remedy: grantKeyAccess(barred.stored, account).commands,
          needs: ALL_AVAILABLE,
          step: 0,
        };
      }),
    ),
};
