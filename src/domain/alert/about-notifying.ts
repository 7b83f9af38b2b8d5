import { ALL_EVENTS } from '../event/catalog/all.ts';
import type { EventRecord } from '../event/event-record.ts';

/**
 * IDs of the events about a failing notifier or log output. Their first parameter is its name.
 */
export const ABOUT_NOTIFYING: readonly number[] = ALL_EVENTS.flatMap(({ eventId, isAboutNotifying }) =>
  isAboutNotifying ? [eventId] : [],
);

/**
 * Returns whether a record is about a failing notifier or log output. The routing of alerts needs
 * this: a notifier never receives records about its own failures, because each alert would cause the
 * next one.
 */
export function isAboutNotifying({ eventId }: Pick<EventRecord, 'eventId'>): boolean {
  return ABOUT_NOTIFYING.includes(eventId);
}
