import type { EventDefinition } from '../event-definition.ts';
import { reasonLines } from '../sentences.ts';
import { counted, quoted } from '../wording.ts';

/** A notifier could not be told, and is not tried any more. Without a delivery: its place in the log was too far behind. */
export const deliveryFailed: EventDefinition = {
  eventId: 1500,
  symbolicName: 'DeliveryFailed',
  provider: 'own',
  level: 'Error',
  parameters: ['notifier', 'deliveryId', 'records', 'attempts', 'detail'],
  en: (
    { parameters: [notifier = '', deliveryId = '', records = '1', attempts = '0', detail = ''], facts },
    wording,
  ) => [
    `Notifier ${quoted(notifier, 'en')} was not told of ${counted(records, 'event record')}; it is not tried any more.`,
    ...(deliveryId === '' ? [] : [`Delivery ${deliveryId}, after ${counted(attempts, 'attempt')}.`]),
    ...reasonLines(facts, wording),
    ...(detail === '' ? [] : [`What came back: ${detail}`]),
  ],
  ja: (
    { parameters: [notifier = '', deliveryId = '', records = '1', attempts = '0', detail = ''], facts },
    wording,
  ) => [
    `通知先${quoted(notifier, 'ja')}にイベント レコード ${records} 件を通知できませんでした。再試行は終了しました。`,
    ...(deliveryId === '' ? [] : [`送信 ID: ${deliveryId} (試行 ${attempts} 回)`]),
    ...reasonLines(facts, wording),
    ...(detail === '' ? [] : [`詳細: ${detail}`]),
  ],
};
