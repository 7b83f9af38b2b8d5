import { configurationRejected as event } from '../event/catalog/configuration-rejected.ts';
import { EVERY_INVENTORY } from '../scope.ts';
import type { Rule } from './rule.ts';

/** A faulty configuration was offered and the one before stays in force, until a good one is loaded. */
export const configurationRejected: Rule = {
  event,
  timed: false,
  evaluate: ({ observation: { service }, settings }) => {
    if (service.rejected === undefined) return [];
    const { location, detail, reason, times } = service.rejected;
    return [
      {
        event,
        subject: location,
        parameters: [location, detail],
        facts: { path: location, reason, detail },
        remedy: [[...settings.command, 'config', 'check']],
        needs: [EVERY_INVENTORY],
        // Offered again and still faulty: told again, with the faults it has now.
        step: times - 1,
      },
    ];
  },
};
