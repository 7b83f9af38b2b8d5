import { isTestDelivery, testDelivery } from '../../domain/alert/test-delivery.ts';
import type { NotificationOperations, ResendOutcome, TestOutcome } from '../operations/notification-operations.ts';
import type { Attempt } from '../ports/outbox.ts';
import { type DeliveryDependencies, deliveryDetailsOf, listDeliveries } from '../query/list-deliveries.ts';
import { listNotifiers } from '../query/list-notifiers.ts';
import { listSilences } from '../query/list-silences.ts';
import { addSilence } from './add-silence.ts';
import { expireSilence } from './expire-silence.ts';
import type { NotificationDependencies, NotificationReader } from './notification-dependencies.ts';

/**
 * Sends a test alert once, under the daemon's account if possible, and stores the result if a
 * daemon has run here.
 * @throws {LedgerError}
 */
async function testNotifier(
  notifier: string,
  dependencies: NotificationDependencies,
  signal: AbortSignal,
): Promise<TestOutcome> {
  // The tester is opened first, because this can change the account of the process.
  const tester = await dependencies.openTester();
  const hasDaemonRun = dependencies.openReader() !== undefined;
  using storage = hasDaemonRun ? await dependencies.openForWriting() : undefined;
  const startedAt = dependencies.clock.now();
  const startedMs = dependencies.clock.monotonicMs();
  const delivery = testDelivery(dependencies.newDeliveryId(), notifier, startedAt);
  const outcome = await tester.test(notifier, delivery, signal);
  const attempt: Attempt = {
    attempt: 1,
    startedAt,
    durationMs: Math.round(dependencies.clock.monotonicMs() - startedMs),
    outcome,
  };
  await storage?.recordTest(delivery, attempt);
  return { account: tester.account, deliveryId: storage && delivery.deliveryId, attempt };
}

/** Queues a copy of a delivery that is delivered, failed or canceled. @throws {LedgerError} */
async function resend(deliveryId: string, dependencies: NotificationDependencies): Promise<ResendOutcome> {
  using storage = await dependencies.openForWriting();
  const [delivery] = (await dependencies.openReader()?.notifications.deliveries({ deliveryId })) ?? [];
  if (delivery === undefined) return { kind: 'not-found' };
  if (isTestDelivery(delivery)) return { kind: 'is-test', delivery };
  if (['grouping', 'pending', 'sending'].includes(delivery.state)) return { kind: 'not-final', delivery };
  if (!dependencies.notifiers.some(({ name }) => name === delivery.notifier)) return { kind: 'no-notifier', delivery };
  const copy = await storage.resend(deliveryId, dependencies.newDeliveryId(), dependencies.clock.now());
  if (copy === undefined) return { kind: 'records-deleted', delivery };
  return { kind: 'resent', delivery: copy, isDaemonRunning: await dependencies.isDaemonRunning() };
}

/** Returns the notification operations of this host. */
export function createNotificationOperations(dependencies: NotificationDependencies): NotificationOperations {
  const { clock, shard, notifiers } = dependencies;
  const deliveryDependencies = ({ ledger, notifications }: NotificationReader): DeliveryDependencies => ({
    ledger,
    deliveries: notifications,
    clock,
  });
  return {
    silences: async () => {
      const reader = dependencies.openReader();
      if (reader === undefined) return undefined;
      const { open } = await reader.ledger.state(shard);
      return listSilences(await reader.notifications.silences(), open, clock.now());
    },
    unreadableSilences: async () => (await dependencies.openReader()?.notifications.unreadableSilences()) ?? [],
    addSilence: (request) => addSilence(request, dependencies),
    expireSilence: (silenceId) => expireSilence(silenceId, dependencies),
    deliveries: async (query) => {
      const reader = dependencies.openReader();
      return reader && listDeliveries(query, deliveryDependencies(reader));
    },
    delivery: async (deliveryId) => {
      const reader = dependencies.openReader();
      const [delivery] = (await reader?.notifications.deliveries({ deliveryId })) ?? [];
      if (reader === undefined || delivery === undefined) return undefined;
      return deliveryDetailsOf(delivery, deliveryDependencies(reader));
    },
    resend: (deliveryId) => resend(deliveryId, dependencies),
    notifiers: async () => listNotifiers(notifiers, (await dependencies.openReader()?.notifications.health()) ?? []),
    test: (notifier, signal) => testNotifier(notifier, dependencies, signal),
  };
}
