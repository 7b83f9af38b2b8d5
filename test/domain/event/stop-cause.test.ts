import { expect, test } from 'vitest';
import { EVENT_LOG_LOST, stopCauseText } from '../../../src/domain/event/stop-cause.ts';

test('the cause of a stop is in the language of the reader, also in earlier records', () => {
  for (const cause of [EVENT_LOG_LOST, 'event log lost']) {
    expect(stopCauseText(cause)).toEqual({ en: 'event log lost', ja: 'イベント ログを使用できないため' });
  }
  expect(stopCauseText('SIGTERM')).toEqual({ en: 'SIGTERM', ja: 'SIGTERM' });
});
