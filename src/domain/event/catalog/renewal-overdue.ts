import { countWithNoun } from '../count-with-noun.ts';
import type { EventDefinition } from '../event-definition.ts';
import { certificateLines } from '../sentences.ts';
import { storeName } from '../store-name.ts';

/** Certificates of an automatically renewed store were not renewed in time. @see renewalDeadline */
export const renewalOverdue: EventDefinition = {
  eventId: 1304,
  symbolicName: 'RenewalOverdue',
  provider: 'own',
  level: 'Warning',
  parameters: ['store', 'count'],
  en: ({ parameters: [store = '', count = ''], facts }, localization) => [
    `Automatic renewal is overdue for ${countWithNoun(count, 'certificate')} in ${storeName(store, 'en')}.`,
    ...certificateLines(facts, localization),
    'Two thirds of the lifetime and two more days (for lifetimes under 24 days: one twelfth more) have passed. Check the log of the program that renews them.',
  ],
  ja: ({ parameters: [store = '', count = ''], facts }, localization) => [
    `${storeName(store, 'ja')}の証明書 ${count} 個が、更新時期を過ぎても自動更新されていません。`,
    ...certificateLines(facts, localization),
    '有効期間の 3 分の 2 が過ぎてから、さらに 2 日 (有効期間が 24 日未満の場合はその 12 分の 1) が経過しました。自動更新を行うプログラムのログを確認してください。',
  ],
};
