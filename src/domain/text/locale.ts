import type { OffsetMinutes } from '../time.ts';

/** Language of a text. */
export type Locale = 'en' | 'ja';

/** The language of a text, and the UTC offset of its times. */
export interface Localization {
  readonly locale: Locale;
  readonly offsetMinutes: OffsetMinutes;
}
