import { privateKeyMissing as event } from '../event/catalog/private-key-missing.ts';
import { ALL_SOURCES } from '../evidence/all-sources.ts';
import { blockedByKey } from '../evidence/blocked-certificates.ts';
import { selectionFacts } from '../evidence/selected-certificates.ts';
import { compareKeysCommands } from '../remedy/diagnostic-commands.ts';
import { findKeyRemedy } from '../remedy/remedy-of.ts';
import type { Rule } from './rule.ts';

/**
 * Reports certificates that would be selected if they had their private key. Leaves out the
 * certificates of issuers, and certificates that no connector needs.
 */
export const privateKeyMissing: Rule = {
  event,
  isSkippedDuringClockChangeOrRenewal: true,
  evaluate: (assessment) =>
    blockedByKey('missing', assessment).map((blocked) => {
      const { certificate, location } = blocked.stored;
      return {
        ...event.contentOf(
          { fqdn: blocked.fqdns[0], thumbprint: certificate.thumbprint, location: location.path },
          { ...selectionFacts(blocked, assessment.context), reason: 'private-key-missing' },
        ),
        subject: certificate.thumbprint,
        remedy:
          findKeyRemedy(blocked.stored, assessment)?.commands ??
          compareKeysCommands(blocked.stored, assessment.settings),
        clearingNeeds: ALL_SOURCES,
      };
    }),
};
