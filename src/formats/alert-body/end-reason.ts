import type { Alert } from '../../domain/alert/alert.ts';
import type { NewEventRecord } from '../../domain/event/event-record.ts';
import type { Evidence } from '../../domain/event/facts.ts';

type EndReason = Evidence['reason'];

/** Why a condition ended; undefined: this is not its end, or a record of a version that did not say. */
export function endReasonOf({ facts: { cleared } }: Pick<NewEventRecord, 'facts'>): EndReason | undefined {
  return cleared?.evidence.reason;
}

/** Whether what ended goes on under another event: nothing was mended. */
export function goesOn(reason: EndReason | undefined): reason is 'expired' | 'reclassified' {
  return reason === 'expired' || reason === 'reclassified';
}

/** Why what an alert tells of ended; of several reasons one by which it goes on before the others. undefined: it is no end. */
export function endReason({ state, records }: Pick<Alert, 'state' | 'records'>): EndReason | undefined {
  if (state !== 'cleared') return undefined;
  const reasons = records.map(endReasonOf);
  return (['reclassified', 'expired'] as const).find((each) => reasons.includes(each)) ?? reasons[0];
}

/** Whether all that an alert tells of is over, and none of it goes on under another event. */
export function isFixed(alert: Pick<Alert, 'state' | 'records'>): boolean {
  return alert.state === 'cleared' && !goesOn(endReason(alert));
}
