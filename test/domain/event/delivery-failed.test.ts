import { describe, expect, test } from 'vitest';
import { deliveryFailed } from '../../../src/domain/event/catalog/delivery-failed.ts';
import type { UndeliveredRecord } from '../../../src/domain/event/data/delivery-data.ts';
import type { FactsByName } from '../../../src/domain/event/data/facts-by-name.ts';
import type { EventReason } from '../../../src/domain/event/data/reason-data.ts';
import type { Locale } from '../../../src/domain/text/locale.ts';
import { eventLines } from './event-lines.ts';

const raised: UndeliveredRecord = { eventRecordId: 7, eventId: 12014, level: 'Error', change: 'raised' };
const ended: UndeliveredRecord = { eventRecordId: 9, eventId: 12018, level: 'Warning', change: 'cleared' };
const once: UndeliveredRecord = { eventRecordId: 10, eventId: 1008, level: 'Information', change: 'once' };

function lines(facts: FactsByName, locale: Locale, records = '1'): readonly string[] {
  const parameters = ['ops', 'd-1', records, '67', 'HTTP 503'];
  return eventLines(deliveryFailed, { parameters, facts }, { locale, offsetMinutes: () => 540 });
}

describe('1500', () => {
  test('names the alerts that were not delivered, and their number', () => {
    expect(lines({ undelivered: [raised, ended, once] }, 'en', '3')[1]).toBe(
      'Not sent: event 12014 (Error, raised, record 7), event 12018 (Warning, cleared, record 9), event 1008 (Information, record 10).',
    );
    expect(lines({ undelivered: [raised, ended, once] }, 'ja', '3')[1]).toBe(
      '通知できなかった内容: イベント 12014 (エラー) の発生 (レコード 7)、イベント 12018 (警告) の解消 (レコード 9)、イベント 1008 (情報) (レコード 10)',
    );
  });

  test('says that there are more if not all of them are named', () => {
    const undelivered = Array.from({ length: 10 }, (_, n) => ({ ...raised, eventRecordId: n + 1 }));
    expect(lines({ undelivered: undelivered }, 'en', '10')[1]).toMatch(/, record 10\)\.$/);
    expect(lines({ undelivered: undelivered }, 'en', '11')[1]).toMatch(/, record 10\), and more\.$/);
    expect(lines({ undelivered: undelivered }, 'ja', '11')[1]).toMatch(/ \(レコード 10\) ほか$/);
    // The condition changed twice, and its latest record was pending: nothing else was omitted.
    expect(lines({ undelivered: [raised] }, 'en', '2')[1]).toBe('Not sent: event 12014 (Error, raised, record 7).');
  });

  test('of a version without the names has the rest', () => {
    expect(lines({}, 'en')[1]).toBe('Delivery d-1, after 67 attempts.');
  });

  test('has the reason as text, and the code to search for', () => {
    expect(lines({ reason: 'server_error' }, 'ja')).toContain('理由: 相手側でエラーが発生しました (server_error)');
    expect(lines({ reason: 'server_error' }, 'en')).toContain('Reason: server error (server_error)');
  });

  test('of another version has the code of a reason that this one does not know', () => {
    const reason = 'reason_of_tomorrow' as EventReason;
    expect(lines({ reason }, 'ja')).toContain('理由: reason_of_tomorrow');
    expect(lines({ reason }, 'en')).toContain('Reason: reason_of_tomorrow');
    expect(lines({ reason: '' as EventReason }, 'en').join('\n')).not.toContain('Reason');
  });
});
