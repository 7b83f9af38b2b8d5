import type { EventDefinition } from '../event-definition.ts';
import { reasonLines } from '../sentences.ts';
import { counted } from '../wording.ts';

/** Scheduled scans did not run on time, or the previous scan failed. */
export const scanLateOrFailing: EventDefinition = {
  eventId: 1103,
  symbolicName: 'ScanLateOrFailing',
  provider: 'own',
  level: 'Warning',
  parameters: ['missedRuns', 'detail'],
  en: ({ parameters: [missed = '0', detail = ''], facts }, wording) => [
    missed === '0'
      ? 'The previous scan failed, so changes since then are detected only now.'
      : `${counted(missed, 'scheduled scan')} did not run on time, so changes since then are detected only now.`,
    ...reasonLines(facts, wording),
    ...(detail === '' ? [] : [`Error: ${detail}`]),
  ],
  ja: ({ parameters: [missed = '0', detail = ''], facts }, wording) => [
    missed === '0'
      ? '前回のスキャンが失敗しました。その間の変化は今回のスキャンで確認しています。'
      : `予定されていたスキャン ${missed} 回が時刻どおりに実行されませんでした。その間の変化は今回のスキャンで確認しています。`,
    ...reasonLines(facts, wording),
    ...(detail === '' ? [] : [`詳細: ${detail}`]),
  ],
};
