import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FactsByName } from '../../../src/domain/event/data/facts-by-name.ts';
import { messageLines } from '../../../src/formats/event/message.ts';
import { visible } from '../../../src/formats/terminal/visible.ts';
import { anyRecord, EN, JA, NO_CERTIFICATE } from './records.ts';

describe('the message of a record', () => {
  it.each([
    [EN, 'What to do:'],
    [JA, '対処:'],
  ])('ends with the remedy, one command a line', (rendering, heading) => {
    const remedy = [
      ['certbot', 'renew', '--cert-name', 'mail.contoso.com'],
      ['systemctl', 'reload', 'my mail'],
    ];
    const lines = messageLines({ ...NO_CERTIFICATE, remedy }, rendering);
    expect(lines.slice(-3)).toEqual([
      heading,
      '  certbot renew --cert-name mail.contoso.com',
      "  systemctl reload 'my mail'",
    ]);
  });

  it('has no heading without a remedy', () => {
    expect(messageLines({ ...NO_CERTIFICATE, remedy: [] }, EN)).not.toContain('What to do:');
  });

  it.each([
    [EN, 'Event 1999 of mailcertd is not described in this version. Parameters: "a", "b\\x0a"'],
    [JA, 'イベント 1999 (mailcertd) の説明は、このバージョンにはありません。パラメーター: 「a」、「b\\x0a」'],
  ])('names the parameters of an event that a newer version wrote', (rendering, sentence) => {
    const record = {
      ...NO_CERTIFICATE,
      providerName: 'mailcertd',
      eventId: 1999,
      parameters: ['a', 'b\n'],
      remedy: [],
    };
    expect(messageLines(record, rendering)).toEqual([sentence]);
  });

  it('omits sentences that fail on unknown facts', () => {
    const facts: FactsByName = JSON.parse(
      '{"nearestMiss":{"thumbprint":"","reason":"from-the-future","names":[],"notAfter":0}}',
    );
    expect(messageLines({ ...NO_CERTIFICATE, facts, remedy: [] }, EN)).toEqual([
      'Event 12014 of MSExchangeTransport is not described in this version. Parameters: "mail.contoso.com", "Default MAIL01", "mail.contoso.com"',
    ]);
  });

  it('keeps a hostile name inside its line', () => {
    const record = { ...NO_CERTIFICATE, parameters: ['mail\n\x1b[2Jevil', 'Default\u202eMAIL01', 'x'] };
    const [first] = messageLines(record, EN);
    expect(first).toContain('mail\\x0a\\x1b[2Jevil');
    expect(first).toContain('"Default\\u202eMAIL01"');
  });

  it('is printable in every line and in both languages, for any record', () => {
    fc.assert(
      fc.property(anyRecord(), fc.constantFrom(EN, JA), (record, rendering) => {
        const lines = messageLines(record, rendering);
        expect(lines.map(visible)).toEqual(lines);
        expect(lines[0]).not.toBe('');
      }),
    );
  });
});
