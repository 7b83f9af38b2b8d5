import { countWithNoun } from '../count-with-noun.ts';
import type { EventDefinition } from '../event-definition.ts';
import { reasonLines } from '../sentences.ts';

/** Scheduled scans did not run on time, or, if `missedRuns` is 0, the previous scan failed. */
export const scanLateOrFailing: EventDefinition = {
  eventId: 1103,
  symbolicName: 'ScanLateOrFailing',
  provider: 'own',
  level: 'Warning',
  parameters: ['missedRuns', 'detail'],
  en: ({ parameters: [missedRuns = '0', detail = ''], facts }, localization) => [
    missedRuns === '0'
      ? 'The previous scan failed, so changes since then are detected only now.'
      : `${countWithNoun(missedRuns, 'scheduled scan')} did not run on time, so changes since then are detected only now.`,
    ...reasonLines(facts, localization),
    ...(detail === '' ? [] : [`Error: ${detail}`]),
  ],
  ja: ({ parameters: [missedRuns = '0', detail = ''], facts }, localization) => [
    missedRuns === '0'
      ? '前回のスキャンが失敗しました。その間の変化は今回のスキャンで確認しています。'
      : `予定されていたスキャン ${missedRuns} 回が時刻どおりに実行されませんでした。その間の変化は今回のスキャンで確認しています。`,
    ...reasonLines(facts, localization),
    ...(detail === '' ? [] : [`詳細: ${detail}`]),
  ],
};
