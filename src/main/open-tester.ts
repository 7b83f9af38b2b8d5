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

/** What an alert tells of, as it would be open. */
function openOf({ records, createdAt: at }: Alert): readonly Condition[] {
  return records.map(({ eventId, level, parameters, facts, remedy, conditionId = '' }) => ({
    conditionId,
    eventId,
    subject: facts.connector ?? '',
    needs: ['inventory:configuration'],
    step: 0,
    level,
    raisedAt: at,
    toldAt: at,
    parameters,
    facts,
    remedy,
  }));
}

/** Tells a notifier of a marked test: each kind as the daemon does. A heartbeat's is a sign of life like any other. */
async function test(
  settings: NotifierSettings,
  delivery: NewDelivery,
  configuration: Configuration,
  signal: AbortSignal,
): Promise<Outcome> {
  if (settings.type === 'heartbeat') return openHeartbeat(settings, systemClock).beat(signal);
  const { deliveryId, createdAt } = delivery;
  const alert = testAlert(deliveryId, configuration.computer.fqdn, process.pid, createdAt);
  if (settings.type === 'alertmanager') {
    return openAlertmanager(settings, configuration, systemClock, true).show(openOf(alert), [], signal);
  }
  const held = { ...delivery, state: 'held', attempts: 0 } as const;
  return openNotifier(settings, configuration, systemClock).deliver(held, alert, signal);
}

/**
 * Sends marked tests with what the configuration says. Run by root, this process is from now on that of whom the state
 * directory belongs to, the daemon's account: what only root may read, or run, must not make a test succeed.
 */
export async function openTester(configuration: Configuration): Promise<NotifierTester> {
  await loadNodemailer();
  becomeOwnerOf(configuration.stateDirectory);
  return {
    account: processAccountName(),
    test: async (notifier, delivery, signal) => {
      const settings = configuration.notifiers.find(({ name }) => name === notifier);
      if (settings === undefined) throw new Error(`the configuration has no notifier ${notifier}`);
      return test(settings, delivery, configuration, signal);
    },
  };
}
