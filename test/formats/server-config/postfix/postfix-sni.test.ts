import { describe, expect, it } from 'vitest';
import { probeUrl } from '../../../../src/domain/connector/probe-target.ts';
import { failureText } from '../../../../src/domain/failure/failure-text.ts';
import { PostfixSettings } from '../../../../src/formats/server-config/postfix/postfix-settings.ts';
import { sniTablesOf } from '../../../../src/formats/server-config/postfix/postfix-sni.ts';
import { found, parametersWith } from './postfix-texts.ts';

const TLS = {
  smtpd_tls_security_level: 'may',
  smtpd_tls_chain_files: '/etc/ssl/both.pem',
  inet_interfaces: '127.0.0.1',
};
const SERVICES = ['smtp inet n - y - - smtpd', 'smtps inet n - y - - smtpd -o smtpd_tls_wrappermode=yes'];

function named(maps: string, tables: Readonly<Record<string, string>> = {}): readonly unknown[] {
  return found({ ...TLS, tls_server_sni_maps: maps }, SERVICES, tables)
    .connectors.filter(({ name }) => name.includes(' sni '))
    .map(({ name, fqdn, fqdnOrigin, certificateFiles, keyFiles, probe, reload = [], source }) => [
      name,
      fqdn,
      fqdnOrigin,
      certificateFiles?.join(),
      keyFiles?.join(),
      probe && `${probeUrl(probe)} ${probe.serverName}`,
      reload.join(' '),
      source.place,
    ]);
}

describe('a name in an SNI table of Postfix', () => {
  it('is a connector of its own, for any type of table', () => {
    const text = '# names\nMail.Fabrikam.com  /etc/ssl/fabrikam-key.pem,\n  /etc/ssl/fabrikam.pem\n';
    const reloads = [
      ['texthash', 'systemctl reload postfix'],
      ['hash', 'postmap -F hash:/etc/postfix/sni'],
      ['lmdb', 'postmap -F lmdb:/etc/postfix/sni'],
    ];
    for (const [type, reload] of reloads) {
      const name = `${type}:/etc/postfix/sni`;
      expect(named(name, { [name]: text })).toEqual([
        [
          'postfix sni mail.fabrikam.com',
          'mail.fabrikam.com',
          'set',
          '/etc/ssl/fabrikam.pem',
          '/etc/ssl/fabrikam-key.pem',
          'smtp://127.0.0.1:25 mail.fabrikam.com',
          reload,
          '/etc/postfix/sni',
        ],
      ]);
    }
  });

  it.each([
    'inline:{ mail.fabrikam.com=/etc/ssl/fabrikam-both.pem }',
    'inline:{{mail.fabrikam.com = /etc/ssl/fabrikam-both.pem}}',
  ])('is in %s itself', (maps) => {
    expect(named(maps)).toEqual([
      [
        'postfix sni mail.fabrikam.com',
        'mail.fabrikam.com',
        'set',
        '/etc/ssl/fabrikam-both.pem',
        '/etc/ssl/fabrikam-both.pem',
        'smtp://127.0.0.1:25 mail.fabrikam.com',
        'systemctl reload postfix',
        '/etc/postfix/master.cf:2',
      ],
    ]);
  });

  it('has the entry of the first table that contains it', () => {
    const tables = {
      'texthash:/a': 'a.fabrikam.com /a-both.pem\na.fabrikam.com /never-both.pem\n',
      'texthash:/b': 'a.fabrikam.com /b-both.pem\nb.fabrikam.com /b-both.pem\n',
    };
    const files = named('texthash:/a, texthash:/b', tables).map((entry) => [
      (entry as string[])[0],
      (entry as string[])[3],
    ]);
    expect(files).toEqual([
      ['postfix sni a.fabrikam.com', '/a-both.pem'],
      ['postfix sni b.fabrikam.com', '/b-both.pem'],
    ]);
  });

  it('has a connector for each service if two services present two certificates for it', () => {
    const { connectors } = found(TLS, [
      'smtp inet n - y - - smtpd -o tls_server_sni_maps=inline:{a.fabrikam.com=/one-both.pem}',
      'smtps inet n - y - - smtpd -o smtpd_tls_wrappermode=yes -o tls_server_sni_maps=inline:{a.fabrikam.com=/two-both.pem}',
    ]);
    expect(connectors.map(({ name, certificateFiles = [] }) => `${name}: ${certificateFiles.join()}`)).toEqual([
      'postfix smtp: /etc/ssl/both.pem',
      'postfix smtps: /etc/ssl/both.pem',
      'postfix smtp sni a.fabrikam.com: /one-both.pem',
      'postfix smtps sni a.fabrikam.com: /two-both.pem',
    ]);
  });

  it('that is a suffix is a store: no server name for a probe is known', () => {
    const { connectors, stores } = found({ ...TLS, tls_server_sni_maps: 'texthash:/sni' }, SERVICES, {
      'texthash:/sni': '.fabrikam.com /fabrikam-both.pem\n',
    });
    expect(connectors.map(({ name }) => name)).toEqual(['postfix smtp', 'postfix smtps']);
    expect(stores).toEqual([
      {
        name: 'postfix sni .fabrikam.com',
        path: '/fabrikam-both.pem',
        services: ['SMTP'],
        personal: false,
        keyFiles: ['/fabrikam-both.pem'],
        source: { inventory: 'postfix', place: '/sni' },
      },
    ]);
  });

  it.each([
    ['the server’s own', 'mail01.contoso.com'],
    ['one that covers the server’s own', '.contoso.com'],
  ])('%s has a connector that is not probed with it', (_what, name) => {
    const maps = `inline:{${name}=/both.pem}`;
    const [smtp] = found({ ...TLS, tls_server_sni_maps: maps }, SERVICES).connectors;
    expect(smtp?.probe?.serverName).toBeUndefined();
    expect(smtp?.certificateFiles).toEqual(['/etc/ssl/both.pem']);
  });

  it.each([
    ['pcre:/etc/postfix/sni', 'pcre:/etc/postfix/sni: mailcertd cannot list the names in a table of this type'],
    ['constructor:/sni', 'constructor:/sni: mailcertd cannot list the names in a table of this type'],
    ['hash:/etc/postfix/sni', 'hash:/etc/postfix/sni: permission denied: the table'],
    ['$nowhere', 'tls_server_sni_maps: $nowhere is not defined'],
  ])('in %s is unknown, and this is reported', (maps, detail) => {
    expect(named(maps)).toEqual([]);
    const { problems } = found({ ...TLS, tls_server_sni_maps: maps }, SERVICES);
    expect(problems.map((problem) => failureText(problem.failure, 'en'))).toEqual([detail, detail]);
  });

  it('has no file with a relative path: the directory of postmap is unknown', () => {
    const text = 'mail.fabrikam.com fabrikam-both.pem\n';
    const { connectors, problems } = found({ ...TLS, tls_server_sni_maps: 'hash:/etc/postfix/sni' }, SERVICES, {
      'hash:/etc/postfix/sni': text,
    });
    expect(connectors.filter(({ name }) => name.includes(' sni '))).toEqual([]);
    expect(new Set(problems.map(({ failure }) => failureText(failure, 'en')))).toEqual(
      new Set(['hash:/etc/postfix/sni: "fabrikam-both.pem" is not an absolute path']),
    );
  });

  it('is searched in the tables of every service', () => {
    const settings = new PostfixSettings({
      parameters: parametersWith({ tls_server_sni_maps: 'hash:/a, inline:{x=y}, texthash:/b' }),
      services: SERVICES.join('\n'),
      overrides: 'smtps/inet/tls_server_sni_maps = lmdb:/c',
    });
    expect(sniTablesOf(settings)).toEqual([
      { name: 'hash:/a', type: 'hash', path: '/a', compiledPath: '/a.db' },
      { name: 'texthash:/b', type: 'texthash', path: '/b', compiledPath: undefined },
      { name: 'lmdb:/c', type: 'lmdb', path: '/c', compiledPath: '/c.lmdb' },
    ]);
  });
});
