import { describe, expect, it } from 'vitest';
import type { Change } from '../../../src/domain/event/event-record.ts';
import { renderLine, renderUntimedLine } from '../../../src/formats/event/line.ts';
import { AT, CLEARED, EN, JA, NO_CERTIFICATE } from './records.ts';

describe('a record as one line', () => {
  it('consists of time, level, number, change, sentence, record', () => {
    expect(renderLine(NO_CERTIFICATE, EN)).toBe(
      '2026-11-24T09:05:03+09:00 Error   12014 raised    Certificate for mail.contoso.com is not enabled for SMTP: Receive connector "Default MAIL01" has no certificate for STARTTLS. (#18402)',
    );
    expect(renderLine(CLEARED, EN)).toBe(
      '2026-11-24T10:42:03+09:00 Info     1900 cleared   Resolved after 1 h 37 m: No usable certificate (event 12014), Receive connector "Default MAIL01". (#18411)',
    );
  });

  it('has the same columns in Japanese, in the width of a terminal', () => {
    expect(renderLine(NO_CERTIFICATE, JA)).toMatch(
      /^2026-11-24T09:05:03\+09:00 エラー {2}12014 発生 {7}mail\.contoso\.com の/,
    );
    expect(renderLine(CLEARED, JA)).toMatch(/^2026-11-24T10:42:03\+09:00 情報 {5}1900 解消 {7}解消しました/);
  });

  it.each<[Change, string, string]>([
    ['once', '-        ', '-         '],
    ['raised', 'raised   ', '発生      '],
    ['repeated', 'repeated ', '継続      '],
    ['escalated', 'escalated', '緊急度上昇'],
    ['cleared', 'cleared  ', '解消      '],
  ])('has a column for %s', (change, english, japanese) => {
    expect(renderUntimedLine({ ...NO_CERTIFICATE, change }, EN).slice(14, 24)).toBe(`${english} `);
    expect(renderUntimedLine({ ...NO_CERTIFICATE, change }, JA)).toContain(` 12014 ${japanese} mail`);
  });

  it.each([
    [0, '2026-11-24T00:05:03+00:00'],
    [-210, '2026-11-23T20:35:03-03:30'],
    [345, '2026-11-24T05:50:03+05:45'],
  ])('has the local time at an offset of %i minutes', (minutes, time) => {
    expect(renderLine({ ...NO_CERTIFICATE, timeCreated: AT + 999 }, { ...EN, offsetMinutes: () => minutes })).toMatch(
      new RegExp(`^${time.replace('+', '\\+')} `),
    );
  });

  it('has no number for a record that was never stored', () => {
    expect(renderLine({ ...NO_CERTIFICATE, eventRecordId: 0 }, EN)).toMatch(/STARTTLS\.$/);
  });

  it('stays one line', () => {
    const record = { ...NO_CERTIFICATE, parameters: ['a\r\nb', '\x1b[2J', '\u2028'] };
    expect(renderLine(record, JA)).not.toMatch(/[\p{Cc}\u2028]/u);
  });
});
