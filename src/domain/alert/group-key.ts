import type { EventRecord } from '../event/event-record.ts';
import { eventThatCounts } from './match.ts';

/** What a record is about, in the order in which it says which: a certificate, a name, a store, else what is wrong itself. */
function thing({ facts, conditionId, eventRecordId }: EventRecord): readonly [string, string] {
  const { thumbprint, fqdn, store } = facts;
  if (thumbprint !== undefined) return ['thumbprint', thumbprint];
  if (fqdn !== undefined) return ['fqdn', fqdn];
  if (store !== undefined) return ['store', store];
  return conditionId === undefined ? ['record', String(eventRecordId)] : ['condition', conditionId];
}

/**
 * What records must share to be told together: computer, event (of a 1900 the one that is over), what it is about, and whether
 * it is over. A list as JSON; compared, never taken apart.
 */
export function groupKey(record: EventRecord): string {
  const end = record.change === 'cleared' ? 'over' : 'open';
  return JSON.stringify([record.computer, eventThatCounts(record), ...thing(record), end]);
}
