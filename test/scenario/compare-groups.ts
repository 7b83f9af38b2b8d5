import type { Delivery } from '../../src/domain/alert/delivery.ts';
import type { EventRecord } from '../../src/domain/event/event-record.ts';
import type { Heard } from './compare-deliveries.ts';

/** The records and deliveries of one receiver, and the requests that it received. */
export interface Grouped {
  readonly receiver: string;
  /** The receiver's `groupWait` in ms. */
  readonly groupWait: number;
  /** The records of conditions, in the order of the event log. */
  readonly records: readonly EventRecord[];
  /** The deliveries in the ledger. */
  readonly deliveries: readonly Delivery[];
  readonly heard: readonly Heard[];
}

/**
 * Returns the grouping key: the certificate or name, and whether the condition is cleared. All
 * records have one event and one computer.
 */
const thingOf = ({ facts: { thumbprint, fqdn }, change }: EventRecord): string =>
  `${thumbprint ?? fqdn} ${change === 'cleared' ? 'over' : 'open'}`;

/**
 * Checks the alerts of one receiver against the grouping rules of docs/alerts.md. It uses the event
 * log, not the router. Returns one line per error.
 */
export function groupingErrors(grouped: Grouped): readonly string[] {
  return [...scattered(grouped), ...mixed(grouped), ...parted(grouped), ...unexpectedRecords(grouped)];
}

/** Checks that every record is in exactly one delivery. */
function scattered({ receiver, records, deliveries }: Grouped): readonly string[] {
  const times = new Map<number, number>();
  for (const { eventRecordId } of deliveries.flatMap((each) => each.records))
    times.set(eventRecordId, (times.get(eventRecordId) ?? 0) + 1);
  return records.flatMap(({ eventRecordId }) => {
    const count = times.get(eventRecordId) ?? 0;
    return count === 1 ? [] : [`record ${eventRecordId} is in ${count} deliveries to ${receiver}`];
  });
}

/** Checks that the records of an alert have the same key and were written within one group wait. */
function mixed({ receiver, groupWait, records, deliveries }: Grouped): readonly string[] {
  const byId = new Map(records.map((record) => [record.eventRecordId, record]));
  return deliveries.flatMap(({ deliveryId, records: own }) => {
    const [first, ...others] = own.flatMap(({ eventRecordId }) => byId.get(eventRecordId) ?? []);
    if (first === undefined) return [`delivery ${deliveryId} to ${receiver} has no records`];
    return others.flatMap((other) =>
      thingOf(other) === thingOf(first) && other.timeCreated - first.timeCreated < groupWait
        ? []
        : [`record ${other.eventRecordId} does not belong to ${first.eventRecordId} in an alert to ${receiver}`],
    );
  });
}

/**
 * Checks that records with the same key are in the same alert. Exceptions: the group wait had
 * ended, or a later alert already contains a record of the same condition, which must not be
 * overtaken.
 */
function parted({ receiver, groupWait, records, deliveries }: Grouped): readonly string[] {
  const deliveryOf = new Map(
    deliveries.flatMap((each) => each.records.map(({ eventRecordId }) => [eventRecordId, each])),
  );
  const latest = new Map<string, { readonly delivery: Delivery; readonly since: number }>();
  const firstOf = ({ records: [first] }: Delivery): number => first?.eventRecordId ?? 0;
  const saidOf = new Map<string | undefined, Delivery[]>();
  return records.flatMap((record) => {
    const delivery = deliveryOf.get(record.eventRecordId);
    const said = saidOf.get(record.conditionId) ?? [];
    if (delivery !== undefined) saidOf.set(record.conditionId, [...said, delivery]);
    if (delivery === undefined) return [];
    const before = latest.get(thingOf(record));
    if (before?.delivery === delivery) return [];
    latest.set(thingOf(record), { delivery, since: record.timeCreated });
    const isCompany = before !== undefined && record.timeCreated - before.since < groupWait;
    const isLate = before !== undefined && delivery.createdAt >= before.delivery.createdAt + groupWait;
    const overtakes = before !== undefined && said.some((each) => firstOf(each) > firstOf(before.delivery));
    return isCompany && !isLate && !overtakes
      ? [`record ${record.eventRecordId} came to ${receiver} apart from the alert that still gathered`]
      : [];
  });
}

/**
 * Checks that each delivery arrived with the latest record of each of its conditions, and that
 * retries had the same records.
 */
function unexpectedRecords({ receiver, deliveries, heard }: Grouped): readonly string[] {
  const reported = new Map<string, Set<string>>();
  for (const { deliveryId, records } of heard) {
    const ids = records.map(([eventRecordId]) => eventRecordId).join(' ');
    reported.set(deliveryId, (reported.get(deliveryId) ?? new Set()).add(ids));
  }
  return deliveries.flatMap(({ deliveryId, records }) => {
    const latest = new Map(records.map(({ conditionId, eventRecordId }) => [conditionId, eventRecordId]));
    const owed = [...latest.values()].toSorted((one, other) => one - other).join(' ');
    const came = [...(reported.get(deliveryId) ?? [])];
    return came.length === 1 && came[0] === owed
      ? []
      : [
          `delivery ${deliveryId} to ${receiver} should contain ${owed}, and contained ${came.join(', then ') || 'nothing'}`,
        ];
  });
}
