import type { Delivery } from '../../domain/alert/delivery.ts';
import type { EventRecord } from '../../domain/event/event-record.ts';
import type { Instant } from '../../domain/time.ts';
import type { DeliveryDetails, ListedDelivery } from '../operations/notification-operations.ts';
import type { LedgerReader } from '../ports/ledger.ts';
import type { Deliveries, DeliveryQuery } from '../ports/outbox.ts';
import type { Clock } from '../ports/system.ts';

/** The dependencies of `listDeliveries`. */
export interface DeliveryDependencies {
  readonly ledger: Pick<LedgerReader, 'records'>;
  readonly deliveries: Deliveries;
  readonly clock: Pick<Clock, 'now'>;
}

async function recordOf(
  eventRecordId: number,
  ledger: DeliveryDependencies['ledger'],
): Promise<EventRecord | undefined> {
  for await (const record of ledger.records({ eventRecordId })) return record;
  return undefined;
}

/**
 * Returns the delivery with its state now: it is pending when its grouping time has elapsed, also
 * if no worker has claimed it yet.
 */
function withCurrentState(delivery: Delivery, now: Instant): Delivery {
  return delivery.state === 'grouping' && delivery.dueAt <= now ? { ...delivery, state: 'pending' } : delivery;
}

/**
 * Returns the matching deliveries. The time decides whether a stored delivery is `grouping` or
 * `pending`. If the query requests only one of these two states, deliveries in both states are
 * read and then filtered.
 */
async function findDeliveries(
  query: DeliveryQuery,
  { deliveries, clock }: DeliveryDependencies,
): Promise<readonly Delivery[]> {
  const { states, last, ...otherCriteria } = query;
  const current = (delivery: Delivery): Delivery => withCurrentState(delivery, clock.now());
  if (states?.includes('grouping') === states?.includes('pending')) {
    return (await deliveries.deliveries(query)).map(current);
  }
  const queriedStates = [...new Set([...(states ?? []), 'grouping', 'pending'] as const)];
  const candidates = await deliveries.deliveries({ ...otherCriteria, states: queriedStates });
  const matching = candidates.map(current).filter(({ state }) => states?.includes(state));
  return last === undefined ? matching : matching.slice(-last);
}

/**
 * Returns the matching deliveries, oldest first, each with its first record and its last attempt.
 */
export async function listDeliveries(
  query: DeliveryQuery,
  dependencies: DeliveryDependencies,
): Promise<readonly ListedDelivery[]> {
  const { ledger, deliveries } = dependencies;
  const listed: ListedDelivery[] = [];
  for (const delivery of await findDeliveries(query, dependencies)) {
    const [first] = delivery.records;
    const record = first && (await recordOf(first.eventRecordId, ledger));
    const attempts = delivery.attempts === 0 ? [] : await deliveries.attempts(delivery.deliveryId);
    listed.push({ delivery, record, lastAttempt: attempts.at(-1) });
  }
  return listed;
}

/** Returns a delivery with its records and attempts. */
export async function deliveryDetailsOf(
  delivery: Delivery,
  { ledger, deliveries, clock }: DeliveryDependencies,
): Promise<DeliveryDetails> {
  const records: EventRecord[] = [];
  for (const { eventRecordId } of delivery.records) {
    const record = await recordOf(eventRecordId, ledger);
    if (record !== undefined) records.push(record);
  }
  return {
    delivery: withCurrentState(delivery, clock.now()),
    records,
    attempts: await deliveries.attempts(delivery.deliveryId),
  };
}
