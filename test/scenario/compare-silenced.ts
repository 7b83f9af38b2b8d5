import type { Delivery } from '../../src/domain/alert/delivery.ts';
import type { EventRecord } from '../../src/domain/event/event-record.ts';

/** When one name was silenced, ms UTC; the end is not part of it. */
export interface Silenced {
  readonly startsAt: number;
  readonly endsAt: number;
}

/** What came of silences for one receiver. */
export interface SilencedFindings {
  /** A line for each thing that is wrong. */
  readonly faults: readonly string[];
  /** Records that were never told: something newer was, or an end. */
  readonly untold: number;
  /** Records that were written in a silence and told behind its end. */
  readonly toldAtEnd: number;
}

/**
 * Holds what one receiver was told of silenced conditions against the log, once all silences are over: nothing that begins or goes on
 * was told in a silence, nothing else is left out, what is open was told as it stands, and an end to who was told of the beginning.
 * @param records of conditions that silences are about, in order
 * @param deliveries to the receiver, all of them
 */
export function silencedFindings(
  records: readonly EventRecord[],
  deliveries: readonly Delivery[],
  silences: readonly Silenced[],
): SilencedFindings {
  const deliveryOf = new Map(
    deliveries.flatMap((each) => each.records.map(({ eventRecordId }) => [eventRecordId, each])),
  );
  const isIn = (at: number): boolean => silences.some(({ startsAt, endsAt }) => at >= startsAt && at < endsAt);
  const opening = records.filter(({ change }) => change !== 'cleared');
  const early = opening.filter(({ eventRecordId }) => isIn(deliveryOf.get(eventRecordId)?.createdAt ?? 0));
  const untold = opening.filter(({ eventRecordId }) => !deliveryOf.has(eventRecordId));
  const lost = untold.filter(({ timeCreated }) => !silences.some(({ endsAt }) => timeCreated < endsAt));
  const latest = new Map(records.map((record) => [record.conditionId, record]));
  const begun = new Set(
    opening.filter(({ eventRecordId }) => deliveryOf.has(eventRecordId)).map(({ conditionId }) => conditionId),
  );
  const ends = [...latest.values()].filter(({ eventRecordId, conditionId, change }) => {
    const isOwed = change !== 'cleared' || begun.has(conditionId);
    return isOwed !== deliveryOf.has(eventRecordId);
  });
  return {
    faults: [
      ...early.map(({ eventRecordId }) => `record ${eventRecordId} was told in a silence`),
      ...lost.map(({ eventRecordId }) => `record ${eventRecordId} was not told, and no silence held it`),
      ...ends.map(({ eventRecordId, change }) =>
        deliveryOf.has(eventRecordId)
          ? `the end ${eventRecordId} of what was never told was told`
          : `record ${eventRecordId} (${change}) is how things stand, and was not told`,
      ),
    ],
    untold: untold.length,
    toldAtEnd: opening.filter(({ eventRecordId, timeCreated }) => deliveryOf.has(eventRecordId) && isIn(timeCreated))
      .length,
  };
}
