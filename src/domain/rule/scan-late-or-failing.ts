import { scanLateOrFailing as event } from '../event/catalog/scan-late-or-failing.ts';
import { EVERY_INVENTORY } from '../scope.ts';
import type { Rule } from './rule.ts';

/** Reports scheduled scans that did not run, or a failure of the previous scan. */
export const scanLateOrFailing: Rule = {
  event,
  isSkippedDuringClockChangeOrRenewal: false,
  evaluate: ({ observation: { service }, settings }) => {
    if (service.missedScans === 0 && service.previousScanFailure === undefined) return [];
    const { reason, detail } = service.previousScanFailure ?? { reason: 'scan_missed', detail: '' };
    return [
      {
        ...event.contentOf({ missedRuns: String(service.missedScans), detail }, { reason, detail }),
        subject: 'scan',
        remedy: [[...settings.command, 'status']],
        clearingNeeds: [EVERY_INVENTORY],
      },
    ];
  },
};
