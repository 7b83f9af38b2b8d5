import type { StoreNote } from '../../domain/certificate/certificate.ts';
import { utcTime } from '../text/utc-time.ts';

/** Returns who requested the last change; null: no command of mailcertd changed the certificate. */
export function requestedByText(note: StoreNote | undefined): unknown {
  return note === undefined ? null : { ...note.requestedBy, at: utcTime(note.requestedBy.at) };
}
