import type { Locale } from '../text/locale.ts';
import { inLanguage, type Phrase, phrase } from '../text/phrase.ts';
import { DAY, HOUR, type Instant, MINUTE } from '../time.ts';
import { countWithNoun } from './count-with-noun.ts';
import type { CertificateData } from './data/certificate-data.ts';

const UNITS: readonly (readonly [ms: number, name: Phrase<string>])[] = [
  [DAY, phrase({ en: 'd', ja: '日' })],
  [HOUR, phrase({ en: 'h', ja: '時間' })],
  [MINUTE, phrase({ en: 'm', ja: '分' })],
];
const SECONDS: Phrase<string> = phrase({ en: 's', ja: '秒' });

/**
 * Returns a duration in its two largest units: `3 h 10 m`, `3 時間 10 分`; under a minute, in seconds.
 */
export function formatDuration(ms: number, locale: Locale): string {
  const largest = UNITS.findIndex(([size]) => ms >= size);
  if (largest === -1) return `${Math.max(0, Math.floor(ms / 1000))} ${SECONDS[locale]}`;
  const parts: string[] = [];
  let remainder = ms;
  for (const [size, unit] of UNITS.slice(largest, largest + 2)) {
    const count = Math.floor(remainder / size);
    remainder -= count * size;
    if (count > 0) parts.push(`${count} ${unit[locale]}`);
  }
  return parts.join(' ');
}

const REMAINING_TIME = {
  underAMinute: phrase({ en: 'less than a minute', ja: '1 分未満' }),
  minutes: phrase({ en: (count: number) => countWithNoun(count, 'minute'), ja: (count) => `${count} 分` }),
  hours: phrase({ en: (count: number) => countWithNoun(count, 'hour'), ja: (count) => `${count} 時間` }),
};

/** Remaining times below this limit are shown in minutes instead of hours. */
const SHOWN_IN_MINUTES_BELOW_MS: number = 2 * HOUR;

/**
 * Returns a remaining time, rounded down: `71 hours (2 d 23 h)`, `71 時間 (2 日 23 時間)`. Below two
 * hours, in minutes: `95 minutes`, `95 分`.
 */
export function formatRemainingTime(ms: number, locale: Locale): string {
  const texts = inLanguage(REMAINING_TIME, locale);
  if (ms < MINUTE) return texts.underAMinute;
  if (ms < SHOWN_IN_MINUTES_BELOW_MS) return texts.minutes(Math.floor(ms / MINUTE));
  const hours = Math.floor(ms / HOUR);
  const hoursText = texts.hours(hours);
  return hours >= 24 ? `${hoursText} (${formatDuration(hours * HOUR, locale)})` : hoursText;
}

/**
 * Returns the remaining time of a certificate when a record was written. Uses the whole hours of
 * the record if the time of the record is unknown.
 * @param hours the parameter `hoursLeft` of the record
 */
export function remainingTimeOf(
  { notAfter }: Pick<CertificateData, 'notAfter'>,
  timeCreated: Instant | undefined,
  hours: string,
  locale: Locale,
): string {
  return timeCreated === undefined
    ? formatRemainingHours(Number(hours), locale)
    : formatRemainingTime(Math.max(0, notAfter - timeCreated), locale);
}

/** Returns a remaining time that is known only in whole hours. */
function formatRemainingHours(hours: number, locale: Locale): string {
  if (hours >= 2) return formatRemainingTime(hours * HOUR, locale);
  return REMAINING_TIME.hours[locale](hours);
}
