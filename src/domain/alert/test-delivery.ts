import type { Instant } from '../time.ts';
import type { NewDelivery } from './delivery.ts';

/** No delivery of records has this key: theirs are lists. */
export const TEST_GROUP = 'test';

/** A marked test on its way to a notifier: it tells of no record, and is tried once. */
export function testDelivery(deliveryId: string, notifier: string, at: Instant): NewDelivery {
  return { deliveryId, notifier, groupKey: TEST_GROUP, createdAt: at, dueAt: at, giveUpAt: at, records: [] };
}

/** Whether a delivery is a marked test. */
export function isTest({ groupKey }: Pick<NewDelivery, 'groupKey'>): boolean {
  return groupKey === TEST_GROUP;
}
