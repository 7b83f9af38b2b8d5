import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileSegment, isPattern } from '../../../src/formats/text/match-segment.ts';

describe('a segment of a glob', () => {
  it.each([
    ['*', 'mail.pem', true],
    ['*', '.hidden', false],
    ['.*', '.hidden', true],
    ['*.pem', 'mail.pem', true],
    ['*.pem', 'mail.pem.bak', false],
    ['*.pem', '.pem', false],
    ['cert?.pem', 'cert1.pem', true],
    ['cert?.pem', 'cert.pem', false],
    ['cert?.pem', 'cert12.pem', false],
    ['?', 'é', true],
    ['?', '😀', true],
    ['cert[0-9].pem', 'cert7.pem', true],
    ['cert[0-9].pem', 'certx.pem', false],
    ['cert[!0-9].pem', 'certx.pem', true],
    ['cert[^0-9].pem', 'cert7.pem', false],
    ['[]]', ']', true],
    ['[!]]', ']', false],
    ['[a-]', '-', true],
    ['[z', '[z', true],
    ['\\*', '*', true],
    ['\\*', 'x', false],
    ['a*b*c', 'a-b-b-c', true],
    ['a*b*c', 'a-c-b', false],
    ['**', 'anything', true],
  ])('%s against %s: %s', (pattern, name, expected) => {
    expect(compileSegment(pattern)(name)).toBe(expected);
  });

  it('agrees with a regular expression on patterns of stars and question marks', () => {
    const piece = fc.constantFrom('a', 'b', '*', '?');
    const pattern = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(''));
    const name = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 8 });
    fc.assert(
      fc.property(pattern, name, (written, against) => {
        const oracle = new RegExp(`^${written.replaceAll('*', '.*').replaceAll('?', '.')}$`);
        expect(compileSegment(written)(against)).toBe(oracle.test(against));
      }),
    );
  });

  it('is matched quickly, however many stars it has', () => {
    const matches = compileSegment(`${'*a'.repeat(120)}*b`);
    const started = performance.now();
    expect(matches('a'.repeat(255))).toBe(false);
    expect(performance.now() - started).toBeLessThan(15_000);
  });

  it.each([
    ['mail.pem', false],
    ['*', true],
    ['a?', true],
    ['[a]', true],
  ])('%s is a pattern: %s', (segment, expected) => {
    expect(isPattern(segment)).toBe(expected);
  });
});
