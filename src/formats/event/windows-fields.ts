import type { EventLevel } from '../../domain/event/event-definition.ts';
import type { Locale } from '../../domain/text/locale.ts';
import { type Phrase, phrase } from '../../domain/text/phrase.ts';

/**
 * The high half of a classic event identifier: two bits for the severity, and facility 4, as the
 * events of MSExchangeTransport have it.
 * @see https://learn.microsoft.com/windows/win32/eventlog/event-identifiers
 */
export const QUALIFIERS: Readonly<Record<EventLevel, number>> = { Error: 0xc004, Warning: 0x8004, Information: 0x4004 };

/** The category number of every event. */
export const TASK = 12;
/** The category name, the same in every language. */
export const TASK_NAME = 'TransportService';

/** The Windows event log that Exchange uses. */
export const CHANNEL = 'Application';

/**
 * The keyword of events without a manifest.
 * @see https://learn.microsoft.com/windows/win32/wes/defining-keywords-used-to-classify-types-of-events
 */
export const KEYWORDS = '0x80000000000000';
/** The display name of the keyword. */
export const KEYWORD_NAMES: Phrase<string> = phrase({ en: 'Classic', ja: 'クラシック' });

/** The culture of the rendered message. */
export const CULTURES: Readonly<Record<Locale, string>> = { en: 'en-US', ja: 'ja-JP' };
