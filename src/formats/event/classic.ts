import type { EventRecord } from '../../domain/event/event-record.ts';
import { localDate, twelveHourTime, twentyFourHourTime, twoDigits } from '../../domain/event/format-instant.ts';
import { LEVEL_LABELS } from '../../domain/event/labels.ts';
import type { Locale } from '../../domain/text/locale.ts';
import { visible } from '../terminal/visible.ts';
import { helpPage } from './help-page.ts';
import { messageLines } from './message.ts';
import type { Rendering } from './rendering.ts';
import { TASK_NAME } from './windows-fields.ts';

/** The labels of the lines. */
const LABELS = {
  en: {
    type: 'Event Type:',
    source: 'Event Source:',
    category: 'Event Category:',
    id: 'Event ID:',
    date: 'Date:',
    time: 'Time:',
    user: 'User:',
    computer: 'Computer:',
    description: 'Description:',
  },
  ja: {
    type: 'イベントの種類:',
    source: 'イベント ソース:',
    category: 'イベント カテゴリ:',
    id: 'イベント ID:',
    date: '日付:',
    time: '時刻:',
    user: 'ユーザー:',
    computer: 'コンピュータ:',
    description: '説明:',
  },
} as const;

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
  const labels = LABELS[locale];
  const rows: readonly (readonly [label: string, value: string])[] = [
    [labels.type, LEVEL_LABELS[locale][record.level]],
    [labels.source, record.providerName],
    [labels.category, TASK_NAME],
    [labels.id, String(record.eventId)],
    [labels.date, classicDate(localTime, locale)],
    [labels.time, locale === 'ja' ? twentyFourHourTime(localTime) : twelveHourTime(localTime)],
    [labels.user, 'N/A'],
    [labels.computer, record.computer],
    [labels.description, ''],
  ];
  const page = helpPage(record.eventId, record.computer, rendering);
  return [
    ...rows.map(([label, value]) => `${label.padEnd(LABEL_COLUMNS)}${visible(value)}`.trimEnd()),
    '',
    ...messageLines(record, rendering),
    ...(page === undefined ? [] : ['', `${locale === 'ja' ? '詳細情報:' : 'More:'} ${visible(page.location)}`]),
  ].join('\n');
}
