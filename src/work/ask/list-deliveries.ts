import type { Delivery } from '../../domain/alert/delivery.ts';
import type { EventRecord } from '../../domain/event/event-record.ts';
import type { DeliveryAccount, ListedDelivery } from '../operations.ts';
import type { Deliveries, DeliveryQuery, LedgerReader } from '../ports.ts';

/** Where deliveries, and what they tell, are read. */
export interface DeliveryMeans {
  readonly ledger: Pick<LedgerReader, 'records'>;
  readonly deliveries: Deliveries;
}

async function recordOf(eventRecordId: number, ledger: DeliveryMeans['ledger']): Promise<EventRecord | undefined> {
  for await (const record of ledger.records({ eventRecordId })) return record;
  return undefined;
}

/** Oldest first, each with the first that it tells and what came of it last. */
export async function listDeliveries(
  query: DeliveryQuery,
  { ledger, deliveries }: DeliveryMeans,
): Promise<readonly ListedDelivery[]> {
  const listed: ListedDelivery[] = [];
  for (const delivery of await deliveries.deliveries(query)) {
    const [first] = delivery.records;
    const record = first && (await recordOf(first.eventRecordId, ledger));
    const attempts = delivery.attempts === 0 ? [] : await deliveries.attempts(delivery.deliveryId);
    listed.push({ delivery, record, lastAttempt: attempts.at(-1) });
  }
  return listed;
}

/** All that is kept of one delivery. */
export async function accountOf(delivery: Delivery, { ledger, deliveries }: DeliveryMeans): Promise<DeliveryAccount> {
  const records: EventRecord[] = [];
  for (const { eventRecordId } of delivery.records) {
    const record = await recordOf(eventRecordId, ledger);
    if (record !== undefined) records.push(record);
  }
  return { delivery, records, attempts: await deliveries.attempts(delivery.deliveryId) };
}
