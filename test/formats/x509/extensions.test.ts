import { describe, expect, it } from 'vitest';
import { DerReader } from '../../../src/formats/der/der.ts';
import { type ExtensionFields, readExtensions } from '../../../src/formats/x509/extensions.ts';
import { saying } from '../../domain/failure/saying.ts';
import { element, objectIdentifier, sequence } from '../../fixtures/write-der.ts';
import { extension, utf8 } from './hand-made.ts';

function read(...each: readonly Buffer[]): ExtensionFields | undefined {
  const reader = new DerReader(sequence(...each));
  const fields = readExtensions(reader);
  return reader.error === undefined ? fields : undefined;
}

const TRUE = element(0x01, Buffer.from([0xff]));
const dns = (name: string): Buffer => element(0x82, Buffer.from(name, 'latin1'));
const ip = (...bytes: readonly number[]): Buffer => element(0x87, Buffer.from(bytes));
const alternativeNames = (...names: readonly Buffer[]): Buffer => extension('2.5.29.17', sequence(...names));

describe('the subject alternative name', () => {
  it('has DNS names and addresses in order, without the other types', () => {
    const directory = element(0xa4, sequence());
    const other = element(0xa0, objectIdentifier('1.2.3'), element(0xa0, utf8('mail')));
    const names = alternativeNames(directory, dns('b'), ip(192, 0, 2, 1), other, element(0x81), dns('a'), dns('b'));
    expect(read(names)?.alternativeNames).toEqual({ dnsNames: ['b', 'a', 'b'], ipAddresses: ['192.0.2.1'] });
  });

  it('omits an address of an invalid length', () => {
    expect(read(alternativeNames(ip(192, 0, 2), ip(192, 0, 2, 1)))?.alternativeNames?.ipAddresses).toEqual([
      '192.0.2.1',
    ]);
  });

  it.each([
    ['is no sequence', extension('2.5.29.17', utf8('mail')), /^GeneralNames: unexpected tag 0c at byte \d+$/],
    ['breaks off', extension('2.5.29.17', Buffer.from([0x30, 0x05, 0x82, 0x01, 0x61])), /^truncated after 5 bytes$/],
    [
      'has a truncated name',
      extension('2.5.29.17', sequence(dns('a'), Buffer.from([0x82, 0x05, 0x61]))),
      /^the element at byte \d+ is longer/,
    ],
    ['is empty', extension('2.5.29.17', Buffer.alloc(0)), /^it is empty$/],
    ['has an invalid name', extension('2.5.29.17', sequence(dns('a'), utf8('b'))), /^tag c is not a GeneralName$/],
  ])('that %s counts as unreadable, and the certificate is read', (_, bad, error) => {
    expect(read(bad)?.alternativeNames).toEqual({
      ...{ dnsNames: [], ipAddresses: [] },
      error: saying(error),
    });
  });

  it('that occurs twice counts the first time', () => {
    expect(read(alternativeNames(dns('a')), alternativeNames(dns('b')))?.alternativeNames?.dnsNames).toEqual(['a']);
  });
});

describe('basic constraints', () => {
  it.each<[string, Buffer, boolean]>([
    ['a CA', sequence(TRUE), true],
    ['a CA with a path length', sequence(TRUE, element(0x02, Buffer.from([0]))), true],
    ['no CA', sequence(), false],
    ['no CA, written out', sequence(element(0x01, Buffer.from([0]))), false],
    ['an empty flag', sequence(element(0x01)), false],
    ['no constraints at all', utf8('CA'), false],
  ])('have %s', (_, value, isCa) => {
    expect(read(extension('2.5.29.19', value))?.basicConstraints?.isCa).toBe(isCa);
  });
});

it.each<[string, Buffer, number | undefined]>([
  ['is read', sequence(TRUE, element(0x02, Buffer.from([3]))), 3],
  ['is read without a flag', sequence(element(0x02, Buffer.from([0]))), 0],
  ['is absent', sequence(TRUE), undefined],
  ['of two bytes limits nothing', sequence(TRUE, element(0x02, Buffer.from([1, 0]))), undefined],
  ['below zero limits nothing', sequence(TRUE, element(0x02, Buffer.from([0x80]))), undefined],
])('the path length %s', (_, value, pathLength) => {
  expect(read(extension('2.5.29.19', value))?.basicConstraints?.pathLength).toBe(pathLength);
});

describe('key usage', () => {
  it.each<[string, Buffer, readonly string[]]>([
    ['one bit', element(0x03, Buffer.from([7, 0x80])), ['digitalSignature']],
    ['an authority', element(0x03, Buffer.from([1, 0x06])), ['keyCertSign', 'cRLSign']],
    ['nine bits', element(0x03, Buffer.from([7, 0x08, 0x80])), ['keyAgreement', 'decipherOnly']],
    ['no bits', element(0x03, Buffer.from([0])), []],
    ['no bit string', utf8('x'), []],
  ])('of %s has the name in RFC 5280', (_, value, usage) => {
    expect(read(extension('2.5.29.15', value))?.keyUsage).toEqual(usage);
  });

  it('that is extended has its name, or a number if it has none', () => {
    const purposes = ['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2', '1.3.6.1.4.1.311.10.3.3', '2.5.29.37.0'];
    const list = sequence(...purposes.map((purpose) => objectIdentifier(purpose)));
    const names = ['serverAuth', 'clientAuth', '1.3.6.1.4.1.311.10.3.3', 'anyExtendedKeyUsage'];
    expect(read(extension('2.5.29.37', list))?.extendedKeyUsage).toEqual(names);
    expect(read(extension('2.5.29.37', utf8('x')))?.extendedKeyUsage).toEqual([]);
    expect(read()).toMatchObject({ keyUsage: undefined, extendedKeyUsage: undefined });
  });
});

describe('key identifiers', () => {
  const identifier = Buffer.from('01af', 'hex');

  it('are upper-case hex', () => {
    const subject = extension('2.5.29.14', element(0x04, identifier));
    const authority = extension('2.5.29.35', sequence(element(0x80, identifier), element(0x82, identifier)));
    expect(read(subject, authority)).toMatchObject({ subjectKeyIdentifier: '01AF', authorityKeyIdentifier: '01AF' });
  });

  it('can be omitted by the CA, which names its certificate instead', () => {
    expect(read(extension('2.5.29.35', sequence(element(0x82, identifier))))?.authorityKeyIdentifier).toBeUndefined();
  });
});

it('an extension can be critical, and an unknown one is skipped', () => {
  const critical = sequence(objectIdentifier('2.5.29.19'), TRUE, element(0x04, sequence(TRUE)));
  expect(read(extension('1.2.3.4', utf8('x')), critical)?.basicConstraints?.isCa).toBe(true);
});

it.each([
  ['no identifier', sequence(element(0x04))],
  ['no OCTET STRING', sequence(objectIdentifier('2.5.29.17'), utf8('x'))],
  ['no sequence', element(0x04)],
])('extensions of which one has %s are refused', (_, bad) => {
  expect(read(bad)).toBeUndefined();
});
