import { phrase } from '../../text/phrase.ts';
import { countWithNoun } from '../count-with-noun.ts';
import { ERROR_FACTS, type ErrorData } from '../event-data-groups.ts';
import { defineEvent, type EventDefinition } from '../event-definition.ts';
import { errorDetailLines } from '../line.ts';
import { reasonLines } from '../reason-sentences.ts';

/** Scheduled scans did not run on time, or, if `missedRuns` is 0, the previous scan failed. */
export const scanLateOrFailing: EventDefinition<ErrorData, ['missedRuns', 'detail']> = defineEvent({
  eventId: 1103,
  symbolicName: 'ScanLateOrFailing',
  provider: 'own',
  level: 'Warning',
  title: phrase({ en: 'Scans late or failing', ja: 'スキャンの遅延または失敗' }),
  isAboutService: true,
  effect: 'problems-detected-late',
  parameters: ['missedRuns', 'detail'],
  requiredFacts: ERROR_FACTS,
  firstLine: ({ parameters: { missedRuns } }) =>
    missedRuns === '0'
      ? phrase({
          en: 'The previous scan failed, so changes in the meantime are detected only now.',
          ja: '前回のスキャンが失敗しました。その間の変化は今回のスキャンまで検出できませんでした。',
        })
      : phrase({
          en: `${countWithNoun(missedRuns, 'scheduled scan')} did not run on time, so changes in the meantime are detected only now.`,
          ja: `予定されていたスキャン ${missedRuns} 回が時刻どおりに実行されませんでした。その間の変化は今回のスキャンまで検出できませんでした。`,
        }),
  lines: ({ parameters: { detail }, data }) => [...reasonLines(data), ...errorDetailLines(detail, data.failure)],
});
