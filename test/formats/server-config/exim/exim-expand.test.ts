import { describe, expect, it } from 'vitest';
import { expandFixed } from '../../../../src/formats/server-config/exim/exim-expand.ts';
import { saying } from '../../../domain/failure/saying.ts';

const VARIABLES = new Map([['primary_hostname', 'mail.contoso.com']]);

describe('a value of Exim', () => {
  it.each([
    ['plain', '/etc/a.pem', '/etc/a.pem'],
    ['with a fixed variable', '/live/$primary_hostname/a.pem', '/live/mail.contoso.com/a.pem'],
    ['with one in braces', '/live/${primary_hostname}-a.pem', '/live/mail.contoso.com-a.pem'],
    ['with escapes', '/a\\$b\\\\c', '/a$b\\c'],
    ['in part verbatim', '/a\\N$b\\c\\N/$primary_hostname', '/a$b\\c/mail.contoso.com'],
  ])('%s is expanded', (_how, text, value) => {
    expect(expandFixed(text, VARIABLES)).toEqual({ kind: 'value', value });
  });

  it.each([
    ['/certs/$tls_in_sni.pem', 'it depends on the name that a client asks for in TLS'],
    ['/certs/${tls_sni}.pem', 'it depends on the name that a client asks for in TLS'],
    [
      '${if exists{/certs/$tls_in_sni.pem}{/certs/$tls_in_sni.pem}{/certs/a.pem}}',
      'it depends on the name that a client asks for in TLS',
    ],
    ['${lookup{x}lsearch{/etc/certs}{$value}}', '"${lookup" is worked out for each connection'],
    ['/certs/$received_ip_address.pem', '"$received_ip_address" is worked out for each connection'],
    ['/certs/${primary_hostname', '"${primary_hostname" is worked out for each connection'],
    ['/certs/$', '"$" is worked out for each connection'],
    ['/certs/\\x41', 'it has an unknown escape'],
    ['/certs/\\Nabc', 'it has an unknown escape'],
    ['a'.repeat(65_537), 'the value is too long'],
  ])('that depends on the connection is not guessed: %.60s', (text, detail) => {
    expect(expandFixed(text, VARIABLES)).toMatchObject({ kind: 'unresolved', failure: saying(detail) });
  });
});
