import { describe, expect, it } from 'vitest';
import { DerReader } from '../../../src/formats/der/der.ts';
import { readName } from '../../../src/formats/x509/name.ts';
import { element, sequence } from '../../fixtures/write-der.ts';
import { attribute, name, utf8 } from './hand-made.ts';

function read(der: Buffer): { text: string; commonNames: string[] } | string | undefined {
  const reader = new DerReader(der);
  const commonNames: string[] = [];
  const text = readName(reader, 'subject', commonNames);
  return reader.error === undefined ? { text, commonNames } : reader.error.reason;
}

const cn = (tag: number, bytes: Buffer): Buffer => name([attribute('2.5.4.3', element(tag, bytes))]);
const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');

describe('a string', () => {
  it.each([
    ['UTF8String', 0x0c, Buffer.from('münchen 東京 🦊'), 'münchen 東京 🦊'],
    ['UTF8String with a mark', 0x0c, Buffer.from('\ufeffmail'), '\ufeffmail'],
    ['PrintableString', 0x13, latin1('mail.contoso.com'), 'mail.contoso.com'],
    ['PrintableString with forbidden characters', 0x13, latin1('m@il*'), 'm@il*'],
    ['IA5String', 0x16, latin1('mail'), 'mail'],
    ['T61String', 0x14, latin1('münchen'), 'münchen'],
    ['NumericString', 0x12, latin1('12 34'), '12 34'],
    ['VisibleString', 0x1a, latin1('mail'), 'mail'],
    ['BMPString', 0x1e, Buffer.from('006d00fc6771', 'hex'), 'mü東'],
    ['UniversalString', 0x1c, Buffer.from('0000006d0001f98a', 'hex'), 'm🦊'],
    ['empty string', 0x0c, Buffer.alloc(0), ''],
    ['string with control characters', 0x0c, latin1('a\n\u001b[31mb'), 'a\n\u001b[31mb'],
  ])('as %s is read', (_, tag, bytes, value) => {
    expect(read(cn(tag, bytes))).toEqual({ text: `CN=${value}`, commonNames: [value] });
  });

  it('with a NUL has it escaped in the name and raw in the common name', () => {
    expect(read(cn(0x0c, latin1('good\0.evil.example')))).toEqual({
      text: 'CN=good\\00.evil.example',
      commonNames: ['good\0.evil.example'],
    });
  });

  it.each([
    ['UTF-8', 0x0c, Buffer.from([0x61, 0xff])],
    ['UTF-8 of a surrogate', 0x0c, Buffer.from([0xed, 0xa0, 0x80])],
    ['BMPString', 0x1e, Buffer.from([0x00, 0x6d, 0x00])],
    ['UniversalString', 0x1c, Buffer.from([0, 0, 0x6d])],
    ['UniversalString beyond Unicode', 0x1c, Buffer.from([0x00, 0x11, 0x00, 0x00])],
  ])('that is no well-formed %s is refused', (_, tag, bytes) => {
    expect(read(cn(tag, bytes))).toBe('certificate_malformed');
  });

  it('of another type is shown as its encoding and is no common name', () => {
    expect(read(cn(0x03, Buffer.from([0, 0xab])))).toEqual({ text: 'CN=#030200AB', commonNames: [] });
  });
});

describe('a name', () => {
  it('is empty without content', () => {
    expect(read(sequence())).toEqual({ text: '', commonNames: [] });
    expect(read(name([]))).toEqual({ text: '', commonNames: [] });
  });

  it('has the most specific first, and each type by its short name', () => {
    const der = name(
      [attribute('2.5.4.6', utf8('JP'))],
      [attribute('0.9.2342.19200300.100.1.25', utf8('contoso'))],
      [attribute('2.5.4.10', utf8('Contoso, Ltd.'))],
      [attribute('2.5.4.9', utf8('1-1'))],
      [attribute('1.2.840.113549.1.9.1', utf8('a@contoso.com'))],
      [attribute('2.5.4.3', utf8('mail'))],
    );
    expect(read(der)).toEqual({
      text: 'CN=mail,emailAddress=a@contoso.com,STREET=1-1,O=Contoso\\, Ltd.,DC=contoso,C=JP',
      commonNames: ['mail'],
    });
  });

  it('keeps the attributes of a relative name together', () => {
    const der = name(
      [attribute('2.5.4.10', utf8('Contoso'))],
      [attribute('2.5.4.11', utf8('a')), attribute('2.5.4.3', utf8('b'))],
    );
    expect(read(der)).toEqual({ text: 'CN=b+OU=a,O=Contoso', commonNames: ['b'] });
  });

  it('can have several common names', () => {
    const der = name([attribute('2.5.4.3', utf8('a'))], [attribute('2.5.4.3', utf8('b'))]);
    expect(read(der)).toEqual({ text: 'CN=b,CN=a', commonNames: ['a', 'b'] });
  });

  it('shows an unknown type as its OID and the encoding of the value', () => {
    expect(read(name([attribute('1.2.3.4', utf8('mail'))]))).toEqual({
      text: '1.2.3.4=#0C046D61696C',
      commonNames: [],
    });
  });

  it.each([
    ['a set where the sequence should be', element(0x31)],
    ['a sequence where the set should be', sequence(sequence())],
    ['an attribute without a value', name([sequence(element(0x06, Buffer.from([0x55, 4, 3])))])],
    ['an attribute without a type', name([sequence(utf8('mail'))])],
    ['nothing', Buffer.alloc(0)],
  ])('with %s is refused', (_, der) => {
    expect(read(der)).toMatch(/^(certificate_malformed|der_malformed|der_truncated)$/);
  });
});
