import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { visible } from '../../../src/formats/terminal/visible.ts';

describe('printable text', () => {
  it.each([
    ['a terminal sequence', '\x1b[31mred', '\\x1b[31mred'],
    ['NUL', 'a\0b', 'a\\x00b'],
    ['a line end', 'a\nb\r', 'a\\x0ab\\x0d'],
    ['a tab', 'a\tb', 'a\\x09b'],
    ['DEL and the eight-bit CSI', '\x7f\x9b', '\\x7f\\x9b'],
    ['a right-to-left override', 'txt.\u202eexe', 'txt.\\u202eexe'],
    ['an isolate', '\u2066x\u2069', '\\u2066x\\u2069'],
    ['a zero-width space and a byte order mark', 'a\u200bb\ufeff', 'a\\u200bb\\ufeff'],
    ['a soft hyphen', 'con\u00adtoso', 'con\\xadtoso'],
    ['line and paragraph separators', '\u2028\u2029', '\\u2028\\u2029'],
    ['a lone surrogate', 'a\ud800b', 'a\\ud800b'],
    ['an invisible tag character', '\u{e0041}', '\\u{e0041}'],
  ])('shows %s', (_, text, shown) => {
    expect(visible(text)).toBe(shown);
  });

  it.each(['Default MAIL01', '証明書 受信コネクタ「メール」', 'Größe é 😀', 'C:\\temp\\x', '"\'`$&<>'])(
    'does not change %s',
    (text) => {
      expect(visible(text)).toBe(text);
    },
  );

  it('never contains a control character or an invisible one', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(visible(text)).not.toMatch(
          /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}\u200b-\u200f\u2060-\u206f\ufeff]/u,
        );
      }),
    );
  });

  it('is the same when it is converted again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(visible(visible(text))).toBe(visible(text));
      }),
    );
  });
});
