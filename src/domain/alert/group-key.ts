import type { EventRecord } from '../event/event-record.ts';
import { isAboutNotifying } from './about-notifying.ts';
import { effectiveEventId } from './match.ts';

/**
 * Returns the kind and the name of the object that a record is about: the certificate, the FQDN,
 * the store, or else the condition. For events about failing notifiers, the notifier.
 */
function groupedObject(record: EventRecord): readonly [string, string] {
  const { facts, conditionId, eventRecordId, parameters } = record;
  if (isAboutNotifying(record)) return ['notifier', parameters[0] ?? ''];
  const { thumbprint, fqdn, store } = facts;
  if (thumbprint !== undefined) return ['thumbprint', thumbprint];
  if (fqdn !== undefined) return ['fqdn', fqdn];
  if (store !== undefined) return ['store', store];
  return conditionId === undefined ? ['record', String(eventRecordId)] : ['condition', conditionId];
}

/**
 * Returns the key that all records of one alert share, as a JSON list: the computer, the ID of the
 * event (for event 1900, of the cleared event), the kind and name of the object, and the state.
 * State `over` is for cleared conditions, `open` for all others.
 */
export function groupKey(record: EventRecord): string {
  return keyInState(record, record.change === 'cleared' ? 'over' : 'open');
}

/**
 * Returns, for a record of a cleared condition, the key of the alerts about open conditions with the
 * same event and object. Returns undefined for another record.
 */
export function openGroupKey(record: EventRecord): string | undefined {
  return record.change === 'cleared' ? keyInState(record, 'open') : undefined;
}

function keyInState(record: EventRecord, state: 'open' | 'over'): string {
  return JSON.stringify([record.computer, effectiveEventId(record), ...groupedObject(record), state]);
}
