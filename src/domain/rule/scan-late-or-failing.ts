import { scanLateOrFailing as event } from '../event/catalog/scan-late-or-failing.ts';
import { errorFacts } from '../failure/error-facts.ts';
import { problemOfReason } from '../failure/problem-of-failure.ts';
import { EVERY_INVENTORY } from '../scope.ts';
import type { Rule } from './rule.ts';

/** Reports scheduled scans that did not run, or a failure of the previous scan. */
export const scanLateOrFailing: Rule = {
  event,
  isSkippedDuringClockChangeOrRenewal: false,
  evaluate: ({ observation: { service } }) => {
    if (service.missedScans === 0 && service.previousScanFailure === undefined) return [];
    const error = errorFacts(service.previousScanFailure ?? problemOfReason('scan_missed', ''));
    return [
      {
        ...event.contentOf({ missedRuns: String(service.missedScans), detail: error.detail }, error),
        subject: 'scan',
        remedy: [['journalctl', '-u', 'mailcertd', '--since=-1h']],
        clearingNeeds: [EVERY_INVENTORY],
      },
    ];
  },
};
