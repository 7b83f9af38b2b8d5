import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { byteLengthOf, cutBytes } from '../../../src/formats/event/cut-bytes.ts';

describe('a text that is limited to a number of bytes', () => {
  it.each([
    ['abcdef', 6, 'abcdef'],
    ['abc…', 6, 'abc…'],
    ['abcdefg', 6, 'abc…'],
    ['ääää', 8, 'ääää'],
    ['ääää', 7, 'ää…'],
    ['ääää', 6, 'ä…'],
    ['日本語', 8, '日…'],
    ['😀😀', 7, '😀…'],
    ['😀😀', 6, '…'],
    ['\ufeffab', 5, '\ufeffab'],
    ['\ufeffabcd', 6, '\ufeff…'],
  ])('%j, %i: %j', (text, most, cut) => {
    expect(cutBytes(text, most)).toEqual({ text: cut, isCut: cut !== text });
  });

  it('never exceeds it, and has no partial character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 3, max: 40 }), (text, most) => {
        const { text: cut, isCut } = cutBytes(text, most);
        expect(isCut).toBe(byteLengthOf(text) > most);
        expect(byteLengthOf(cut)).toBeLessThanOrEqual(most);
        expect(cut).not.toContain('\ufffd');
        expect(text.startsWith(cut.replace(/…$/, ''))).toBe(true);
      }),
    );
  });
});
