import { describe, expect, it } from 'vitest';
import { belongsToCa } from '../../../src/domain/certificate/belongs-to-ca.ts';

const NAMELESS = { isCa: true, dnsNames: [], ipAddresses: [], commonNames: [] };

describe('a CA certificate', () => {
  it.each([
    ['has no name', {}, true],
    ['is called as people are', { commonNames: ['Contoso Root'] }, true],
    ['is called by one label', { commonNames: ['ContosoRoot'] }, true],
    ['may not issue', { isCa: false, commonNames: ['Contoso Root'] }, false],
    ['has a DNS name', { dnsNames: ['mail.contoso.com'] }, false],
    ['has an address', { ipAddresses: ['192.0.2.1'] }, false],
    ['is called as a host', { commonNames: ['mail.contoso.com'] }, false],
  ])('is one that %s', (_, described, expected) => {
    expect(belongsToCa({ ...NAMELESS, ...described })).toBe(expected);
  });
});
