import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CSV_HEADER, renderCsv } from '../../../src/formats/event/csv.ts';
import { anyRecord, EN, JA, NO_CERTIFICATE } from './records.ts';

/** Returns the rows of RFC 4180 in which all fields are quoted; undefined: the text is something else. */
function rows(csv: string): readonly (readonly string[])[] | undefined {
  if (!/^(?:"(?:[^"]|"")*"(?:,|\r\n))*$/.test(csv)) return undefined;
  const table: string[][] = [[]];
  for (const [, field = '', end] of csv.matchAll(/"((?:[^"]|"")*)"(,|\r\n)/g)) {
    table.at(-1)?.push(field.replaceAll('""', '"'));
    if (end !== ',') table.push([]);
  }
  return table.slice(0, -1);
}

describe('a record as CSV', () => {
  it('is one row with the columns of the header', () => {
    const [header = [], row = []] = rows(CSV_HEADER + renderCsv(NO_CERTIFICATE, EN)) ?? [];
    const values = Object.fromEntries(header.map((name, index) => [name, row[index]]));
    expect(values).toMatchObject({
      TimeCreated: '2026-11-24T00:05:03.000Z',
      Level: 'Error',
      EventID: '12014',
      Provider: 'MSExchangeTransport',
      Task: 'TransportService',
      Computer: 'mail01.contoso.com',
      EventRecordID: '18402',
      Change: 'raised',
      ConditionId: 'c-1',
      Parameters: '["mail.contoso.com","Default MAIL01","mail.contoso.com"]',
    });
    expect(JSON.parse(values['EventData'] ?? '')).toMatchObject({ Change: 'raised', Connector: 'Default MAIL01' });
    expect(values['Message']).toContain('\nReason: the certificate is not enabled for SMTP (not-enabled-for-smtp)\n');
  });

  it('has its message in the language of the rendering', () => {
    expect(renderCsv(NO_CERTIFICATE, JA)).toContain('受信コネクタ「Default MAIL01」');
  });

  it.each([
    ['=1+1', "'=1+1"],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['  =1', "'  =1"],
    ['＝1', "'＝1"],
    ['|calc', "'|calc"],
    ['mail=01', 'mail=01'],
    ['a"b', 'a"b'],
    ['a\r\nb\x1b[2J', '\\x0d\\x0a'],
  ])('has the computer %j as text that no spreadsheet runs', (computer, expected) => {
    expect(rows(renderCsv({ ...NO_CERTIFICATE, computer }, EN))?.[0]?.[5]).toContain(expected);
  });

  it('is valid for any record, and begins no field with a formula', () => {
    fc.assert(
      fc.property(anyRecord(), fc.constantFrom(EN, JA), (record, rendering) => {
        const table = rows(renderCsv(record, rendering));
        expect(table).toHaveLength(1);
        expect(table?.[0]).toHaveLength(12);
        for (const field of table?.[0] ?? []) expect(field).not.toMatch(/^\s*[=+\-@＝＋－＠|%]/);
      }),
      { numRuns: 300 },
    );
  });
});
