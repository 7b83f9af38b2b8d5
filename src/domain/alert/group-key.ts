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
  const state = record.change === 'cleared' ? 'over' : 'open';
  return JSON.stringify([record.computer, effectiveEventId(record), ...groupedObject(record), state]);
}

/**
 * Returns, for the key of a group of cleared conditions, the key of the open conditions with the
 * same event and object, and the event ID. Returns undefined for the key of another group.
 */
export function openGroupKey(key: string): { readonly key: string; readonly eventId: number } | undefined {
  const parts = partsOf(key);
  const [, eventId] = parts;
  if (typeof eventId !== 'number' || parts.at(-1) !== 'over') return undefined;
  return { key: JSON.stringify([...parts.slice(0, -1), 'open']), eventId };
}

/** Returns the parts of a key; empty if it is no list, such as the key of a test alert. */
function partsOf(key: string): readonly unknown[] {
  try {
    const parts: unknown = JSON.parse(key);
    return Array.isArray(parts) ? parts : [];
  } catch {
    return [];
  }
}
