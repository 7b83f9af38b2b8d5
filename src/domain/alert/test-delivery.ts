import type { Instant } from '../time.ts';
import type { NewDelivery } from './delivery.ts';

/** Group key of test deliveries; all other group keys are JSON lists. */
export const TEST_GROUP_KEY = 'test';

/** Returns a delivery that sends a test alert: without records, and with one attempt. */
export function testDelivery(deliveryId: string, notifier: string, at: Instant): NewDelivery {
  return { deliveryId, notifier, groupKey: TEST_GROUP_KEY, createdAt: at, dueAt: at, retryUntil: at, records: [] };
}

/** Returns whether a delivery sends a test alert. */
export function isTestDelivery({ groupKey }: Pick<NewDelivery, 'groupKey'>): boolean {
  return groupKey === TEST_GROUP_KEY;
}
