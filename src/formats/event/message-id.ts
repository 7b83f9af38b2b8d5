/** A fixed random prefix: a version 4 UUID without its last eight digits. */
const PREFIX = 'd8dec4bfecfe49abbd3386e0';

/**
 * Returns the stable MESSAGE_ID of an event in the journal: 24 fixed digits, then the event number
 * in eight decimal digits.
 * @see https://www.freedesktop.org/software/systemd/man/latest/systemd.journal-fields.html
 */
export function messageId(eventId: number): string {
  return PREFIX + String(eventId).padStart(8, '0');
}
