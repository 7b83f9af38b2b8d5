import { isTest, testDelivery } from '../../domain/alert/test-delivery.ts';
import type { NotificationOperations, ResendOutcome, TestOutcome } from '../operations.ts';
import type { Attempt } from '../ports/outbox.ts';
import { accountOf, type DeliveryDependencies, listDeliveries } from '../query/list-deliveries.ts';
import { listNotifiers } from '../query/list-notifiers.ts';
import { listSilences } from '../query/list-silences.ts';
import type { NotificationDependencies, NotificationReader } from './notification-dependencies.ts';
import { addSilence, endSilence } from './silence.ts';

/**
 * Sends a test alert once, under the daemon's account if possible, and stores the result. The
 * result is not stored before the first start of a daemon.
 * @throws {LedgerError}
 */
async function testNotifier(
  notifier: string,
  means: NotificationDependencies,
  signal: AbortSignal,
): Promise<TestOutcome> {
  const tester = await means.tester();
  using orders = means.reader() === undefined ? undefined : await means.orders();
  const startedAt = means.clock.now();
  const begun = means.clock.monotonicMs();
  const delivery = testDelivery(means.newDeliveryId(), notifier, startedAt);
  const outcome = await tester.test(notifier, delivery, signal);
  const attempt: Attempt = {
    attempt: 1,
    startedAt,
    durationMs: Math.round(means.clock.monotonicMs() - begun),
    outcome,
  };
  await orders?.recordTest(delivery, attempt);
  return { account: tester.account, deliveryId: orders && delivery.deliveryId, attempt };
}

/** Queues a copy of a delivery that was delivered or failed. @throws {LedgerError} */
async function resend(deliveryId: string, means: NotificationDependencies): Promise<ResendOutcome> {
  using orders = await means.orders();
  const [delivery] = (await means.reader()?.notifications.deliveries({ deliveryId })) ?? [];
  if (delivery === undefined) return { kind: 'unknown' };
  if (isTest(delivery)) return { kind: 'test', delivery };
  if (['grouping', 'pending', 'sending'].includes(delivery.state)) return { kind: 'on-its-way', delivery };
  if (!means.notifiers.some(({ name }) => name === delivery.notifier)) return { kind: 'no-notifier', delivery };
  const again = await orders.resend(deliveryId, means.newDeliveryId(), means.clock.now());
  if (again === undefined) return { kind: 'pruned', delivery };
  return { kind: 'resent', delivery: again, isDaemonRunning: await means.isDaemonRunning() };
}

/** Returns the notification operations of this host. */
export function notificationsOf(means: NotificationDependencies): NotificationOperations {
  const { clock, shard, notifiers } = means;
  const sources = ({ ledger, notifications }: NotificationReader): DeliveryDependencies => ({
    ledger,
    deliveries: notifications,
    clock,
  });
  return {
    silences: async () => {
      const reader = means.reader();
      if (reader === undefined) return undefined;
      const { open } = await reader.ledger.state(shard);
      return listSilences(await reader.notifications.silences(), open, clock.now());
    },
    unreadableSilences: async () => (await means.reader()?.notifications.unreadableSilences()) ?? [],
    addSilence: (order) => addSilence(order, means),
    endSilence: (silenceId) => endSilence(silenceId, means),
    deliveries: async (query) => {
      const reader = means.reader();
      return reader && listDeliveries(query, sources(reader));
    },
    delivery: async (deliveryId) => {
      const reader = means.reader();
      const [delivery] = (await reader?.notifications.deliveries({ deliveryId })) ?? [];
      return reader && delivery && accountOf(delivery, sources(reader));
    },
    resend: (deliveryId) => resend(deliveryId, means),
    notifiers: async () => listNotifiers(notifiers, (await means.reader()?.notifications.health()) ?? []),
    test: (notifier, signal) => testNotifier(notifier, means, signal),
  };
}
