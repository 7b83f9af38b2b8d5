import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { globMatches } from '../../../src/domain/alert/glob-matches.ts';

describe('a pattern', () => {
  test.each([
    ['', '', true],
    ['', 'a', false],
    ['*', '', true],
    ['*', 'mail.contoso.com', true],
    ['?', '', false],
    ['?', 'a', true],
    ['?', '😀', true],
    ['*.contoso.com', 'mail.contoso.com', true],
    ['*.contoso.com', 'a.b.contoso.com', true],
    ['*.contoso.com', 'contoso.com', false],
    ['*.contoso.com', '.contoso.com', true],
    ['mail*', 'mail', true],
    ['*MAIL01', 'Default mail01', true],
    ['default ?AIL01', 'Default MAIL01', true],
    ['a*b*c', 'abbbc', true],
    ['a*b*c', 'abbbd', false],
    ['a*a', 'a', false],
    ['mail.contoso.com', 'mailxcontosoxcom', false],
    ['[a-z]+', 'b', false],
    ['[a-z]+', '[a-z]+', true],
  ])('%j and %j: %s', (pattern, text, is) => {
    expect(globMatches(pattern, text)).toBe(is);
  });

  test('matches the same texts as the equivalent regular expression', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', '.'), maxLength: 8 });
    const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '.', '*', '?'), maxLength: 8 });
    fc.assert(
      fc.property(pattern, word, (patternCharacters, text) => {
        const same = patternCharacters.replaceAll('.', '\\.').replaceAll('*', '.*').replaceAll('?', '.');
        expect(globMatches(patternCharacters, text)).toBe(new RegExp(`^${same}$`, 'u').test(text));
      }),
      { numRuns: 2000 },
    );
  });

  test('with many stars is matched in time against a text that it does not match', () => {
    const started = performance.now();
    expect(globMatches(`${'*a'.repeat(100)}b`, 'a'.repeat(20_000))).toBe(false);
    expect(performance.now() - started).toBeLessThan(5000);
  });
});
