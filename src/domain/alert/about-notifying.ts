import type { EventRecord } from '../event/event-record.ts';

/** Events about telling itself, by ID; their first parameter names the notifier. */
export const ABOUT_NOTIFYING: readonly number[] = [1500, 1501];

/** Whether a record says only how telling goes: that it could not be told brings no other of its kind, or there were no end to them. */
export function isAboutNotifying({ eventId }: Pick<EventRecord, 'eventId'>): boolean {
  return ABOUT_NOTIFYING.includes(eventId);
}
