import type { Alert } from '../../domain/alert/alert.ts';
import type { Evidence } from '../../domain/event/data/life-cycle-data.ts';
import type { NewEventRecord } from '../../domain/event/event-record.ts';

type EndReason = Evidence['reason'];

/**
 * Returns why a condition was cleared; undefined: not cleared, or unknown to the version that wrote
 * the record.
 */
export function recordEndReason({ facts: { cleared } }: Pick<NewEventRecord, 'facts'>): EndReason | undefined {
  return cleared?.evidence.reason;
}

/**
 * Returns true if the condition continues under another event, so that the problem is not fixed.
 */
export function continuesUnderOtherEvent(reason: EndReason | undefined): reason is 'expired' | 'reclassified' {
  return reason === 'expired' || reason === 'reclassified';
}

/**
 * Returns why the conditions of an alert were cleared; undefined: not cleared. If one of the
 * conditions continues under another event, returns the reason of that condition.
 */
export function alertEndReason({ state, records }: Pick<Alert, 'state' | 'records'>): EndReason | undefined {
  if (state !== 'cleared') return undefined;
  const reasons = records.map(recordEndReason);
  return (['reclassified', 'expired'] as const).find((reason) => reasons.includes(reason)) ?? reasons[0];
}

/**
 * Returns true if all conditions of an alert are cleared, and none continues under another event.
 */
export function isFixed(alert: Pick<Alert, 'state' | 'records'>): boolean {
  return alert.state === 'cleared' && !continuesUnderOtherEvent(alertEndReason(alert));
}
