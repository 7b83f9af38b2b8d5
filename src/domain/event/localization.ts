import type { Locale } from '../text/locale.ts';
import type { OffsetMinutes } from '../time.ts';

/** The language of a text, and the UTC offset of its times. */
export interface Localization {
  readonly locale: Locale;
  readonly offsetMinutes: OffsetMinutes;
}
