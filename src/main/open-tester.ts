import type { Configuration } from '../adapters/config/configuration.ts';
import { loadNodemailer } from '../adapters/notify/mail/load-nodemailer.ts';
import { processAccountName } from '../adapters/system/account-name.ts';
import { systemClock } from '../adapters/system/clock.ts';
import type { Alert } from '../domain/alert/alert.ts';
import type { NewDelivery } from '../domain/alert/delivery.ts';
import type { NotifierSettings } from '../domain/alert/notifier-settings.ts';
import { testAlert } from '../domain/alert/test-alert.ts';
import type { Condition } from '../domain/condition/condition.ts';
import type { NotifierTester, Outcome } from '../work/ports/outputs.ts';
import { becomeOwnerOf } from './become-owner-of.ts';
import { openAlertmanager, openHeartbeat, openNotifier } from './open-notifier.ts';

/** Returns the conditions of an alert, as if they were open. */
function asOpenConditions({ records, createdAt: at }: Alert): readonly Condition[] {
  return records.map(({ eventId, level, parameters, facts, remedy, conditionId = '' }) => ({
    conditionId,
    eventId,
    subject: facts.connector ?? '',
    needs: ['inventory:configuration'],
    urgency: 0,
    level,
    raisedAt: at,
    notifiedAt: at,
    parameters,
    facts,
    remedy,
  }));
}

/**
 * Sends a marked test to a notifier as the daemon would. A heartbeat test is an ordinary heartbeat.
 */
async function sendTest(
  settings: NotifierSettings,
  delivery: NewDelivery,
  configuration: Configuration,
  signal: AbortSignal,
): Promise<Outcome> {
  if (settings.type === 'heartbeat') return openHeartbeat(settings, systemClock).send(signal);
  const { deliveryId, createdAt } = delivery;
  const alert = testAlert(deliveryId, configuration.computer.fqdn, process.pid, createdAt);
  if (settings.type === 'alertmanager') {
    return openAlertmanager(settings, configuration, systemClock, true).send(asOpenConditions(alert), [], signal);
  }
  const sendingDelivery = { ...delivery, state: 'sending', attempts: 0 } as const;
  return openNotifier(settings, configuration, systemClock).deliver(sendingDelivery, alert, signal);
}

/**
 * Returns a sender of marked tests to configured notifiers. If root runs this process, its account
 * changes to the owner of the state directory. Otherwise a test could succeed with files that only
 * root can read or run.
 */
export async function openTester(configuration: Configuration): Promise<NotifierTester> {
  await loadNodemailer();
  becomeOwnerOf(configuration.stateDirectory);
  return {
    account: processAccountName(),
    test: async (notifier, delivery, signal) => {
      const settings = configuration.notifiers.find(({ name }) => name === notifier);
      if (settings === undefined) throw new Error(`the configuration has no notifier ${notifier}`);
      return sendTest(settings, delivery, configuration, signal);
    },
  };
}
