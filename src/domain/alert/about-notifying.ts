import type { EventRecord } from '../event/event-record.ts';

/** IDs of the events about failing notifiers; their first parameter is the name of the notifier. */
export const ABOUT_NOTIFYING: readonly number[] = [1500, 1501];

/**
 * Returns whether a record is about a failing notifier. A notifier's own failures are never sent to
 * it, because each alert would cause the next one.
 */
export function isAboutNotifying({ eventId }: Pick<EventRecord, 'eventId'>): boolean {
  return ABOUT_NOTIFYING.includes(eventId);
}
