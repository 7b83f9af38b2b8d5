import type { EventLevel, Locale } from '../../domain/event/event-definition.ts';

/** High half of a classic event identifier: severity and customer bit. @see https://learn.microsoft.com/windows/win32/eventlog/event-identifiers */
export const QUALIFIERS: Readonly<Record<EventLevel, number>> = { Error: 49156, Warning: 32772, Information: 16388 };

/** The category of every event, as a number and as it is shown in every language. */
export const TASK = 12;
export const TASK_NAME = 'TransportService';

export const CHANNEL = 'Application';

/** The bit of events that have no manifest. @see https://learn.microsoft.com/windows/win32/wes/defining-keywords-used-to-classify-types-of-events */
export const KEYWORDS = '0x80000000000000';
export const KEYWORD_NAMES: Readonly<Record<Locale, string>> = { en: 'Classic', ja: 'クラシック' };

export const CULTURES: Readonly<Record<Locale, string>> = { en: 'en-US', ja: 'ja-JP' };
