import type { Locale } from '../../domain/event/event-definition.ts';
import type { EventRecord } from '../../domain/event/event-record.ts';
import { localDate, twelveHourTime, twentyFourHourTime, twoDigits } from '../../domain/event/format-instant.ts';
import { LEVEL_LABELS } from '../../domain/event/labels.ts';
import { visible } from '../terminal/visible.ts';
import { helpPage } from './help-page.ts';
import { messageLines } from './message.ts';
import type { Rendering } from './rendering.ts';
import { TASK_NAME } from './windows-fields.ts';

/** The labels, in the order of `values` in `renderClassic`. */
const LABELS: Readonly<Record<Locale, readonly string[]>> = {
  en: [
    'Event Type:',
    'Event Source:',
    'Event Category:',
    'Event ID:',
    'Date:',
    'Time:',
    'User:',
    'Computer:',
    'Description:',
  ],
  ja: [
    'イベントの種類:',
    'イベント ソース:',
    'イベント カテゴリ:',
    'イベント ID:',
    '日付:',
    '時刻:',
    'ユーザー:',
    'コンピュータ:',
    '説明:',
  ],
};

/** The width of the labels. Windows pads by characters, not by display width. */
const LABEL_COLUMNS = 16;

/** @param localTime the local time in the UTC fields, as of `localDate` */
function classicDate(localTime: Date, locale: Locale): string {
  const [year, month, day] = [localTime.getUTCFullYear(), localTime.getUTCMonth() + 1, localTime.getUTCDate()];
  return locale === 'ja' ? `${year}/${twoDigits(month)}/${twoDigits(day)}` : `${month}/${day}/${year}`;
}

/**
 * Renders a record as the Event Viewer of Windows Server 2003 copies it: labels, blank line,
 * description, blank line, help line. The help line is left out if there is no help page. No line
 * end after the last line.
 */
export function renderClassic(record: EventRecord, rendering: Rendering): string {
  const { locale, offsetMinutes } = rendering;
  const localTime = localDate(record.timeCreated, offsetMinutes);
  const values = [
    LEVEL_LABELS[locale][record.level],
    record.providerName,
    TASK_NAME,
    String(record.eventId),
    classicDate(localTime, locale),
    locale === 'ja' ? twentyFourHourTime(localTime) : twelveHourTime(localTime),
    'N/A',
    record.computer,
    '',
  ];
  const page = helpPage(record.eventId, record.computer, rendering);
  return [
    ...LABELS[locale].map((label, index) => `${label.padEnd(LABEL_COLUMNS)}${visible(values[index] ?? '')}`.trimEnd()),
    '',
    ...messageLines(record, rendering),
    ...(page === undefined ? [] : ['', `${locale === 'ja' ? '詳細情報:' : 'More:'} ${visible(page.location)}`]),
  ].join('\n');
}
