import type { Configuration } from '../adapters/config/configuration.ts';
import type { Recipients } from '../work/deliver/notification-service.ts';
import type { Clock } from '../work/ports/system.ts';
import { openAlertmanager, openHeartbeat, openNotifier } from './open-notifier.ts';

/** Returns the recipients that a configuration names. */
export function recipientsOf(configuration: Configuration, clock: Clock): Recipients {
  const recipients: { readonly [Kind in keyof Recipients]: Recipients[Kind][number][] } = {
    notifiers: [],
    alertmanagers: [],
    heartbeats: [],
  };
  for (const settings of configuration.notifiers) {
    const { name, timeout: timeoutMs } = settings;
    if (settings.type === 'heartbeat') {
      recipients.heartbeats.push({ heartbeat: openHeartbeat(settings, clock), intervalMs: settings.interval });
    } else if (settings.type === 'alertmanager') {
      const { match, holdFor: holdForMs, interval: intervalMs } = settings;
      const alertmanager = openAlertmanager(settings, configuration, clock);
      recipients.alertmanagers.push({ alertmanager, match, holdForMs, intervalMs, timeoutMs });
    } else {
      const { match, changes, groupWait, holdFor, retryFor } = settings;
      const route = { notifier: name, match, changes, groupWait, holdFor, retryFor };
      recipients.notifiers.push({ notifier: openNotifier(settings, configuration, clock), route, timeoutMs });
    }
  }
  return recipients;
}
