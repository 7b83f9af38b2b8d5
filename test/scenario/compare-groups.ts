import type { Delivery } from '../../src/domain/alert/delivery.ts';
import type { EventRecord } from '../../src/domain/event/event-record.ts';
import type { Heard } from './compare-told.ts';

/** What one receiver was to be told, and was told. */
export interface Grouped {
  readonly receiver: string;
  /** Its `groupWithin`, ms. */
  readonly groupWithin: number;
  /** Of conditions, in the order of the log. */
  readonly records: readonly EventRecord[];
  /** As the ledger has them. */
  readonly deliveries: readonly Delivery[];
  readonly heard: readonly Heard[];
}

/** What has company: a certificate or a name, and whether it is over. All records are of one event and one computer. */
const thingOf = ({ facts: { thumbprint, fqdn }, change }: EventRecord): string =>
  `${thumbprint ?? fqdn} ${change === 'cleared' ? 'over' : 'open'}`;

/**
 * Holds the alerts of one receiver to the grouping that docs/alerts.md promises, from the log and without the program that
 * routes; answers what is wrong, a line each.
 */
export function groupingFaults(grouped: Grouped): readonly string[] {
  return [...scattered(grouped), ...mixed(grouped), ...parted(grouped), ...toldOtherwise(grouped)];
}

/** Every record is in one delivery. */
function scattered({ receiver, records, deliveries }: Grouped): readonly string[] {
  const times = new Map<number, number>();
  for (const { eventRecordId } of deliveries.flatMap((each) => each.records))
    times.set(eventRecordId, (times.get(eventRecordId) ?? 0) + 1);
  return records.flatMap(({ eventRecordId }) => {
    const count = times.get(eventRecordId) ?? 0;
    return count === 1 ? [] : [`record ${eventRecordId} is in ${count} deliveries to ${receiver}`];
  });
}

/** What comes together is about one thing, and was written within the time of one gathering. */
function mixed({ receiver, groupWithin, records, deliveries }: Grouped): readonly string[] {
  const byId = new Map(records.map((record) => [record.eventRecordId, record]));
  return deliveries.flatMap(({ deliveryId, records: own }) => {
    const [first, ...others] = own.flatMap(({ eventRecordId }) => byId.get(eventRecordId) ?? []);
    if (first === undefined) return [`delivery ${deliveryId} to ${receiver} tells of nothing`];
    return others.flatMap((other) =>
      thingOf(other) === thingOf(first) && other.timeCreated - first.timeCreated < groupWithin
        ? []
        : [`record ${other.eventRecordId} does not belong to ${first.eventRecordId} in an alert to ${receiver}`],
    );
  });
}

/**
 * What belongs together comes together, unless the gathering had ended when the later one was read, or the later one would
 * overtake what is said of its condition in an alert that was begun in between.
 */
function parted({ receiver, groupWithin, records, deliveries }: Grouped): readonly string[] {
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
    const isCompany = before !== undefined && record.timeCreated - before.since < groupWithin;
    const isLate = before !== undefined && delivery.createdAt >= before.delivery.createdAt + groupWithin;
    const overtakes = before !== undefined && said.some((each) => firstOf(each) > firstOf(before.delivery));
    return isCompany && !isLate && !overtakes
      ? [`record ${record.eventRecordId} came to ${receiver} apart from the alert that still gathered`]
      : [];
  });
}

/** Each delivery arrived with the latest of each of its conditions, and every time with the same. */
function toldOtherwise({ receiver, deliveries, heard }: Grouped): readonly string[] {
  const told = new Map<string, Set<string>>();
  for (const { deliveryId, records } of heard) {
    const ids = records.map(([eventRecordId]) => eventRecordId).join(' ');
    told.set(deliveryId, (told.get(deliveryId) ?? new Set()).add(ids));
  }
  return deliveries.flatMap(({ deliveryId, records }) => {
    const latest = new Map(records.map(({ conditionId, eventRecordId }) => [conditionId, eventRecordId]));
    const owed = [...latest.values()].toSorted((one, other) => one - other).join(' ');
    const came = [...(told.get(deliveryId) ?? [])];
    return came.length === 1 && came[0] === owed
      ? []
      : [
          `delivery ${deliveryId} to ${receiver} was to tell of ${owed}, and told of ${came.join(', then ') || 'nothing'}`,
        ];
  });
}
