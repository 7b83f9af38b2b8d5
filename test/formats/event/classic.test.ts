import { describe, expect, it } from 'vitest';
import { renderClassic } from '../../../src/formats/event/classic.ts';
import { CLEARED, EN, JA, NO_CERTIFICATE } from './records.ts';

describe('the classic block', () => {
  it('is the block of the English Event Viewer of 2003', () => {
    const { cleared } = CLEARED.facts;
    expect(renderClassic({ ...CLEARED, facts: { ...(cleared && { cleared }) } }, EN).split('\n')).toEqual([
      'Event Type:     Information',
      'Event Source:   mailcertd',
      'Event Category: TransportService',
      'Event ID:       1900',
      'Date:           11/24/2026',
      'Time:           10:42:03 AM',
      'User:           N/A',
      'Computer:       mail01.contoso.com',
      'Description:',
      '',
      expect.stringContaining('event 12014'),
      expect.stringMatching(/^Confirmed by: certificate store "My", on /),
      '',
      'More: /usr/lib/mailcertd/docs/events/1900.md',
    ]);
  });

  it('is the block of the Japanese one, padded by characters', () => {
    expect(renderClassic(NO_CERTIFICATE, JA).split('\n').slice(0, 11)).toEqual([
      'イベントの種類:        エラー',
      'イベント ソース:       MSExchangeTransport',
      'イベント カテゴリ:      TransportService',
      'イベント ID:        12014',
      '日付:             2026/11/24',
      '時刻:             9:05:03',
      'ユーザー:           N/A',
      'コンピュータ:         mail01.contoso.com',
      '説明:',
      '',
      expect.stringContaining('受信コネクタ「Default MAIL01」'),
    ]);
  });

  it.each([
    [
      Date.UTC(2026, 3, 1, 3, 4, 5),
      'Date:           4/1/2026',
      'Time:           12:04:05 PM',
      '2026/04/01',
      '12:04:05',
    ],
    [
      Date.UTC(2026, 3, 1, 15, 0, 0),
      'Date:           4/2/2026',
      'Time:           12:00:00 AM',
      '2026/04/02',
      '0:00:00',
    ],
  ])('has dates in the format of Windows', (timeCreated, date, time, japaneseDate, japaneseTime) => {
    expect(
      renderClassic({ ...NO_CERTIFICATE, timeCreated }, EN)
        .split('\n')
        .slice(4, 6),
    ).toEqual([date, time]);
    const [, , , , first, second] = renderClassic({ ...NO_CERTIFICATE, timeCreated }, JA).split('\n');
    expect([first?.slice(16), second?.slice(16)]).toEqual([japaneseDate, japaneseTime]);
  });

  it('replaces the number everywhere in the help link', () => {
    const rendering = { ...JA, helpLink: 'https://help.contoso.com/{id}?event={id}' };
    expect(renderClassic(NO_CERTIFICATE, rendering)).toMatch(
      /\n\n詳細情報: https:\/\/help\.contoso\.com\/12014\?event=12014$/,
    );
  });

  it('has no help line if the page has no address', () => {
    const rendering = { ...EN, helpLink: 'docs/events/{id}.md' };
    expect(renderClassic(NO_CERTIFICATE, rendering)).not.toMatch(/More:|docs\/events|\n$/);
  });

  it('keeps its lines for any computer name', () => {
    const lines = renderClassic({ ...NO_CERTIFICATE, computer: 'a\nEvent ID: 1' }, EN).split('\n');
    expect(lines[7]).toBe('Computer:       a\\x0aEvent ID: 1');
  });
});
