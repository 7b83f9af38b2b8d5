import { privateKeyUnreadable as event } from '../event/catalog/private-key-unreadable.ts';
import { ALL_SOURCES } from '../evidence/all-sources.ts';
import { blockedByAccess } from '../evidence/blocked-certificates.ts';
import { selectionFacts } from '../evidence/selected-certificates.ts';
import { grantKeyAccess } from '../remedy/grant-key-access.ts';
import type { Rule } from './rule.ts';

/**
 * Reports certificates that would be selected if the account that loads the private key could read
 * it: one finding per certificate and account.
 */
export const privateKeyUnreadable: Rule = {
  event,
  isSkippedDuringClockChangeOrRenewal: true,
  evaluate: (assessment) =>
    [...blockedByAccess(assessment)].flatMap(([account, certificates]) =>
      certificates.map((blocked) => {
        const { certificate, key } = blocked.stored;
        const denials = key.access.denials.filter((denial) => denial.account === account);
        return {
          ...event.contentOf(
            {
              fqdn: blocked.fqdns[0],
              thumbprint: certificate.thumbprint,
              keyLocation: key.path ?? '',
              keyLoadedBy: account,
            },
            {
              ...selectionFacts(blocked, assessment.context),
              reason: 'private-key-unreadable',
              keyLoadedBy: account,
              inaccessiblePaths: denials.map(({ path }) => path),
            },
          ),
          subject: `${certificate.thumbprint} ${account}`,
          remedy: grantKeyAccess(blocked.stored, account).commands,
          clearingNeeds: ALL_SOURCES,
        };
      }),
    ),
};
