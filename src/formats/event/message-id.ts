/** Drawn once; a UUID of version 4 but for its last eight digits. */
const FRONT = 'd8dec4bfecfe49abbd3386e0';

/**
 * The journal's MESSAGE_ID of an event, the same for ever: 24 fixed digits, then the event's number in eight decimal ones.
 * @see https://www.freedesktop.org/software/systemd/man/latest/systemd.journal-fields.html
 */
export function messageId(eventId: number): string {
  return FRONT + String(eventId).padStart(8, '0');
}
