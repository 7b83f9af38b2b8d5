import type { Locale } from '../../text/locale.ts';
import { countWithNoun } from '../count-with-noun.ts';
import type { EventContent, EventDefinition } from '../event-definition.ts';
import { MAX_UNDELIVERED } from '../facts.ts';
import { CHANGE_LABELS, LEVEL_LABELS } from '../labels.ts';
import { quoteName } from '../quote-name.ts';
import { reasonLines } from '../sentences.ts';

/**
 * Returns the lines with the notifier and the number of undelivered records; for a log output, the
 * lines with the records that retention deleted before they were written.
 */
function firstLines({ parameters, facts }: EventContent, locale: Locale): readonly [string, ...string[]] {
  const [notifier = '', , records = '1'] = parameters;
  const { output, firstRecordId: first, lastRecordId: last } = facts;
  const quotedName = quoteName(output ?? notifier, locale);
  if (output === undefined)
    return locale === 'ja'
      ? [`通知先${quotedName}にイベント レコード ${records} 件を通知できませんでした。再試行は終了しました。`]
      : [`Could not notify ${quotedName} of ${countWithNoun(records, 'event record')}; there are no further attempts.`];
  return locale === 'ja'
    ? [
        `ログ出力${quotedName}に書き込めなかったイベント レコード ${records} 件を、保存期間の経過により削除しました。`,
        `削除したレコードの番号: ${first === last ? first : `${first} から ${last} まで`} (保存中のレコードは、書き込みが可能になりしだい出力します)`,
      ]
    : [
        `Log output ${quotedName} missed ${countWithNoun(records, 'event record')}, deleted by retention.`,
        `Deleted: ${first === last ? `record ${first}` : `records ${first} to ${last}`}. Later records will be written when the output works again.`,
      ];
}

/** Returns the line with the undelivered records; empty if they are unknown. */
function undeliveredRecordLines({ parameters, facts }: EventContent, locale: Locale): readonly string[] {
  const { undelivered: listedRecords = [] } = facts;
  if (listedRecords.length === 0) return [];
  const ja = locale === 'ja';
  const list = listedRecords.map(({ level, eventId, change, eventRecordId }) => {
    const changeLabel = CHANGE_LABELS[locale][change];
    return `${LEVEL_LABELS[locale][level]} ${eventId}${change === 'once' ? '' : ` ${changeLabel}`} (#${eventRecordId})`;
  });
  const isTruncated = listedRecords.length >= MAX_UNDELIVERED && Number(parameters[2]) > listedRecords.length;
  return [
    ja
      ? `通知できなかった内容: ${list.join('、')}${isTruncated ? 'ほか' : ''}`
      : `Not sent: ${list.join(', ')}${isTruncated ? ', and more' : ''}.`,
  ];
}

/**
 * A notifier did not receive an alert, and mailcertd no longer retries. There are two other cases:
 * - Without a delivery ID: the event log had too many records for the notifier, so some were
 *   skipped.
 * - With the fact `output`: a log output missed records. mailcertd still writes later records to
 *   it.
 */
export const deliveryFailed: EventDefinition = {
  eventId: 1500,
  symbolicName: 'DeliveryFailed',
  provider: 'own',
  level: 'Error',
  parameters: ['notifier', 'deliveryId', 'records', 'attempts', 'detail'],
  en: (content, localization) => {
    const [, deliveryId = '', , attempts = '0', detail = ''] = content.parameters;
    return [
      ...firstLines(content, 'en'),
      ...undeliveredRecordLines(content, 'en'),
      ...(deliveryId === '' ? [] : [`Delivery ${deliveryId}, after ${countWithNoun(attempts, 'attempt')}.`]),
      ...reasonLines(content.facts, localization),
      ...(detail === '' ? [] : [`Error: ${detail}`]),
    ];
  },
  ja: (content, localization) => {
    const [, deliveryId = '', , attempts = '0', detail = ''] = content.parameters;
    return [
      ...firstLines(content, 'ja'),
      ...undeliveredRecordLines(content, 'ja'),
      ...(deliveryId === '' ? [] : [`送信 ID: ${deliveryId} (試行 ${attempts} 回)`]),
      ...reasonLines(content.facts, localization),
      ...(detail === '' ? [] : [`詳細: ${detail}`]),
    ];
  },
};
