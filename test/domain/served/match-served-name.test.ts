import { describe, expect, it } from 'vitest';
import { isOldProtocol } from '../../../src/domain/served/is-old-protocol.ts';
import { matchServedName } from '../../../src/domain/served/match-served-name.ts';

describe('the name that was requested', () => {
  it.each<[string, readonly string[], readonly string[], readonly string[], string, string | undefined]>([
    ['is in the certificate', ['mail.contoso.com'], [], [], 'mail.contoso.com', 'exact'],
    ['is there in another case', ['MAIL.Contoso.com'], [], [], 'mail.contoso.com', 'exact'],
    ['is covered by a wildcard', ['*.contoso.com'], [], [], 'mail.contoso.com', 'wildcard'],
    ['is there next to a wildcard', ['*.contoso.com', 'mail.contoso.com'], [], [], 'mail.contoso.com', 'exact'],
    ['is two labels below a wildcard', ['*.contoso.com'], [], [], 'mx.mail.contoso.com', undefined],
    ['is the parent of a wildcard', ['*.contoso.com'], [], [], 'contoso.com', undefined],
    ['is only in the CN', [], [], ['mail.contoso.com'], 'mail.contoso.com', 'common-name'],
    [
      'is in the CN, and the names are others',
      ['www.contoso.com'],
      [],
      ['mail.contoso.com'],
      'mail.contoso.com',
      undefined,
    ],
    ['is no name of it', ['www.contoso.com'], [], [], 'mail.contoso.com', undefined],
    ['is an address in the certificate', [], ['192.0.2.25'], [], '192.0.2.25', 'exact'],
    ['is an address that is written as a name', ['192.0.2.25'], [], ['192.0.2.25'], '192.0.2.25', undefined],
  ])('%s', (_what, dnsNames, ipAddresses, commonNames, asked, match) => {
    expect(matchServedName({ dnsNames, ipAddresses, commonNames }, asked)).toBe(match);
  });
});

it.each([
  ['SSLv3', true],
  ['TLSv1', true],
  ['TLSv1.1', true],
  ['TLSv1.2', false],
  ['TLSv1.3', false],
  ['TLSv1.10', false],
  ['', false],
])('%s is old: %s', (protocol, isOld) => {
  expect(isOldProtocol(protocol)).toBe(isOld);
});
