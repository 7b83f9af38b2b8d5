import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type PerformanceValue, renderNagios } from '../../../src/formats/metrics/nagios.ts';

const LEFT: PerformanceValue = {
  label: 'mail.contoso.com',
  value: 18_985_010,
  unit: 's',
  warning: 25_574_400,
  critical: 10_281_600,
  minimum: 0,
  maximum: 102_470_399,
};

describe('the line of a Nagios plugin', () => {
  it('has the state, the text and the measurements', () => {
    expect(renderNagios({ state: 'CRITICAL', text: 'text', measurements: [LEFT] })).toBe(
      "MAILCERTD CRITICAL - text | 'mail.contoso.com'=18985010s;25574400;10281600;0;102470399",
    );
  });

  it('ends with the text if nothing was measured', () => {
    expect(renderNagios({ state: 'OK', text: 'all is well', measurements: [] })).toBe('MAILCERTD OK - all is well');
  });

  it.each<[string, Partial<PerformanceValue>, string]>([
    ['no limits', { warning: undefined, critical: undefined }, '18985010s;;;0;102470399'],
    [
      'nothing but a value',
      { warning: undefined, critical: undefined, minimum: undefined, maximum: undefined },
      '18985010s',
    ],
    ['a count', { unit: '', value: 3, maximum: undefined }, '3;25574400;10281600;0'],
    ['a value past the end', { value: -60 }, '-60s;25574400;10281600;0;102470399'],
  ])('writes %s', (_, changed, written) => {
    expect(renderNagios({ state: 'OK', text: 'x', measurements: [{ ...LEFT, ...changed }] })).toBe(
      `MAILCERTD OK - x | 'mail.contoso.com'=${written}`,
    );
  });

  it.each([
    ["it's", "'it''s'"],
    ['a=b', "'a_b'"],
    ['a|b', "'a_b'"],
    ['a\nb', "'a\\x0ab'"],
    ['Client MAIL01', "'Client MAIL01'"],
  ])('makes a label of %j', (label, written) => {
    expect(renderNagios({ state: 'OK', text: 'x', measurements: [{ ...LEFT, label }] })).toContain(
      ` | ${written}=18985010s`,
    );
  });

  it('numbers labels that occur twice', () => {
    expect(renderNagios({ state: 'OK', text: 'x', measurements: [LEFT, LEFT, LEFT] }).match(/'[^']+'/g)).toEqual([
      "'mail.contoso.com'",
      "'mail.contoso.com 2'",
      "'mail.contoso.com 3'",
    ]);
  });

  it('is one line with one bar, whatever the names are', () => {
    const hostile = fc.string({ unit: 'binary' });
    fc.assert(
      fc.property(hostile, hostile, (text, label) => {
        const line = renderNagios({ state: 'WARNING', text, measurements: [{ ...LEFT, label }] });
        expect(line.split('|')).toHaveLength(2);
        expect(line).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
        expect(line.split(' | ')[1]).toMatch(/^'(?:[^'=]|'')*'=18985010s;/);
      }),
    );
  });
});
