import fc from 'fast-check';
import { expect, it } from 'vitest';
import { cutToWidth } from '../../../src/formats/terminal/cut-to-width.ts';
import { terminalWidth } from '../../../src/formats/terminal/terminal-width.ts';

it.each<[string, number, string]>([
  ['mail.contoso.com', 16, 'mail.contoso.com'],
  ['mail.contoso.com', 15, 'mail.contoso.c…'],
  ['証明書', 6, '証明書'],
  ['証明書', 5, '証明…'],
  ['証明書', 4, '証…'],
  ['証明書', 1, '…'],
  ['証明書', 0, ''],
  ['', 0, ''],
])('cuts %j to %i columns: %j', (text, columns, cut) => {
  expect(cutToWidth(text, columns)).toBe(cut);
});

it('never exceeds the columns', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.nat(40), (text, columns) => {
      expect(terminalWidth(cutToWidth(text, columns))).toBeLessThanOrEqual(columns);
    }),
  );
});
