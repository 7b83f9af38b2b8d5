import type { EventRecord } from '../event/event-record.ts';
import { isAboutNotifying } from './about-notifying.ts';
import { eventThatCounts } from './match.ts';

/** What a record is about, in the order in which it says which: a certificate, a name, a store, else what is wrong itself; of telling, who. */
function thing(record: EventRecord): readonly [string, string] {
  const { facts, conditionId, eventRecordId, parameters } = record;
  if (isAboutNotifying(record)) return ['notifier', parameters[0] ?? ''];
  const { thumbprint, fqdn, store } = facts;
  if (thumbprint !== undefined) return ['thumbprint', thumbprint];
  if (fqdn !== undefined) return ['fqdn', fqdn];
  if (store !== undefined) return ['store', store];
  return conditionId === undefined ? ['record', String(eventRecordId)] : ['condition', conditionId];
}

/**
 * What records must share to be told together: computer, event (of a 1900 the one that is over), what it is about, and whether
 * it is over. A list as JSON.
 */
export function groupKey(record: EventRecord): string {
  const end = record.change === 'cleared' ? 'over' : 'open';
  return JSON.stringify([record.computer, eventThatCounts(record), ...thing(record), end]);
}

/** Of the key of ends, that of what is open in the same group, and its event; undefined: it is of no ends. */
export function openGroupKey(key: string): { readonly key: string; readonly eventId: number } | undefined {
  const [, eventId, end] = /^\["(?:[^"\\]|\\.)*",(\d+),.*(,"over"\])$/.exec(key) ?? [];
  if (eventId === undefined || end === undefined) return undefined;
  return { key: `${key.slice(0, -end.length)},"open"]`, eventId: Number(eventId) };
}
