import { describe, expect, it } from 'vitest';
import type { ListedCertificate } from '../../../src/domain/status/status.ts';
import { expiryCalendar } from '../../../src/formats/calendar/expiry-calendar.ts';
import { NOON, stored } from '../../domain/world.ts';

type Described = Parameters<typeof stored>[1];

function listed(label: string, described: Described = {}, selectedBy: readonly string[] = []): ListedCertificate {
  return { stored: stored(label, described), lifetimeState: 'ok', origin: 'unknown', status: 'Valid', selectedBy };
}

const calendarOf = (certificates: readonly ListedCertificate[], locale: 'en' | 'ja' = 'en'): string =>
  expiryCalendar(certificates, { computer: 'mail01.contoso.com', locale });

/** Returns the lines of a calendar after folding is undone. */
const unfolded = (calendar: string): readonly string[] => calendar.replaceAll('\r\n ', '').split('\r\n');

describe('a calendar of expiries', () => {
  it('has an entry with a stable identity for each certificate, soonest first', () => {
    const calendar = calendarOf([
      listed('B', { dnsNames: ['late.contoso.com'], notAfter: NOON + 2000 }),
      listed('A', { dnsNames: ['mail.contoso.com'], notBefore: NOON - 1000, notAfter: NOON + 1000 }, ['In', 'Out']),
    ]);
    const instant = (at: number): string => `${new Date(at).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
    expect(unfolded(calendar)).toEqual([
      'BEGIN:VCALENDAR',
      'VERSION:2.0',
      'PRODID:-//mailcertd//mailcertd//EN',
      'CALSCALE:GREGORIAN',
      'X-WR-CALNAME:Certificates of mail01.contoso.com',
      'BEGIN:VEVENT',
      `UID:a${'0'.repeat(63)}@mail01.contoso.com`,
      `DTSTAMP:${instant(NOON - 1000)}`,
      `DTSTART:${instant(NOON + 1000)}`,
      'SUMMARY:Certificate expires: mail.contoso.com',
      `DESCRIPTION:Selected by: In\\, Out\\nFile: /store/A.pem\\nThumbprint: A${'0'.repeat(39)}\\nIssuer: CN=Contoso CA`,
      'TRANSP:TRANSPARENT',
      'END:VEVENT',
      'BEGIN:VEVENT',
      ...unfolded(calendar).slice(14, 21),
      'END:VCALENDAR',
      '',
    ]);
    expect(unfolded(calendar)[17]).toBe('SUMMARY:Certificate expires: late.contoso.com');
  });

  it('has one entry for all copies of a certificate', () => {
    const calendar = calendarOf([listed('A', { path: '/a.pem' }), listed('A', { path: '/b.pem' })]);
    expect(calendar.match(/^UID:/gm)).toHaveLength(1);
    expect(calendar.replaceAll('\r\n ', '')).toContain('File: /a.pem\\nFile: /b.pem\\n');
  });

  it('ends each line with CRLF, and has at most 75 bytes in a line, also with Japanese', () => {
    const calendar = calendarOf([listed('A', { issuer: `CN=${'証明機関'.repeat(40)}` })], 'ja');
    const lines = calendar.split('\r\n');
    expect(calendar.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect(Math.max(...lines.map((line) => Buffer.byteLength(line)))).toBeLessThanOrEqual(75);
    expect(calendar).not.toContain('\ufffd');
    expect(unfolded(calendar).join('\n')).toContain(`発行者: CN=${'証明機関'.repeat(40)}`);
  });

  it('never lets a hostile name add a line or a property', () => {
    const calendar = calendarOf([
      listed('A', { dnsNames: ['x\r\nEND:VCALENDAR;a,b\\n'], path: '/a\nUID:1' }, ['<script>\r\n']),
    ]);
    expect(calendar.match(/^END:VCALENDAR/gm)).toHaveLength(1);
    expect(calendar.match(/^UID:/gm)).toHaveLength(1);
    expect(calendar.replaceAll('\r\n ', '')).toContain('\\;a\\,b\\\\n');
  });

  it('without certificates is valid', () => {
    expect(calendarOf([])).toMatch(/^BEGIN:VCALENDAR\r\n.*END:VCALENDAR\r\n$/s);
  });

  it('shows an expiry beyond the year 9999 as its last second', () => {
    expect(calendarOf([listed('A', { notAfter: 8.64e15 })])).toContain('DTSTART:99991231T235959Z');
  });
});
