import { scanLateOrFailing as event } from '../event/catalog/scan-late-or-failing.ts';
import { errorFacts } from '../failure/error-facts.ts';
import type { Problem } from '../failure/problem.ts';
import { EVERY_INVENTORY } from '../scope.ts';
import type { Rule } from './rule.ts';

const MISSED: Problem = { reason: 'scan_missed', location: '', detail: '' };

/** Reports scheduled scans that did not run, or a failure of the previous scan. */
export const scanLateOrFailing: Rule = {
  event,
  isSkippedDuringClockChangeOrRenewal: false,
  evaluate: ({ observation: { service } }) => {
    if (service.missedScans === 0 && service.previousScanFailure === undefined) return [];
    const problem = service.previousScanFailure ?? MISSED;
    return [
      {
        ...event.contentOf({ missedRuns: String(service.missedScans), detail: problem.detail }, errorFacts(problem)),
        subject: 'scan',
        remedy: [['journalctl', '-u', 'mailcertd', '--since=-1h']],
        clearingNeeds: [EVERY_INVENTORY],
      },
    ];
  },
};
