import { privateKeyDoesNotMatch as event } from '../event/catalog/private-key-does-not-match.ts';
import { ALL_SOURCES } from '../evidence/all-sources.ts';
import { blockedByKey } from '../evidence/blocked-certificates.ts';
import { selectionFacts } from '../evidence/selected-certificates.ts';
import { compareKeysCommands } from '../remedy/diagnostic-commands.ts';
import { findKeyRemedy } from '../remedy/remedy-of.ts';
import type { Rule } from './rule.ts';

/**
 * Reports certificates that would be selected if they had their private key. The key next to them
 * belongs to another certificate.
 */
export const privateKeyDoesNotMatch: Rule = {
  event,
  isSkippedDuringClockChangeOrRenewal: true,
  evaluate: (assessment) =>
    blockedByKey('differs', assessment).map((blocked) => {
      const { certificate, key } = blocked.stored;
      return {
        ...event.contentOf(
          { fqdn: blocked.fqdns[0], thumbprint: certificate.thumbprint, keyLocation: key.path ?? '' },
          { ...selectionFacts(blocked, assessment.context), reason: 'private-key-mismatch' },
        ),
        subject: certificate.thumbprint,
        remedy:
          findKeyRemedy(blocked.stored, assessment)?.commands ??
          compareKeysCommands(blocked.stored, assessment.settings),
        clearingNeeds: ALL_SOURCES,
      };
    }),
};
