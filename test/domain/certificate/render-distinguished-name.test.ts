import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderAttribute, renderDistinguishedName } from '../../../src/domain/certificate/render-distinguished-name.ts';

describe('an attribute', () => {
  it.each([
    ['mail.contoso.com', 'CN=mail.contoso.com'],
    ['', 'CN='],
    ['Contoso, Ltd.', 'CN=Contoso\\, Ltd.'],
    ['a+b;c<d>e"f\\g', 'CN=a\\+b\\;c\\<d\\>e\\"f\\\\g'],
    ['a=b', 'CN=a=b'],
    ['#hash', 'CN=\\#hash'],
    ['a#b', 'CN=a#b'],
    [' both ', 'CN=\\ both\\ '],
    [' ', 'CN=\\ '],
    ['  ', 'CN=\\ \\ '],
    ['\\ ', 'CN=\\\\\\ '],
    ['a\0b', 'CN=a\\00b'],
    ['a\nb\u001b[31m\u202e', 'CN=a\nb\u001b[31m\u202e'],
    ['M\u00fcnchen \u6771\u4eac', 'CN=M\u00fcnchen \u6771\u4eac'],
  ])('with the value %j is written as %j', (value, text) => {
    expect(renderAttribute('CN', value)).toBe(text);
  });

  it('has the same value after it is parsed again', () => {
    const readBack = (text: string): string =>
      text.replace(/\\(00|.)/gs, (_, escaped: string) => (escaped === '00' ? '\0' : escaped));
    const value = fc.string({ unit: fc.constantFrom(' ', '#', '\\', ',', '+', '"', '\0', '0', 'a', '\n', '\u00e9') });
    fc.assert(
      fc.property(value, (raw) => {
        const text = renderAttribute('CN', raw).slice('CN='.length);
        expect(readBack(text)).toBe(raw);
        expect(text.replace(/\\(00|.)/gs, '')).not.toMatch(/[,+"\0;<>\\]/);
        expect(text).not.toMatch(/^[ #]|(?<!\\)(\\\\)* $/);
      }),
    );
  });
});

it.each([
  [[], ''],
  [['CN=mail'], 'CN=mail'],
  [['C=JP', 'O=Contoso', 'CN=mail+OU=a'], 'CN=mail+OU=a,O=Contoso,C=JP'],
])('the relative names %j become %j: the most specific first', (relativeNames, text) => {
  expect(renderDistinguishedName(relativeNames)).toBe(text);
});
