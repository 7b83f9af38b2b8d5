import { describe, expect, it } from 'vitest';
import { partName } from '../../../src/domain/connector/inventory-part.ts';
import { eximConnectors } from '../../../src/formats/server-config/exim/exim.ts';
import { parseEximOptions, parseEximTransports } from '../../../src/formats/server-config/exim/exim-options.ts';
import { nginxConnectors } from '../../../src/formats/server-config/nginx/nginx.ts';
import { parseNginxFile } from '../../../src/formats/server-config/nginx/nginx-directives.ts';
import { opensmtpdConnectors } from '../../../src/formats/server-config/opensmtpd/opensmtpd.ts';
import { parseSmtpdConf } from '../../../src/formats/server-config/opensmtpd/parse-smtpd-conf.ts';
import { foundDovecot, text24 } from './dovecot/dovecot-texts.ts';
import { found as foundPostfix, HOST, kindsByName } from './postfix/postfix-texts.ts';

const server = (name: string) => ({ name, reload: ['systemctl', 'reload', name], hostFqdn: 'mail01.contoso.com' });
const unique = (parts: readonly string[]): readonly string[] => [...new Set(parts)];

describe('parts of the settings of Postfix that cannot be determined', () => {
  const MAIN = {
    smtpd_tls_security_level: 'may',
    smtpd_tls_chain_files: '/etc/ssl/both.pem',
    inet_interfaces: '127.0.0.1',
  };
  const SMTP = 'smtp inet n - y - - smtpd';
  const CLIENT = 'relay unix - - y - - smtp';
  const SNI = ['postfix sni', 'postfix smtp sni'];

  it.each<
    readonly [
      what: string,
      main: Readonly<Record<string, string>>,
      services: readonly string[],
      parts: readonly string[],
    ]
  >([
    ['all are known', {}, [SMTP], []],
    ['a table that was not read', { tls_server_sni_maps: 'hash:/etc/postfix/sni' }, [SMTP], SNI],
    ['the tables themselves', { tls_server_sni_maps: '$nowhere' }, [SMTP], SNI],
    ['the default certificate', { smtpd_tls_chain_files: '$nowhere/a.pem' }, [SMTP], SNI],
    ['a type of table that cannot be listed', { tls_server_sni_maps: 'mysql:/etc/postfix/sni.cf' }, [SMTP], []],
    ['whether a service is enabled', { master_service_disable: '$nowhere' }, [SMTP], ['postfix smtp']],
    ['the addresses of a service', { inet_interfaces: 'nowhere.contoso.com' }, [SMTP], ['postfix smtp']],
    ['the TLS level of a service', { smtpd_tls_security_level: 'maybe' }, [SMTP], ['postfix smtp']],
    ['the smtpd of a postscreen', {}, ['smtp inet n - y - 1 postscreen'], ['postfix smtp']],
    ['the level of a client', { smtp_tls_security_level: '$nowhere' }, [CLIENT], ['postfix client relay']],
    [
      'the certificate of a client',
      { smtp_tls_security_level: 'may', smtp_tls_cert_file: '$nowhere' },
      [CLIENT],
      ['postfix client relay'],
    ],
  ])('are named: %s', (_what, main, services, parts) => {
    expect(unique(foundPostfix({ ...MAIN, ...main }, services).unreadParts.map(partName))).toEqual(parts);
  });
});

describe('parts of the settings of Dovecot that cannot be determined', () => {
  const TOP = 'protocols = sieve\nssl_server {\n  cert_file = /top.pem\n}\n';
  const forHost = (host: string): string => `local ${host} {\n  ssl_server {\n    cert_file = /local.pem\n  }\n}\n`;

  it.each([
    ['all are known', text24(TOP), []],
    ['the address of a listener', text24(TOP, 'nowhere.contoso.com'), ['dovecot sieve']],
    ['the address of a host', text24(`${TOP}${forHost('nowhere.contoso.com')}`), ['dovecot sieve', 'dovecot sni']],
    [
      'the certificate of an SNI name',
      text24(`${TOP}local_name mail.fabrikam.com {\n  ssl_server {\n    cert_file = %{nowhere}.pem\n  }\n}\n`),
      ['dovecot sni mail.fabrikam.com'],
    ],
  ])('are named: %s', (_what, text, parts) => {
    expect(unique(foundDovecot(text).unreadParts.map(partName))).toEqual(parts);
  });
});

describe('parts of the settings of Exim that cannot be determined', () => {
  const OPTIONS = {
    daemon_smtp_ports: '25',
    local_interfaces: '127.0.0.1',
    tls_advertise_hosts: '*',
    tls_certificate: '/a.pem',
    tls_privatekey: '',
  };
  const CLIENT = 'remote_smtp transport:\ndriver = smtp\ntls_certificate = ';

  it.each([
    ['all are known', {}, '/client.pem', []],
    ['an address', { local_interfaces: '127.0.0.1 : mail.contoso.com' }, '', ['exim *:25']],
    ['an address with a port', { local_interfaces: '127.0.0.1 : mail.contoso.com.26' }, '', ['exim *:26']],
    ['an incomplete IPv4 address', { local_interfaces: '127.0.0.1 : 192.0.2' }, '', ['exim *:*']],
    ['an invalid IPv6 address', { local_interfaces: '<; 127.0.0.1 ; 2001:db8::10g1:5' }, '', ['exim *:*']],
    ['a port', { local_interfaces: '127.0.0.1 : 192.0.2.1.nowhere' }, '', ['exim 192.0.2.1:*']],
    ['a port of all addresses', { daemon_smtp_ports: '25 : nowhere' }, '', ['exim 127.0.0.1:*']],
    [
      'an address and a port',
      { local_interfaces: 'mail.contoso.com', daemon_smtp_ports: '25 : nowhere' },
      '',
      ['exim *:25', 'exim *:*'],
    ],
    ['the certificate of a client', {}, '/certs/$host.pem', ['exim remote_smtp']],
  ])('are named: %s', (_what, options, certificate, parts) => {
    const printed = Object.entries({ ...OPTIONS, ...options }).map(([name, value]) => `${name} = ${value}\n`);
    const texts = {
      command: 'exim4 -bP',
      options: parseEximOptions(printed.join('')),
      transports: parseEximTransports(`${CLIENT}${certificate}\n`),
      override: undefined,
      file: '/etc/exim4/exim4.conf',
      pemContentsOf: kindsByName,
    };
    expect(eximConnectors(texts, HOST, server('exim')).unreadParts.map(partName)).toEqual(parts);
  });
});

describe('parts of the settings of OpenSMTPD that cannot be determined', () => {
  const PKI = 'pki mail cert "/a.pem"\npki mail key "/a.key"\n';

  it.each([
    ['all are known', 'listen on 127.0.0.1 tls pki mail\n', []],
    ['the address of a listener', 'listen on nowhere tls pki mail\n', ['opensmtpd *:25']],
    ['the address of a listener with TLS', 'listen on nowhere smtps pki mail\n', ['opensmtpd *:465']],
    ['the port of a listener', 'listen on 127.0.0.1 port nowhere tls pki mail\n', ['opensmtpd 127.0.0.1:*']],
    ['the port of an IPv6 listener', 'listen on ::1 port nowhere tls pki mail\n', ['opensmtpd [::1]:*']],
    ['the address and the port of a listener', 'listen on nowhere port nowhere tls pki mail\n', ['opensmtpd *:*']],
    ['the certificate of a client', 'action "out" relay pki other\n', ['opensmtpd out']],
  ])('are named: %s', (_what, lines, parts) => {
    const settings = parseSmtpdConf('/etc/smtpd.conf', new Map([['/etc/smtpd.conf', `${PKI}${lines}`]]));
    const context = { host: HOST, interfaces: new Map(), mailname: undefined, server: server('opensmtpd') };
    expect(opensmtpdConnectors(settings, context).unreadParts.map(partName)).toEqual(parts);
  });
});

describe('parts of the settings of nginx that cannot be determined', () => {
  it.each([
    ['all are known', 'listen 25;', []],
    ['a server without a socket', '', ['nginx *:*']],
    ['an invalid socket', 'listen mx;', ['nginx *:*']],
    ['the address of a socket', 'listen nowhere.contoso.com:25;', ['nginx *:25']],
    ['the protocol of a socket', 'listen 2525;', ['nginx 0.0.0.0:2525']],
    ['the address and the protocol of a socket', 'listen nowhere.contoso.com:2525;', ['nginx *:2525']],
  ])('are named: %s', (_what, listen, parts) => {
    const { directives } = parseNginxFile('/etc/nginx/nginx.conf', `mail { server { ${listen} } }`);
    const context = { host: HOST, server: server('nginx'), directory: '/etc/nginx', pemContentsOf: () => undefined };
    expect(nginxConnectors(directives, context).unreadParts.map(partName)).toEqual(parts);
  });
});
