import { privateKeyDoesNotMatch as event } from '../event/catalog/private-key-does-not-match.ts';
import { blockedByKey } from '../evidence/blocked-by-key.ts';
import { ALL_AVAILABLE } from '../evidence/is-all-available.ts';
import { presentedFacts } from '../evidence/presented.ts';
import { compareKeys } from '../remedy/diagnostic-commands.ts';
import { findKeyCommand } from '../remedy/remedy-of.ts';
import type { Rule } from './rule.ts';

/** Reports certificates that would be selected, but have the private key of another certificate. */
export const privateKeyDoesNotMatch: Rule = {
  event,
  timed: true,
  evaluate: (assessment) =>
    blockedByKey('differs', assessment).map((barred) => {
      const { certificate, key } = barred.stored;
      return {
        event,
        subject: certificate.thumbprint,
        parameters: [barred.fqdns[0], certificate.thumbprint, key.path ?? ''],
        facts: { ...presentedFacts(barred, assessment.context), reason: 'private-key-mismatch' },
        remedy: findKeyCommand(barred.stored, assessment)?.commands ?? compareKeys(barred.stored, assessment.settings),
        needs: ALL_AVAILABLE,
        step: 0,
      };
    }),
};
