import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readTime } from '../../../src/formats/x509/time.ts';

const UTC_TIME = 0x17;
const GENERALIZED_TIME = 0x18;

const read = (tag: number, text: string): number | undefined => {
  // The digits on both sides must not be read.
  const bytes = Buffer.from(`99${text}99Z`, 'latin1');
  return readTime(bytes, tag, 2, 2 + text.length);
};

describe('a UTCTime', () => {
  it.each([
    ['500101000000Z', '1950-01-01T00:00:00Z'],
    ['491231235959Z', '2049-12-31T23:59:59Z'],
    ['691231235959Z', '1969-12-31T23:59:59Z'],
    ['700101000000Z', '1970-01-01T00:00:00Z'],
    ['000229120000Z', '2000-02-29T12:00:00Z'],
    ['260101120000Z', '2026-01-01T12:00:00Z'],
    // Times that RFC 5280 does not allow, as OpenSSL reads them.
    ['2601011200Z', '2026-01-01T12:00:00Z'],
    ['260101120000+0900', '2026-01-01T03:00:00Z'],
    ['260101120000-0130', '2026-01-01T13:30:00Z'],
    ['2601011200+0000', '2026-01-01T12:00:00Z'],
  ])('%s is %s', (text, iso) => {
    expect(read(UTC_TIME, text)).toBe(Date.parse(iso));
  });

  it.each([
    [''],
    ['Z'],
    ['260101120000'],
    ['260101120000z'],
    ['26010112000Z'],
    ['26010112Z'],
    ['260001120000Z'],
    ['261301120000Z'],
    ['260100120000Z'],
    ['260132120000Z'],
    ['260431120000Z'],
    ['250229120000Z'],
    ['260101240000Z'],
    ['260101126000Z'],
    ['260101120060Z'],
    ['260101120000.5Z'],
    ['260101120000ZZ'],
    ['260101120000+09'],
    ['260101120000+1500'],
    ['260101120000+0960'],
    ['2601011a0000Z'],
    ['-60101120000Z'],
    [' 60101120000Z'],
  ])('%j is refused', (text) => {
    expect(read(UTC_TIME, text)).toBeUndefined();
  });
});

describe('a GeneralizedTime', () => {
  it.each([
    ['99991231235959Z', '9999-12-31T23:59:59Z'],
    ['20500101000000Z', '2050-01-01T00:00:00Z'],
    ['19500101000000Z', '1950-01-01T00:00:00Z'],
    ['19491231235959Z', '1949-12-31T23:59:59Z'],
    ['16010101000000Z', '1601-01-01T00:00:00Z'],
    ['00000101000000Z', '0000-01-01T00:00:00Z'],
    ['00000229000000Z', '0000-02-29T00:00:00Z'],
    ['20000229000000Z', '2000-02-29T00:00:00Z'],
    ['202601011200Z', '2026-01-01T12:00:00Z'],
    ['260101120000Z', '2601-01-12T00:00:00Z'],
    ['20260101120000.999Z', '2026-01-01T12:00:00Z'],
    ['20260101120000+0900', '2026-01-01T03:00:00Z'],
    ['20260101120000.5-0100', '2026-01-01T13:00:00Z'],
  ])('%s is %s', (text, iso) => {
    expect(read(GENERALIZED_TIME, text)).toBe(Date.parse(iso));
  });

  it.each([['20260101120000'], ['20260101120000.Z'], ['20260101120000,5Z'], ['19000229000000Z']])(
    '%s is refused',
    (text) => {
      expect(read(GENERALIZED_TIME, text)).toBeUndefined();
    },
  );

  it('a time is parsed as it was written, for every second from year 0 through 9999', () => {
    const second = fc.integer({ min: Date.parse('0000-01-01T00:00:00Z') / 1000, max: 253_402_300_799 });
    fc.assert(
      fc.property(second, (at) => {
        const text = new Date(at * 1000).toISOString().replace(/\.000|[-:T]/g, '');
        expect(read(GENERALIZED_TIME, text)).toBe(at * 1000);
      }),
    );
  });
});

it('another tag is no time', () => {
  expect(read(0x13, '260101120000Z')).toBeUndefined();
});
