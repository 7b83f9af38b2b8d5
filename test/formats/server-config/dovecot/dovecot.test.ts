import { describe, expect, it } from 'vitest';
import type { Connector } from '../../../../src/domain/connector/connector.ts';
import { probeUrl } from '../../../../src/domain/connector/probe-target.ts';
import { failureText } from '../../../../src/domain/failure/failure-text.ts';
import { problemSaying } from '../../../domain/failure/problem-saying.ts';
import { HOST } from '../postfix/postfix-texts.ts';
import { foundDovecot, recorded, text24 } from './dovecot-texts.ts';

const FILES = 'ssl_server {\n  cert_file = /etc/ssl/mail.pem\n  key_file = /etc/ssl/mail.key\n}';

/** Returns the name, the URL with the server name, and the files of a connector. */
function found({ name, probe, certificateFiles = [], keyFiles }: Connector): readonly unknown[] {
  const target = probe === undefined ? '-' : `${probeUrl(probe)} ${probe.serverName ?? ''}`.trim();
  return [name, target, certificateFiles.join(), keyFiles?.join()];
}

describe('a Dovecot 2.4', () => {
  it('as Debian installs it is a connector for each socket', () => {
    const { connectors, problems } = foundDovecot(recorded('2.4-n'));
    expect(problems).toEqual([]);
    expect(connectors.map(({ name, probe }) => `${name}: ${probe && probeUrl(probe)}`)).toEqual([
      'dovecot imap: imap://127.0.0.1:143',
      'dovecot imap [::]: imap://[::1]:143',
      'dovecot imaps: imaps://127.0.0.1:993',
      'dovecot imaps [::]: imaps://[::1]:993',
      'dovecot sieve: sieve://127.0.0.1:4190',
      'dovecot sieve [::]: sieve://[::1]:4190',
      'dovecot sieve_deprecated: sieve://127.0.0.1:2000',
      'dovecot sieve_deprecated [::]: sieve://[::1]:2000',
      'dovecot pop3: pop3://127.0.0.1:110',
      'dovecot pop3 [::]: pop3://[::1]:110',
      'dovecot pop3s: pop3s://127.0.0.1:995',
      'dovecot pop3s [::]: pop3s://[::1]:995',
      'dovecot submission: smtp://127.0.0.1:587',
      'dovecot submission [::]: smtp://[::1]:587',
      'dovecot submissions: smtps://127.0.0.1:465',
      'dovecot submissions [::]: smtps://[::1]:465',
    ]);
    expect(connectors[0]).toEqual({
      name: 'dovecot imap',
      direction: 'receive',
      fqdn: undefined,
      fqdnOrigin: 'discovered',
      enabled: true,
      starttls: true,
      certificateFiles: ['/etc/dovecot/private/dovecot.pem'],
      keyFiles: ['/etc/dovecot/private/dovecot.key'],
      keyLoadedBy: 'root',
      probe: {
        protocol: 'imap',
        host: '127.0.0.1',
        port: 143,
        serverName: 'mail01.contoso.com',
        timeoutMs: 10_000,
        failureThreshold: 2,
        probesBothKeyTypes: false,
        client: undefined,
      },
      reload: ['systemctl', 'reload', 'dovecot'],
      source: { inventory: 'dovecot', place: 'doveconf -n' },
    });
  });

  it('has the enabled protocols, at the configured ports', () => {
    const { connectors } = foundDovecot(
      text24(`protocols {
  imap = yes
  pop3 = no
  lmtp = yes
}
${FILES}
service imap-login {
  inet_listener imap {
    port = 1143
  }
  inet_listener imaps {
    port = 0
  }
  inet_listener outside {
    port = 993
    ssl = yes
    listen = 192.0.2.1, [2001:db8::1]
  }
}
service lmtp {
  inet_listener lmtp {
    port = 24
    listen = localhost
  }
  inet_listener lmtps {
    port = 2424
    ssl = yes
  }
}
service stats {
  inet_listener http {
    port = 9900
  }
}
service doveadm {
  inet_listener doveadms {
    port = 24245
    ssl = yes
  }
}`),
    );
    const files = ['/etc/ssl/mail.pem', '/etc/ssl/mail.key'];
    expect(connectors.map(found)).toEqual([
      ['dovecot doveadms', 'tls://127.0.0.1:24245 mail01.contoso.com', ...files],
      ['dovecot imap', 'imap://127.0.0.1:1143 mail01.contoso.com', ...files],
      ['dovecot outside', 'imaps://192.0.2.1:993 mail01.contoso.com', ...files],
      ['dovecot outside [2001:db8::1]', 'imaps://[2001:db8::1]:993 mail01.contoso.com', ...files],
      ['dovecot lmtp', 'lmtp://127.0.0.1:24 mail01.contoso.com', ...files],
      ['dovecot lmtp [::1]', 'lmtp://[::1]:24 mail01.contoso.com', ...files],
      ['dovecot lmtps', 'tls://127.0.0.1:2424 mail01.contoso.com', ...files],
    ]);
  });

  it('distinguishes listeners of one name by their services', () => {
    const listener = (service: string, port: number): string =>
      `service ${service} {\n  inet_listener extra {\n    port = ${port}\n  }\n}`;
    const { connectors } = foundDovecot(
      text24(`protocols = imap pop3\n${FILES}\n${listener('imap-login', 1)}\n${listener('pop3-login', 2)}`),
    );
    expect(connectors.map(({ name }) => name)).toEqual([
      'dovecot imap',
      'dovecot imaps',
      'dovecot imap-login/extra',
      'dovecot pop3',
      'dovecot pop3s',
      'dovecot pop3-login/extra',
    ]);
  });

  it('with two certificates names both, each with its key', () => {
    const { connectors } = foundDovecot(
      text24(`protocols = sieve
ssl_server {
  alt_cert_file = /etc/ssl/ecdsa.pem
  alt_key_file = /etc/ssl/ecdsa.key
  cert_file = rsa.pem
  key_file = rsa.key
}`),
    );
    expect(connectors.map(found)).toEqual([
      [
        'dovecot sieve',
        'sieve://127.0.0.1:4190 mail01.contoso.com',
        '/etc/dovecot/rsa.pem,/etc/ssl/ecdsa.pem',
        '/etc/dovecot/rsa.key,/etc/ssl/ecdsa.key',
      ],
    ]);
    expect(connectors[0]?.probe?.probesBothKeyTypes).toBe(true);
  });

  it.each([
    ['no', false, false],
    ['yes', true, false],
    ['required', true, true],
  ])('with ssl = %s offers TLS: %s, and requires it: %s', (ssl, offers, requires) => {
    const { connectors } = foundDovecot(text24(`protocols = sieve\nssl = ${ssl}\n${FILES}`));
    expect(connectors.map(({ starttls, requireTls = false }) => [starttls, requireTls])).toEqual([[offers, requires]]);
  });

  it('that listens for TLS and has it off is reported as incomplete', () => {
    const { problems } = foundDovecot(text24(`protocols = imap\nprotocol imap {\n  ssl = no\n}\n${FILES}`));
    expect(problems).toEqual([
      problemSaying(
        'settings_malformed',
        'doveconf -n service imap-login inet_listener imaps',
        'it is a TLS listener, but ssl = no',
      ),
    ]);
  });

  it.each([
    ['', 'settings_malformed', 'TLS is enabled, but no certificate is configured'],
    [
      'ssl_server {\n  cert_file = "inline:-----BEGIN CERTIFICATE-----\\nAAAA"\n}',
      'unresolved',
      'certificate: the value is in the settings, not in a file',
    ],
    [
      'ssl_server {\n  cert_file = /etc/ssl/%{hostname}.pem\n}',
      'unresolved',
      'certificate: the path "/etc/ssl/%{hostname}.pem" depends on the value of a variable',
    ],
  ])('with %s names no file, with the reason', (lines, reason, detail) => {
    const { connectors, problems } = foundDovecot(text24(`protocols = sieve\n${lines}`));
    expect(connectors.map(found)).toEqual([
      ['dovecot sieve', 'sieve://127.0.0.1:4190 mail01.contoso.com', '', undefined],
    ]);
    expect(problems).toEqual([
      problemSaying(reason, 'doveconf -n service managesieve-login inet_listener sieve', detail),
    ]);
  });

  it.each([
    ['nowhere.contoso.com', 'cannot resolve "nowhere.contoso.com"'],
    ['::', 'it listens on no address of this host'],
  ])('that listens only at %s has an unknown address, which is reported', (listen, detail) => {
    const host = { ...HOST, addresses: ['127.0.0.1'] };
    const { connectors, problems } = foundDovecot(text24(`protocols = sieve\n${FILES}`, listen), { host });
    expect(connectors).toEqual([]);
    expect(problems.map((problem) => failureText(problem.failure, 'en'))).toEqual([detail]);
  });

  it('that only a proxy can use is not probed', () => {
    const { connectors, problems } = foundDovecot(
      text24(
        `protocols = sieve\n${FILES}\nservice managesieve-login {\n  inet_listener sieve {\n    haproxy = yes\n  }\n}`,
      ),
    );
    expect(connectors.map(found)).toEqual([['dovecot sieve', '-', '/etc/ssl/mail.pem', '/etc/ssl/mail.key']]);
    expect(problems).toHaveLength(1);
  });
});

describe('a Dovecot 2.3', () => {
  it('is read with the keys that doveconf prints on request', () => {
    const { connectors, problems } = foundDovecot(recorded('2.3-n-P'), {});
    const own = [
      '/etc/letsencrypt/live/mail01.contoso.com/fullchain.pem',
      '/etc/letsencrypt/live/mail01.contoso.com/privkey.pem',
    ];
    const lmtp = ['/etc/dovecot/private/lmtp.pem', '/etc/dovecot/private/lmtp.key'];
    expect(connectors.map(found)).toEqual([
      ['dovecot imap', 'imap://127.0.0.1:143 mail01.contoso.com', ...own],
      ['dovecot imaps', 'imaps://127.0.0.1:993 mail01.contoso.com', ...own],
      ['dovecot imaps [::]', 'imaps://[::1]:993 mail01.contoso.com', ...own],
      ['dovecot pop3s', 'pop3s://127.0.0.1:995 mail01.contoso.com', ...own],
      ['dovecot pop3s [::]', 'pop3s://[::1]:995 mail01.contoso.com', ...own],
      ['dovecot sieve', 'sieve://127.0.0.1:4190 mail01.contoso.com', ...own],
      ['dovecot sieve [::]', 'sieve://[::1]:4190 mail01.contoso.com', ...own],
      ['dovecot lmtp', 'lmtp://192.0.2.1:24 mail01.contoso.com', ...lmtp],
      ['dovecot lmtp [::1]', 'lmtp://[::1]:24 mail01.contoso.com', ...lmtp],
      [
        'dovecot sni mail.fabrikam.com',
        'imap://127.0.0.1:143 mail.fabrikam.com',
        '/etc/ssl/fabrikam/fullchain.pem',
        '/etc/ssl/fabrikam/privkey.pem',
      ],
    ]);
    expect(problems).toEqual([
      problemSaying(
        'unresolved',
        'doveconf -n local_name imap.tailspin.com',
        'key: the value is in the settings, not in a file',
      ),
      problemSaying(
        'unresolved',
        'doveconf -n local_name pop.tailspin.com',
        'key: the value is in the settings, not in a file',
      ),
    ]);
  });

  it.each([
    [
      'the second certificate',
      'ssl_server_alt_cert_file =\nssl_server_alt_key_file =',
      ['/rsa-g.pem /ecdsa.pem', '/rsa-g.pem /rsa-g.key'],
    ],
    [
      'the key',
      'ssl_server_key_file = /other.key',
      ['/rsa-g.pem /ecdsa.pem /rsa-g.key', '/rsa-g.pem /ecdsa.pem /other.key'],
    ],
    ['the certificate', 'ssl_server_cert_file = /rsa-h.pem', ['/rsa-g.pem', '/rsa-h.pem']],
  ])('with two certificates for one name has distinct names for them: %s', (_what, elsewhere, apart) => {
    const { connectors } = foundDovecot(
      text24(
        `protocols = imap
ssl_server_cert_file = /rsa.pem
ssl_server_key_file = /rsa.key
ssl_server_alt_cert_file = /ecdsa.pem
ssl_server_alt_key_file = /ecdsa.key
local_name g.contoso.com {
  ssl_server_cert_file = /rsa-g.pem
  ssl_server_key_file = /rsa-g.key
}
local 192.0.2.0/24 {
  ${elsewhere}
}`,
        '127.0.0.1 192.0.2.1',
      ),
    );
    const names = connectors.flatMap(({ name }) => (name.includes(' sni ') ? [name] : []));
    expect(names).toEqual(apart.map((files) => `dovecot sni g.contoso.com ${files}`));
  });

  it.each([
    ['/rsa-1.pem', '/rsa-2.pem', '/rsa-2.pem', '/2.key', ['/rsa-1.pem']],
    ['/rsa-1.pem', '/ecdsa.pem', '/rsa-1.pem,/ecdsa.pem', '/1.key,/2.key', []],
    ['/hidden.pem', '/rsa-2.pem', '/hidden.pem,/rsa-2.pem', '/1.key,/2.key', []],
    ['/rsa-1.pem', '/rsa-1.pem', '/rsa-1.pem', '/2.key', []],
  ])('whose certificates are %s and %s serves %s', (one, other, certificates, keys, never) => {
    const { connectors, problems } = foundDovecot(
      text24(`protocols = imap
ssl_server_cert_file = ${one}
ssl_server_key_file = /1.key
ssl_server_alt_cert_file = ${other}
ssl_server_alt_key_file = /2.key`),
    );
    expect([connectors[0]?.certificateFiles?.join(), connectors[0]?.keyFiles?.join()]).toEqual([certificates, keys]);
    const details = problems.map(({ reason, failure }) => `${reason} ${failureText(failure, 'en')}`);
    expect([...new Set(details)]).toEqual(
      never.map(
        (file) => `settings_malformed ${file} is never served: ${other} has the same key type, and the last one counts`,
      ),
    );
  });

  it('has one report that an inherited certificate is never served, and one for a name whose own never is', () => {
    const { connectors, problems } = foundDovecot(
      text24(`protocols = imap
ssl_server_cert_file = /rsa-1.pem
ssl_server_alt_cert_file = /rsa-2.pem
local_name a.contoso.com {
  ssl_server_cert_file = /rsa-3.pem
}
local_name b.contoso.com {
  ssl = required
}`),
    );
    expect(connectors.filter(({ name }) => name.includes(' sni '))).toEqual([]);
    expect(
      new Set(problems.map(({ location, failure }) => `${location}: ${failureText(failure, 'en').split(':')[0]}`)),
    ).toEqual(
      new Set([
        'doveconf -n service imap-login inet_listener imap: /rsa-1.pem is never served',
        'doveconf -n service imap-login inet_listener imaps: /rsa-1.pem is never served',
        'doveconf -n local_name a.contoso.com: /rsa-3.pem is never served',
      ]),
    );
  });

  it('that hides its keys is read without them', () => {
    const { connectors, problems } = foundDovecot(recorded('2.3-n'), {});
    expect(connectors.map(({ keyFiles }) => keyFiles)).toEqual(connectors.map(() => undefined));
    expect(connectors.map(({ name }) => name)).toContain('dovecot sni imap.tailspin.com');
    expect(problems).toEqual([]);
  });

  it('that writes names as settings is read as well', () => {
    const { connectors } = foundDovecot(
      `# 2.3.4.1 (f79e8e7e4): /etc/dovecot/dovecot.conf
listen = 127.0.0.1
protocols = imap pop3
service {
  inet_listener {
    port = 0
    name = pop3
  }
  name = pop3-login
}
ssl = required
ssl_cert = </etc/ssl/mail.pem
ssl_key =  # hidden, use -P to show it
`,
      {},
    );
    expect(connectors.map(({ name }) => name)).toEqual(['dovecot imap', 'dovecot imaps', 'dovecot pop3s']);
  });
});
