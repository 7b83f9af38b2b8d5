import { describe, expect, test } from 'vitest';
import { allowsServer } from '../../../src/domain/certificate/allows-server.ts';
import type { KeyUsage } from '../../../src/domain/certificate/certificate.ts';

describe('the purposes of a certificate', () => {
  const rows: readonly (readonly [boolean, readonly KeyUsage[] | undefined, readonly string[] | undefined])[] = [
    [true, undefined, undefined],
    [true, ['digitalSignature'], ['serverAuth']],
    [true, ['keyEncipherment'], ['clientAuth', 'serverAuth']],
    [true, ['keyAgreement', 'nonRepudiation'], ['anyExtendedKeyUsage']],
    [true, undefined, ['1.3.6.1.4.1.311.10.3.3']],
    [true, undefined, ['2.16.840.1.113730.4.1']],
    [false, undefined, ['clientAuth']],
    [false, undefined, ['codeSigning', '2.999.1']],
    [false, undefined, []],
    [false, ['keyCertSign', 'cRLSign'], undefined],
    [false, ['nonRepudiation'], ['serverAuth']],
    [false, ['dataEncipherment'], undefined],
    [false, [], undefined],
  ];
  test.each(rows)('allow a TLS server: %s, key usage %j, extended key usage %j', (expected, keyUsage, extended) => {
    expect(allowsServer({ keyUsage, extendedKeyUsage: extended })).toBe(expected);
  });
});
