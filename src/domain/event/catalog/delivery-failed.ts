import { type Phrase, phrase } from '../../text/phrase.ts';
import { countWithNoun } from '../count-with-noun.ts';
import { type DeliveryData, MAX_UNDELIVERED } from '../data/delivery-data.ts';
import type { ErrorData } from '../event-data-groups.ts';
import { defineEvent, type EventDefinition } from '../event-definition.ts';
import { CHANGE_LABELS, LEVEL_LABELS } from '../labels.ts';
import { errorDetailLines } from '../line.ts';
import { reasonLines } from '../reason-sentences.ts';
import type { EventLine, Writer } from '../writer.ts';

type Data = Partial<DeliveryData & ErrorData>;

const ALERT_NOT_SENT: Phrase<string> = phrase({ en: 'Alert not sent', ja: '通知の送信失敗' });
const LOG_OUTPUT_INCOMPLETE: Phrase<string> = phrase({ en: 'Log output incomplete', ja: 'ログ出力の欠落' });

/**
 * Returns the first line: the notifier or the log output, and the number of undelivered records.
 */
function firstLine(notifier: string, deliveryId: string, records: string, { output }: Data): EventLine {
  if (output === undefined) {
    const count = countWithNoun(records, 'event record');
    return phrase({
      en: (write: Writer) =>
        deliveryId === ''
          ? `Notifier ${write.quote(notifier)} got no alerts about ${count}; mailcertd does not try again.`
          : `An alert could not be sent to notifier ${write.quote(notifier)} (${count}); mailcertd does not try again.`,
      ja: (write) =>
        `通知先${write.quote(notifier)}にイベント レコード ${records} 件を通知できませんでした。再試行は終了しました。`,
    });
  }
  return phrase({
    en: (write: Writer) =>
      `Log output ${write.quote(output)} missed ${countWithNoun(records, 'event record')}, deleted by retention.`,
    ja: (write) =>
      `ログ出力${write.quote(output)}に書き込めなかったイベント レコード ${records} 件を、保存期間の経過により削除しました。`,
  });
}

/**
 * Returns the line with the records that retention deleted before a log output wrote them; empty for
 * a notifier.
 */
function deletedRecordLines({ output, firstRecordId: first, lastRecordId: last }: Data): readonly EventLine[] {
  if (output === undefined) return [];
  return [
    phrase({
      en: `Deleted: ${first === last ? `record ${first}` : `records ${first} to ${last}`}. Later records will be written when the output works again.`,
      ja: `削除したレコードの番号: ${first === last ? first : `${first} から ${last} まで`} (保存中のレコードは、書き込みが可能になりしだい出力します)`,
    }),
  ];
}

/** Returns the line with the undelivered records; empty if they are unknown. */
function undeliveredRecordLines(records: string, { undelivered }: Data): readonly EventLine[] {
  if (undelivered === undefined || undelivered.length === 0) return [];
  const list = (write: Writer): string =>
    write.list(
      undelivered.map(({ level, eventId, change, eventRecordId }) => {
        const isChange = change !== 'once';
        return write.text(
          phrase({
            en: () =>
              `event ${eventId} (${LEVEL_LABELS[level].en}${isChange ? `, ${CHANGE_LABELS[change].en}` : ''}, record ${eventRecordId})`,
            ja: () =>
              `イベント ${eventId} (${LEVEL_LABELS[level].ja})${isChange ? ` の${CHANGE_LABELS[change].ja}` : ''} (レコード ${eventRecordId})`,
          }),
        );
      }),
    );
  const isTruncated = undelivered.length >= MAX_UNDELIVERED && Number(records) > undelivered.length;
  return [
    phrase({
      en: (write: Writer) => `Not sent: ${list(write)}${isTruncated ? ', and more' : ''}.`,
      ja: (write) => `通知できなかった内容: ${list(write)}${isTruncated ? ' ほか' : ''}`,
    }),
  ];
}

/**
 * A notifier did not receive an alert, and mailcertd no longer retries. There are two other cases:
 * - Without a delivery ID: the event log had too many records for the notifier, so some were
 *   skipped.
 * - With `output`: a log output missed records. mailcertd still writes later records to it. Log
 *   outputs do not notify people, so no alert is lost.
 */
export const deliveryFailed: EventDefinition<Data, ['notifier', 'deliveryId', 'records', 'attempts', 'detail']> =
  defineEvent({
    eventId: 1500,
    symbolicName: 'DeliveryFailed',
    provider: 'own',
    level: 'Error',
    title: ALERT_NOT_SENT,
    titleOf: ({ output }) => (output === undefined ? ALERT_NOT_SENT : LOG_OUTPUT_INCOMPLETE),
    isAboutNotifying: true,
    effect: ({ output }) => [output === undefined ? 'alert-not-sent' : 'no-effect'],
    parameters: ['notifier', 'deliveryId', 'records', 'attempts', 'detail'],
    requiredFacts: {},
    firstLine: ({ parameters: { notifier, deliveryId, records }, data }) =>
      firstLine(notifier, deliveryId, records, data),
    lines: ({ parameters: { deliveryId, records, attempts, detail }, data }) => [
      ...deletedRecordLines(data),
      ...undeliveredRecordLines(records, data),
      ...(deliveryId === ''
        ? []
        : [
            phrase({
              en: `Delivery ${deliveryId}, after ${countWithNoun(attempts, 'attempt')}.`,
              ja: `送信 ID: ${deliveryId} (試行 ${attempts} 回)`,
            }),
          ]),
      ...reasonLines(data),
      ...errorDetailLines(detail, data.failure),
    ],
  });
