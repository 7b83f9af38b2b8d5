import type { StoreNote } from '../../../domain/certificate/certificate.ts';
import { utcTime } from '../text/written-times.ts';

/** Who asked for the last change; null: none of mailcertd's commands put it there. */
export function requestedByText(note: StoreNote | undefined): unknown {
  return note === undefined ? null : { ...note.asked, at: utcTime(note.asked.at) };
}
