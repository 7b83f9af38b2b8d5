import { describe, expect, it } from 'vitest';
import { failureText } from '../../../../src/domain/failure/failure-text.ts';
import { DovecotFilters } from '../../../../src/formats/server-config/dovecot/dovecot-filters.ts';
import { parseDovecotTree } from '../../../../src/formats/server-config/dovecot/dovecot-tree.ts';
import { foundDovecot, text24 } from './dovecot-texts.ts';

const P = 'protocol imap {\n  ssl_server {\n    cert_file = /protocol.pem\n  }\n}\n';
const L = 'local 127.0.0.1 {\n  ssl_server {\n    cert_file = /local.pem\n  }\n}\n';
const N = 'local_name mail.fabrikam.com {\n  ssl_server {\n    cert_file = /name.pem\n  }\n}\n';
const TOP = 'ssl_server {\n  cert_file = /top.pem\n}\n';

function shown(text: string, serverName: string | undefined, protocol = 'imap', address = '127.0.0.1'): string {
  const filters = new DovecotFilters(parseDovecotTree(text), (name) =>
    name === 'mx.contoso.com' ? ['192.0.2.9'] : undefined,
  );
  return filters.tlsOf({ protocol, address, serverName }).certificate.replace(/^<?\/(\w+)\.pem$/, '$1');
}

/**
 * The certificates that Dovecot 2.4.1 served for these settings: without a server name, and with
 * it.
 */
describe('among several matching blocks for a connection to a Dovecot 2.4, the last one applies', () => {
  it.each([
    [TOP + P, 'protocol', 'protocol'],
    [P + TOP, 'protocol', 'protocol'],
    [TOP + N, 'top', 'name'],
    [N + TOP, 'top', 'name'],
    [TOP + P + L, 'local', 'local'],
    [TOP + L + P, 'protocol', 'protocol'],
    [TOP + P + N, 'protocol', 'name'],
    [TOP + N + P, 'protocol', 'protocol'],
    [TOP + L + N, 'local', 'name'],
    [TOP + N + L, 'local', 'local'],
    [`${TOP}local 127.0.0.1 {\n${P}}\n`, 'protocol', 'protocol'],
    [`${TOP}local 127.0.0.1 {\n${N}}\n`, 'top', 'name'],
    [`${TOP}${L.replace('127.0.0.1', '127.0.0.0/8')}`, 'local', 'local'],
    [`${TOP}${L.replace('127.0.0.1', '10.0.0.0/8')}`, 'top', 'top'],
    [`${TOP}${N}${N.replace('mail.', '*.').replace('/name', '/local')}`, 'top', 'local'],
    [`${TOP}${N.replace('mail.fabrikam.com', '*.com')}`, 'top', 'top'],
    [`${TOP}${N.replace('mail.fabrikam.com', 'fabrikam.com')}`, 'top', 'top'],
    [`${TOP}${P.replace('protocol imap', 'protocol !pop3')}`, 'protocol', 'protocol'],
    [`${TOP}${P.replace('protocol imap', 'protocol !imap')}`, 'top', 'top'],
  ])('%#: %s', (text, without, named) => {
    expect(shown(text24(text), undefined)).toBe(without);
    expect(shown(text24(text), 'mail.fabrikam.com')).toBe(named);
  });
});

describe('among several matching blocks for a connection to a Dovecot 2.3, the most specific one applies', () => {
  const old = (text: string): string =>
    `# 2.3.19 (9b53102964): /etc/dovecot/dovecot.conf\n${text.replace(/ssl_server \{\n\s*cert_file = (\S+)\n\s*\}/g, 'ssl_cert = <$1')}`;
  it.each([
    [TOP + L + P, 'local', 'local'],
    [TOP + N + P, 'protocol', 'name'],
    [TOP + N + L, 'local', 'name'],
    [TOP + L + L.replace('127.0.0.1', '127.0.0.0/8').replace('/local', '/net'), 'local', 'local'],
    [TOP + N.replace('mail.fabrikam.com', '"a.fabrikam.com mail.fabrikam.com"'), 'top', 'name'],
  ])('%#: %s', (text, without, named) => {
    expect(shown(old(text), undefined)).toBe(without);
    expect(shown(old(text), 'mail.fabrikam.com')).toBe(named);
  });
});

describe('the certificate of a Dovecot', () => {
  it('for clients that connect to a name depends on the addresses of the name', () => {
    const text = text24(TOP + L.replace('127.0.0.1', 'mx.contoso.com'));
    expect(shown(text, undefined, 'imap', '192.0.2.9')).toBe('local');
    expect(shown(text, undefined, 'imap', '127.0.0.1')).toBe('top');
  });

  it("for a name is a connector of its own, and the server's own is not probed with that name", () => {
    const keys = (text: string): string => text.replace(/cert_file = (\S+)\.pem/g, '$&\n    key_file = $1.key');
    const own = N.replace('mail.fabrikam.com', 'mail01.contoso.com').replace('/name', '/own');
    const pattern = N.replace('mail.fabrikam.com', '*.tailspin.com').replace('/name', '/tailspin');
    const { connectors, stores } = foundDovecot(text24(keys(`protocols = sieve pop3\n${TOP}${N}${own}${pattern}`)));
    expect(
      connectors.map(({ name, fqdn, fqdnOrigin, certificateFiles, probe }) =>
        [name, fqdn, fqdnOrigin, certificateFiles?.join(), probe?.protocol, probe?.serverName].join(' '),
      ),
    ).toEqual([
      'dovecot sieve  discovered /top.pem sieve ',
      'dovecot pop3  discovered /top.pem pop3 ',
      'dovecot pop3s  discovered /top.pem pop3s ',
      'dovecot sni mail.fabrikam.com mail.fabrikam.com set /name.pem sieve mail.fabrikam.com',
      'dovecot sni mail01.contoso.com mail01.contoso.com set /own.pem sieve mail01.contoso.com',
    ]);
    expect(stores.map(({ name, path, personal }) => [name, path, personal])).toEqual([
      ['dovecot sni .tailspin.com', '/tailspin.pem', false],
    ]);
  });

  it('at another address of the host is a connector of its own if it differs', () => {
    const { connectors } = foundDovecot(
      text24(`protocols = sieve\n${TOP}${L.replace('127.0.0.1', '192.0.2.0/24')}`, '*, ::'),
    );
    expect(
      connectors.map(({ name, certificateFiles, probe }) => [name, certificateFiles?.join(), probe?.host]),
    ).toEqual([
      ['dovecot sieve', '/top.pem', '127.0.0.1'],
      ['dovecot sieve 192.0.2.1', '/local.pem', '192.0.2.1'],
      ['dovecot sieve [::]', '/top.pem', '::1'],
    ]);
  });

  it('that depends on the client is reported, and not read', () => {
    const { connectors, problems } = foundDovecot(
      text24(`protocols = sieve\n${TOP}${L.replace('local 127.0.0.1', 'remote 10.0.0.0/8')}`),
    );
    expect(connectors.map(({ certificateFiles }) => certificateFiles)).toEqual([['/top.pem']]);
    expect(problems.map(({ location }) => location)).toEqual(['doveconf -n remote 10.0.0.0/8']);
  });

  it('for an unknown name is reported', () => {
    const { problems } = foundDovecot(
      text24(`protocols = sieve\n${TOP}${L.replace('127.0.0.1', 'nowhere.contoso.com')}`),
    );
    expect(problems.map(({ location, failure }) => `${location}: ${failureText(failure, 'en')}`)).toEqual([
      'doveconf -n local nowhere.contoso.com: cannot resolve this address',
    ]);
  });
});
