import { testDelivery } from '../../domain/alert/test-delivery.ts';
import type { TestOutcome } from '../operations.ts';
import type { Attempt } from '../ports/outbox.ts';
import type { TellingMeans } from './telling-means.ts';

/**
 * Sends a marked test, once, as the daemon's account where this process may become it, and keeps what came of it. Where no
 * daemon has run there is nothing to keep it in: a notifier can be tried before the first start. @throws {LedgerError}
 */
export async function testNotifier(notifier: string, means: TellingMeans, signal: AbortSignal): Promise<TestOutcome> {
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
