import { type EventLevel, LEVEL_NUMBERS } from '../event/event-definition.ts';
import type { EventRecord } from '../event/event-record.ts';
import type { Instant } from '../time.ts';
import type { Alert, AlertState } from './alert.ts';
import type { NewDelivery } from './delivery.ts';
import { effectiveEventId, effectiveLevel } from './match.ts';

/** By precedence: the first state that is the change of any record is the state of the alert. */
const STATES: readonly AlertState[] = ['raised', 'escalated', 'repeated', 'once', 'cleared'];

/** Returns the latest record of each condition, and all records without a condition. */
function latestByCondition(records: readonly EventRecord[]): readonly EventRecord[] {
  const latest = new Map(records.map((record) => [record.conditionId, record.eventRecordId]));
  return records.filter(
    ({ conditionId, eventRecordId }) => conditionId === undefined || latest.get(conditionId) === eventRecordId,
  );
}

/**
 * Returns the alert of a delivery, or undefined if the event log no longer contains any of its
 * records.
 * @param records the records of the delivery that the event log contains, in its order
 * @param at end of the grouping time
 */
export function groupedAlert(
  { deliveryId, records: groupedRecords }: Pick<NewDelivery, 'deliveryId' | 'records'>,
  records: readonly EventRecord[],
  at: Instant,
): Alert | undefined {
  const latest = latestByCondition(records);
  const [first] = latest;
  if (first === undefined) return undefined;
  const hasNewOpenCondition =
    groupedRecords.some(({ isFirst }) => isFirst) && latest.some(({ change }) => change !== 'cleared');
  const firstState = STATES.find((state) => latest.some(({ change }) => change === state)) ?? first.change;
  const level = latest
    .map(effectiveLevel)
    .reduce((worst: EventLevel, level) => (LEVEL_NUMBERS[level] < LEVEL_NUMBERS[worst] ? level : worst), 'Information');
  return {
    alertId: deliveryId,
    state: hasNewOpenCondition ? 'raised' : firstState,
    level,
    eventId: effectiveEventId(first),
    computer: first.computer,
    createdAt: at,
    records: latest,
  };
}
