import type { EventRecord } from '../event/event-record.ts';
import { isAboutNotifying } from './about-notifying.ts';
import { effectiveEventId } from './match.ts';

/**
 * Returns the kind and the value of what a record is about: certificate, name, store or else
 * condition; for events about failing notifiers, the notifier.
 */
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
 * Returns the key that all records of one alert share, as a JSON list. It contains the computer,
 * the event (in a 1900, the cleared event), the object, and whether the condition is cleared.
 */
export function groupKey(record: EventRecord): string {
  const end = record.change === 'cleared' ? 'over' : 'open';
  return JSON.stringify([record.computer, effectiveEventId(record), ...thing(record), end]);
}

/**
 * Returns the event ID of a group of cleared conditions, with the key of the open conditions in the
 * same group. Returns undefined for other groups.
 */
export function openGroupKey(key: string): { readonly key: string; readonly eventId: number } | undefined {
  const [, eventId, end] = /^\["(?:[^"\\]|\\.)*",(\d+),.*(,"over"\])$/.exec(key) ?? [];
  if (eventId === undefined || end === undefined) return undefined;
  return { key: `${key.slice(0, -end.length)},"open"]`, eventId: Number(eventId) };
}
