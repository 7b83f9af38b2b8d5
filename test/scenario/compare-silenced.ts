import type { Delivery } from '../../src/domain/alert/delivery.ts';
import type { EventRecord } from '../../src/domain/event/event-record.ts';

/** The time in which a silence was active, ms UTC. */
export interface Silenced {
  readonly startsAt: number;
  /** Exclusive. */
  readonly endsAt: number;
}

/** The result of silences for one receiver. */
export interface SilencedFindings {
  /** One line per error. */
  readonly errors: readonly string[];
  /**
   * Number of records that were never sent, because a newer record of the condition replaced them
   * or the condition was cleared.
   */
  readonly undelivered: number;
  /** The number of records that were written in a silence and sent after its end. */
  readonly deliveredAtEnd: number;
}

/**
 * Checks the deliveries of silenced conditions to one receiver after the end of all silences.
 * During a silence, no raised and no repeated record may be sent. Afterwards, every open condition
 * must be sent in its current state, and every cleared condition if its raised record was sent.
 * @param records the records of the silenced conditions, in order
 * @param deliveries all deliveries to the receiver
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
  const undelivered = opening.filter(({ eventRecordId }) => !deliveryOf.has(eventRecordId));
  const lost = undelivered.filter(({ timeCreated }) => !silences.some(({ endsAt }) => timeCreated < endsAt));
  const latest = new Map(records.map((record) => [record.conditionId, record]));
  const begun = new Set(
    opening.filter(({ eventRecordId }) => deliveryOf.has(eventRecordId)).map(({ conditionId }) => conditionId),
  );
  const ends = [...latest.values()].filter(({ eventRecordId, conditionId, change }) => {
    const isOwed = change !== 'cleared' || begun.has(conditionId);
    return isOwed !== deliveryOf.has(eventRecordId);
  });
  return {
    errors: [
      ...early.map(({ eventRecordId }) => `record ${eventRecordId} was delivered in a silence`),
      ...lost.map(({ eventRecordId }) => `record ${eventRecordId} was not delivered, and no silence held it`),
      ...ends.map(({ eventRecordId, change }) =>
        deliveryOf.has(eventRecordId)
          ? `the end ${eventRecordId} of a condition that was never delivered was delivered`
          : `record ${eventRecordId} (${change}) is the present state, and was not delivered`,
      ),
    ],
    undelivered: undelivered.length,
    deliveredAtEnd: opening.filter(
      ({ eventRecordId, timeCreated }) => deliveryOf.has(eventRecordId) && isIn(timeCreated),
    ).length,
  };
}
