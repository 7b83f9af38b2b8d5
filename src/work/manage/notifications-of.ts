import { isTest, testDelivery } from '../../domain/alert/test-delivery.ts';
import type { NotificationOperations, ResendOutcome, TestOutcome } from '../operations/notification-operations.ts';
import type { Attempt } from '../ports/outbox.ts';
import { type DeliveryDependencies, deliveryDetailsOf, listDeliveries } from '../query/list-deliveries.ts';
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
  dependencies: NotificationDependencies,
  signal: AbortSignal,
): Promise<TestOutcome> {
  const tester = await dependencies.tester();
  using orders = dependencies.reader() === undefined ? undefined : await dependencies.orders();
  const startedAt = dependencies.clock.now();
  const begun = dependencies.clock.monotonicMs();
  const delivery = testDelivery(dependencies.newDeliveryId(), notifier, startedAt);
  const outcome = await tester.test(notifier, delivery, signal);
  const attempt: Attempt = {
    attempt: 1,
    startedAt,
    durationMs: Math.round(dependencies.clock.monotonicMs() - begun),
    outcome,
  };
  await orders?.recordTest(delivery, attempt);
  return { account: tester.account, deliveryId: orders && delivery.deliveryId, attempt };
}

/** Queues a copy of a delivery that was delivered or failed. @throws {LedgerError} */
async function resend(deliveryId: string, dependencies: NotificationDependencies): Promise<ResendOutcome> {
  using orders = await dependencies.orders();
  const [delivery] = (await dependencies.reader()?.notifications.deliveries({ deliveryId })) ?? [];
  if (delivery === undefined) return { kind: 'unknown' };
  if (isTest(delivery)) return { kind: 'test', delivery };
  if (['grouping', 'pending', 'sending'].includes(delivery.state)) return { kind: 'on-its-way', delivery };
  if (!dependencies.notifiers.some(({ name }) => name === delivery.notifier)) return { kind: 'no-notifier', delivery };
  const again = await orders.resend(deliveryId, dependencies.newDeliveryId(), dependencies.clock.now());
  if (again === undefined) return { kind: 'pruned', delivery };
  return { kind: 'resent', delivery: again, isDaemonRunning: await dependencies.isDaemonRunning() };
}

/** Returns the notification operations of this host. */
export function notificationsOf(dependencies: NotificationDependencies): NotificationOperations {
  const { clock, shard, notifiers } = dependencies;
  const sources = ({ ledger, notifications }: NotificationReader): DeliveryDependencies => ({
    ledger,
    deliveries: notifications,
    clock,
  });
  return {
    silences: async () => {
      const reader = dependencies.reader();
      if (reader === undefined) return undefined;
      const { open } = await reader.ledger.state(shard);
      return listSilences(await reader.notifications.silences(), open, clock.now());
    },
    unreadableSilences: async () => (await dependencies.reader()?.notifications.unreadableSilences()) ?? [],
    addSilence: (order) => addSilence(order, dependencies),
    endSilence: (silenceId) => endSilence(silenceId, dependencies),
    deliveries: async (query) => {
      const reader = dependencies.reader();
      return reader && listDeliveries(query, sources(reader));
    },
    delivery: async (deliveryId) => {
      const reader = dependencies.reader();
      const [delivery] = (await reader?.notifications.deliveries({ deliveryId })) ?? [];
      return reader && delivery && deliveryDetailsOf(delivery, sources(reader));
    },
    resend: (deliveryId) => resend(deliveryId, dependencies),
    notifiers: async () => listNotifiers(notifiers, (await dependencies.reader()?.notifications.health()) ?? []),
    test: (notifier, signal) => testNotifier(notifier, dependencies, signal),
  };
}
