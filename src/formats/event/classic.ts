import type { EventRecord } from '../../domain/event/event-record.ts';
import { localDate, twelveHourTime, twentyFourHourTime, twoDigits } from '../../domain/event/format-instant.ts';
import { LEVEL_LABELS } from '../../domain/event/labels.ts';
import { inLanguage, phrase } from '../../domain/text/phrase.ts';
import { visible } from '../terminal/visible.ts';
import { helpPage } from './help-page.ts';
import { messageLines } from './message.ts';
import type { Rendering } from './rendering.ts';
import { TASK_NAME } from './windows-fields.ts';

/** The labels of the lines. */
const LABELS = {
  type: phrase({ en: 'Event Type:', ja: 'イベントの種類:' }),
  source: phrase({ en: 'Event Source:', ja: 'イベント ソース:' }),
  category: phrase({ en: 'Event Category:', ja: 'イベント カテゴリ:' }),
  id: phrase({ en: 'Event ID:', ja: 'イベント ID:' }),
  date: phrase({ en: 'Date:', ja: '日付:' }),
  time: phrase({ en: 'Time:', ja: '時刻:' }),
  user: phrase({ en: 'User:', ja: 'ユーザー:' }),
  computer: phrase({ en: 'Computer:', ja: 'コンピュータ:' }),
  description: phrase({ en: 'Description:', ja: '説明:' }),
  help: phrase({ en: 'More:', ja: '詳細情報:' }),
};

/** The date and the time. The local time is in the UTC fields, as of `localDate`. */
const DATE = phrase({
  en: (local: Date) => `${local.getUTCMonth() + 1}/${local.getUTCDate()}/${local.getUTCFullYear()}`,
  ja: (local) => `${local.getUTCFullYear()}/${twoDigits(local.getUTCMonth() + 1)}/${twoDigits(local.getUTCDate())}`,
});
const TIME = phrase({ en: twelveHourTime, ja: twentyFourHourTime });

/** The width of the labels. Windows pads by characters, not by display width. */
const LABEL_COLUMNS = 16;

/**
 * Renders a record as the Event Viewer of Windows Server 2003 copies it: labels, blank line,
 * description, blank line, help line. The help line is left out if there is no help page. No line
 * end after the last line.
 */
export function renderClassic(record: EventRecord, rendering: Rendering): string {
  const { locale, offsetMinutes } = rendering;
  const localTime = localDate(record.timeCreated, offsetMinutes);
  const labels = inLanguage(LABELS, locale);
  const rows: readonly (readonly [label: string, value: string])[] = [
    [labels.type, LEVEL_LABELS[record.level][locale]],
    [labels.source, record.providerName],
    [labels.category, TASK_NAME],
    [labels.id, String(record.eventId)],
    [labels.date, DATE[locale](localTime)],
    [labels.time, TIME[locale](localTime)],
    [labels.user, 'N/A'],
    [labels.computer, record.computer],
    [labels.description, ''],
  ];
  const page = helpPage(record.eventId, record.computer, rendering);
  return [
    ...rows.map(([label, value]) => `${label.padEnd(LABEL_COLUMNS)}${visible(value)}`.trimEnd()),
    '',
    ...messageLines(record, rendering),
    ...(page === undefined ? [] : ['', `${labels.help} ${visible(page.location)}`]),
  ].join('\n');
}
