import { configurationRejected as event } from '../event/catalog/configuration-rejected.ts';
import { errorFacts } from '../failure/error-facts.ts';
import { EVERY_INVENTORY } from '../scope.ts';
import type { Rule } from './rule.ts';

/**
 * Reports a rejected configuration until a valid one is loaded. Until then, the previous
 * configuration is used.
 */
export const configurationRejected: Rule = {
  event,
  isSkippedDuringClockChangeOrRenewal: false,
  evaluate: ({ observation: { service }, settings }) => {
    if (service.rejectedConfiguration === undefined) return [];
    const { location, reason, rejections } = service.rejectedConfiguration;
    const error = errorFacts(service.rejectedConfiguration);
    return [
      {
        ...event.contentOf({ file: location, problems: error.detail }, { path: location, ...error }),
        subject: location,
        remedy: [
          reason === 'restart_required'
            ? ['systemctl', 'restart', 'mailcertd']
            : [...settings.command, 'config', 'check'],
        ],
        clearingNeeds: [EVERY_INVENTORY],
        // Each further rejection escalates the condition, so that its errors are reported.
        urgency: rejections - 1,
      },
    ];
  },
};
