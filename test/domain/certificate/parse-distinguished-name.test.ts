import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalName, parseDistinguishedName } from '../../../src/domain/certificate/parse-distinguished-name.ts';
import { renderAttribute, renderDistinguishedName } from '../../../src/domain/certificate/render-distinguished-name.ts';
import { failureText } from '../../../src/domain/failure/failure-text.ts';

/** Returns a name in the form in which names are compared, or the error in it. */
function form(text: string): string {
  const parsed = parseDistinguishedName(text);
  return parsed.kind === 'name' ? canonicalName(parsed.name) : `${parsed.position}: ${failureText(parsed.cause, 'en')}`;
}

describe('two texts are the same distinguished name', () => {
  test.each([
    ['case and spaces do not count', 'CN=Contoso CA', 'cn =  contoso   ca '],
    ['spaces after the comma', 'CN=a,O=b,C=us', 'CN=a, O=b, C=US'],
    ['; as older writers have it', 'CN=a,O=b', 'CN=a;O=b'],
    [
      'Windows writes S for ST, E for emailAddress, T for title, G for GN',
      'ST=w,emailAddress=e,title=t,GN=g',
      'S=w,E=e,T=t,G=g',
    ],
    ['an OID for its type', 'CN=a', '2.5.4.3=a'],
    ['an OID as Windows writes it', 'organizationIdentifier=VAT1', 'OID.2.5.4.97=VAT1'],
    ['long names', 'CN=a,OU=b,DC=c,UID=d', 'commonName=a,organizationalUnitName=b,domainComponent=c,userId=d'],
    ['an escaped comma', 'O=Contoso\\, Ltd.', 'O=Contoso\\2C Ltd.'],
    ['quotation marks', 'O=Contoso\\, Ltd.', 'O="Contoso, Ltd."'],
    ['quotation marks within, doubled as Windows does', 'O=the \\"best\\"', 'O="the ""best"""'],
    ['quotation marks within, escaped as RFC 1779 does', 'O=the \\"best\\"', 'O="the \\"best\\""'],
    ['bytes of UTF-8', 'O=Bücher', 'O=B\\C3\\BCcher'],
    ['the hex of a UTF8String', 'CN=abc', 'CN=#0C03616263'],
    ['the hex of a PrintableString', 'CN=abc', 'cn=#1303616263'],
    ['the hex of a BMPString', 'CN=aü', 'CN=#1E04006100FC'],
    ['the hex of a UniversalString', 'CN=a', 'CN=#1C0400000061'],
    ['a long length in the hex', `CN=${'a'.repeat(130)}`, `CN=#0C8182${'61'.repeat(130)}`],
    ['hex that is no string, in any case', '1.2.3=#0201ff', '1.2.3=#0201FF'],
    ['attributes of one relative name in any order', 'CN=a+OU=b,O=c', 'OU=b + CN=a, O=c'],
    ['full-width letters', 'CN=ABC', 'CN=ＡＢＣ'],
    ['sharp s and its capital', 'CN=STRASSE', 'CN=straße'],
    ['the two small sigmas', 'CN=ΟΔΟΣ', 'CN=οδοσ'],
    ['a value with = in it', 'CN=a\\=b', 'CN=a=b'],
    ['an empty value', 'CN=,O=b', 'CN= , O=b'],
  ])('%s', (_, one, other) => {
    expect(form(one)).toBe(form(other));
    expect(form(one)).toMatch(/^\[\[/);
  });
});

describe('two texts are different distinguished names', () => {
  test.each([
    ['the order of relative names', 'CN=a,O=b', 'O=b,CN=a'],
    ['one relative name and two', 'CN=a+O=b', 'CN=a,O=b'],
    ['another type', 'CN=a', 'OU=a'],
    ['a part more', 'CN=a', 'CN=a,O=b'],
    ['a comma in the value, and two parts', 'O=a\\,C=b', 'O=a,C=b'],
    ['an attribute twice', 'OU=a+OU=a', 'OU=a'],
    ['text that resembles the form of another', 'CN=a","2.5.4.10=b', 'CN=a+O=b'],
  ])('%s', (_, one, other) => {
    expect(form(one)).not.toBe(form(other));
  });
});

describe('an invalid distinguished name has the position of the error', () => {
  test.each([
    ['CN', '0: "CN" is not followed by ='],
    ['CN=a,', '5: an attribute is missing'],
    ['CN=a,,O=b', '5: an attribute is missing'],
    ['CN=a, XX=b', '6: "XX" is not a known attribute type'],
    ['CN="a', '3: the closing quotation mark is missing'],
    ['CN="a" b', '7: there is text after the closing quotation mark'],
    ['CN=a"b', '4: a value contains a quotation mark; write \\"'],
    ['CN=a\\', '4: there is no character after the backslash'],
    ['CN=#xyz', '3: # must be followed by pairs of hex digits'],
    ['CN=#', '3: # must be followed by pairs of hex digits'],
    ['CN=\\FF', '3: the escaped bytes are not UTF-8'],
    ['1.2.=a', '0: "1.2." is not a known attribute type'],
    [`${'A'.repeat(100)}=b`, `0: "${'A'.repeat(40)}" is not a known attribute type`],
    ['CN=a'.padEnd(20_000, 'a'), '16384: it is longer than 16384 characters'],
  ])('%s', (text, error) => {
    expect(form(text)).toBe(error);
  });
});

test('the empty text is the empty name', () => {
  expect(form('')).toBe('[]');
});

const value = fc.string({ unit: 'grapheme', maxLength: 12 });
const type = fc.constantFrom('CN', 'O', 'OU', 'C', 'ST', 'emailAddress', 'DC');

test('the printed name of a certificate is parsed to the original values', () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(fc.tuple(type, value), { minLength: 1, maxLength: 3 }), { maxLength: 4 }),
      (names) => {
        const written = names.map((attributes) =>
          attributes.map(([key, text]) => renderAttribute(key, text)).join('+'),
        );
        const parsed = parseDistinguishedName(renderDistinguishedName(written));
        const values = names.toReversed().map((attributes) => attributes.map(([, text]) => text));
        expect(parsed.kind === 'name' && parsed.name.map((each) => each.map((attribute) => attribute.value))).toEqual(
          values,
        );
      },
    ),
    { numRuns: 300 },
  );
});

test('any text is a name or an error, and never an exception', () => {
  const piece = fc.constantFrom(
    'CN',
    '=',
    ',',
    '+',
    '\\',
    '"',
    '#',
    '2C',
    'FF',
    ' ',
    'a',
    ';',
    '1.2',
    '<',
    '\0',
    '\ud800',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      expect(['name', 'error']).toContain(parseDistinguishedName(pieces.join('')).kind);
    }),
    { numRuns: 1000 },
  );
});
