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
    ['/certs/$tls_in_sni.pem', 'it depends on the server name (SNI) that a client requests'],
    ['/certs/${tls_sni}.pem', 'it depends on the server name (SNI) that a client requests'],
    [
      '${if exists{/certs/$tls_in_sni.pem}{/certs/$tls_in_sni.pem}{/certs/a.pem}}',
      'it depends on the server name (SNI) that a client requests',
    ],
    ['${lookup{x}lsearch{/etc/certs}{$value}}', '"${lookup" depends on the connection'],
    ['/certs/$received_ip_address.pem', '"$received_ip_address" depends on the connection'],
    ['/certs/${primary_hostname', '"${primary_hostname" depends on the connection'],
    ['/certs/$', '"$" depends on the connection'],
    ['/certs/\\x41', 'the value has an unknown escape sequence'],
    ['/certs/\\Nabc', 'the value has an unknown escape sequence'],
    ['a'.repeat(65_537), 'the value is too long'],
  ])('that depends on the connection is not guessed: %.60s', (text, detail) => {
    expect(expandFixed(text, VARIABLES)).toMatchObject({ kind: 'unresolved', failure: saying(detail) });
  });
});
