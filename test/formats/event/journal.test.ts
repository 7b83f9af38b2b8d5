import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ALL_EVENTS } from '../../../src/domain/event/catalog/all.ts';
import { renderJournal } from '../../../src/formats/event/journal.ts';
import { messageId } from '../../../src/formats/event/message-id.ts';
import { anyRecord, EN, JA, NO_CERTIFICATE } from './records.ts';

/**
 * Returns the fields of an entry, in order.
 * @see https://systemd.io/JOURNAL_NATIVE_PROTOCOL/
 */
function fieldsIn(entry: Uint8Array): readonly (readonly [string, string])[] {
  const fields: (readonly [string, string])[] = [];
  let rest = Buffer.from(entry);
  while (rest.length > 0) {
    const line = rest.subarray(0, rest.indexOf('\n'));
    const equals = line.indexOf('=');
    if (equals >= 0) {
      fields.push([line.subarray(0, equals).toString(), line.subarray(equals + 1).toString()]);
      rest = rest.subarray(line.length + 1);
    } else {
      const length = Number(rest.readBigUInt64LE(line.length + 1));
      const value = rest.subarray(line.length + 9, line.length + 9 + length);
      expect(value.length).toBe(length);
      fields.push([line.toString(), value.toString()]);
      expect(rest[line.length + 9 + length]).toBe(0x0a);
      rest = rest.subarray(line.length + 10 + length);
    }
  }
  return fields;
}

describe('a record as a journal entry', () => {
  it('has the message, an id, and fields of its own', () => {
    const fields = fieldsIn(
      renderJournal({ ...NO_CERTIFICATE, facts: { ...NO_CERTIFICATE.facts, connectors: ['A', 'B'] } }, EN),
    );
    expect(fields[0]?.[1]).toMatch(
      /^Certificate for mail\.contoso\.com is not enabled for SMTP.*\n(.*\n)+.*certificates enable/,
    );
    expect(fields).toEqual([
      ['MESSAGE', expect.any(String)],
      ['MESSAGE_ID', 'd8dec4bfecfe49abbd3386e000012014'],
      ['PRIORITY', '3'],
      ['SYSLOG_IDENTIFIER', 'mailcertd'],
      ['DOCUMENTATION', 'file://mail01.contoso.com/usr/lib/mailcertd/docs/events/12014.md'],
      ['MAILCERTD_EVENT_ID', '12014'],
      ['MAILCERTD_RECORD_ID', '18402'],
      ['MAILCERTD_LEVEL', 'Error'],
      ['MAILCERTD_STATE', 'raised'],
      ['MAILCERTD_PROVIDER', 'MSExchangeTransport'],
      ['MAILCERTD_COMPUTER', 'mail01.contoso.com'],
      ['MAILCERTD_TIME_CREATED', '2026-11-24T00:05:03.000Z'],
      ['MAILCERTD_VERSION', '0'],
      ['MAILCERTD_CONDITION_ID', 'c-1'],
      ['MAILCERTD_PARAM1', 'mail.contoso.com'],
      ['MAILCERTD_PARAM2', 'Default MAIL01'],
      ['MAILCERTD_PARAM3', 'mail.contoso.com'],
      ['MAILCERTD_CONNECTOR', 'Default MAIL01'],
      ['MAILCERTD_DIRECTION', 'receive'],
      ['MAILCERTD_CONNECTORS', 'A'],
      ['MAILCERTD_CONNECTORS', 'B'],
      ['MAILCERTD_FQDN', 'mail.contoso.com'],
      ['MAILCERTD_FQDN_SOURCE', 'connector'],
      ['MAILCERTD_REASON', 'not-enabled-for-smtp'],
      [
        'MAILCERTD_NEAREST_MISS',
        JSON.stringify({ ...NO_CERTIFICATE.facts.nearestMiss, notAfter: '2031-03-01T00:00:00.000Z' }),
      ],
      ['MAILCERTD_REMEDY', 'mailcertd certificates enable 3F2A9C4189D07E5B6A1C22F0B7E4D3A95811CC07 --services SMTP'],
    ]);
  });

  it('has raw values, including line ends and NUL', () => {
    const parameters = ['a\nMESSAGE=b\n', '\0\x1b[31m', '='];
    const fields = fieldsIn(renderJournal({ ...NO_CERTIFICATE, parameters }, EN));
    parameters.forEach((parameter, index) => {
      expect(fields).toContainEqual([`MAILCERTD_PARAM${index + 1}`, parameter]);
    });
  });

  it('has, for any record, only valid field names and complete values, and fits', () => {
    fc.assert(
      fc.property(anyRecord(), fc.constantFrom(EN, JA), (record, rendering) => {
        const entry = renderJournal(record, rendering);
        expect(entry.length).toBeLessThan(200_000);
        const fields = fieldsIn(entry);
        for (const [name] of fields) expect(name).toMatch(/^[A-Z][A-Z0-9_]{0,63}$/);
        record.parameters.forEach((parameter, index) => {
          expect(fields).toContainEqual([`MAILCERTD_PARAM${index + 1}`, Buffer.from(parameter).toString()]);
        });
      }),
      { numRuns: 500 },
    );
  });

  it('that would be too long has no partial values and says so', () => {
    const record = { ...NO_CERTIFICATE, parameters: Array.from({ length: 40 }, () => 'ä'.repeat(20_000)) };
    const entry = renderJournal(record, EN);
    expect(entry.length).toBeLessThan(200_000);
    const fields = fieldsIn(entry);
    expect(fields.at(-1)).toEqual(['MAILCERTD_TRUNCATED', '1']);
    expect(fields.find(([name]) => name === 'MAILCERTD_PARAM1')?.[1]).toMatch(/^ä+…$/);
    expect(fields[0]?.[0]).toBe('MESSAGE');
  });
});

describe('a MESSAGE_ID', () => {
  it('is 32 hex digits, different for each event, and ends in its number', () => {
    const ids = ALL_EVENTS.map(({ eventId }) => messageId(eventId));
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{32}$/);
    expect(new Set(ids).size).toBe(ids.length);
    expect(messageId(12014)).toBe('d8dec4bfecfe49abbd3386e000012014');
  });
});
