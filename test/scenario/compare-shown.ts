import type { EventRecord } from '../../src/domain/event/event-record.ts';

/** An alert that an Alertmanager received, in the order of requests. */
export interface ShownTo {
  readonly labels: { readonly condition_id: string };
  /** RFC 3339. */
  readonly endsAt: string;
}

/**
 * Checks the alerts that an Alertmanager received against the event log. At the end, an alert must
 * be open for each open condition and for no other. The alert of a cleared condition must end when
 * the condition was cleared. No alert may end before it was open. Returns one line per error, at
 * most ten.
 * @param records the records of conditions
 * @param endedAt when all conditions were cleared, ms UTC
 */
export function shownErrors(
  records: readonly EventRecord[],
  shown: readonly ShownTo[],
  endedAt: number,
): readonly string[] {
  const last = new Map(shown.map(({ labels, endsAt }) => [labels.condition_id, Date.parse(endsAt)]));
  const latest = new Map(records.map((record) => [record.conditionId ?? '', record]));
  const begun = Math.min(...records.filter((one) => last.has(one.conditionId ?? '')).map((one) => one.eventRecordId));
  const errors = [...latest].flatMap(([conditionId, { change, timeCreated, eventRecordId }]) => {
    const endsAt = last.get(conditionId);
    if (change !== 'cleared')
      return endsAt !== undefined && endsAt > endedAt ? [] : [`${conditionId} is open, and not shown as open`];
    if (endsAt === undefined) return eventRecordId < begun ? [] : [`the end of ${conditionId} was never shown`];
    return endsAt === timeCreated
      ? []
      : [`${conditionId} was cleared at ${timeCreated}, and shown to end at ${endsAt}`];
  });
  const unknown = [...last.keys()].filter((id) => !latest.has(id)).map((id) => `${id} was shown and is in no record`);
  return [...errors, ...unknown].slice(0, 10);
}
