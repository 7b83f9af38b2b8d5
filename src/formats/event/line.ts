import type { EventLevel } from '../../domain/event/event-definition.ts';
import type { EventRecord } from '../../domain/event/event-record.ts';
import { localDate, utcOffset } from '../../domain/event/format-instant.ts';
import { CHANGE_LABELS, LEVEL_LABELS } from '../../domain/event/labels.ts';
import type { Locale } from '../../domain/text/locale.ts';
import { phrase } from '../../domain/text/phrase.ts';
import { messageLines } from './message.ts';
import type { Rendering } from './rendering.ts';

/** The width of the longest change word in each language, in terminal columns. */
const CHANGE_COLUMNS: Readonly<Record<Locale, number>> = { en: 9, ja: 10 };
const LEVEL_COLUMNS = 7;

/** Pads a label, whose characters are ASCII or full width. */
function padColumns(label: string, columns: number): string {
  const width = Array.from(label).reduce((sum, character) => sum + (character > '\x7f' ? 2 : 1), 0);
  return label + ' '.repeat(Math.max(0, columns - width));
}

/** Shorter than the label of the level, which is wider than its column. */
const INFORMATION = phrase({ en: 'Info', ja: '情報' });

function levelLabel(level: EventLevel, locale: Locale): string {
  return level === 'Information' ? INFORMATION[locale] : LEVEL_LABELS[level][locale];
}

/**
 * Renders a record as one line without its time: level, event number, change, first sentence, and
 * record number if it has one. The columns before the sentence have a fixed width.
 */
export function renderUntimedLine(record: EventRecord, rendering: Rendering): string {
  const { locale } = rendering;
  const [sentence] = messageLines(record, rendering);
  return [
    padColumns(levelLabel(record.level, locale), LEVEL_COLUMNS),
    String(record.eventId).padStart(5),
    padColumns(CHANGE_LABELS[record.change][locale], CHANGE_COLUMNS[locale]),
    // A record that is not stored has the number 0.
    record.eventRecordId > 0 ? `${sentence} (#${record.eventRecordId})` : sentence,
  ].join(' ');
}

/** Returns, for example, `2026-11-24T09:05:03+09:00`. @see RFC 3339 section 5.6 */
function rfc3339(record: EventRecord, { offsetMinutes }: Rendering): string {
  const localTime = localDate(record.timeCreated, offsetMinutes)
    .toISOString()
    .replace(/\.\d+Z$/, '');
  return `${localTime}${utcOffset(offsetMinutes(record.timeCreated))}`;
}

/** Renders a record as one line, for people and for grep. */
export function renderLine(record: EventRecord, rendering: Rendering): string {
  return `${rfc3339(record, rendering)} ${renderUntimedLine(record, rendering)}`;
}
