import { scanLateOrFailing as event } from '../event/catalog/scan-late-or-failing.ts';
import { EVERY_INVENTORY } from '../scope.ts';
import type { Rule } from './rule.ts';

/** Reports scheduled scans that did not run, or a failure of the previous scan. */
export const scanLateOrFailing: Rule = {
  event,
  timed: false,
  evaluate: ({ observation: { service }, settings }) => {
    if (service.missedRuns === 0 && service.failure === undefined) return [];
    const { reason, detail } = service.failure ?? { reason: 'scan_missed', detail: '' };
    return [
      {
        event,
        subject: 'scan',
        parameters: [String(service.missedRuns), detail],
        facts: { reason, detail },
        remedy: [[...settings.command, 'status']],
        needs: [EVERY_INVENTORY],
        step: 0,
      },
    ];
  },
};
