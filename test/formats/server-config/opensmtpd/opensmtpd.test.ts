import { describe, expect, it } from 'vitest';
import { failureText } from '../../../../src/domain/failure/failure-text.ts';
import type { DiscoveredConnectors } from '../../../../src/formats/server-config/discovered-connectors.ts';
import {
  opensmtpdConnectors,
  type SmtpdContext,
  smtpdHostsIn,
} from '../../../../src/formats/server-config/opensmtpd/opensmtpd.ts';
import { parseSmtpdConf } from '../../../../src/formats/server-config/opensmtpd/parse-smtpd-conf.ts';

const MAIN = '/etc/smtpd.conf';
const PKI = `pki mail.contoso.com cert "/etc/ssl/mail.pem"
pki mail.contoso.com key "/etc/ssl/mail.key"
pki other cert "/etc/ssl/other.pem" key "/etc/ssl/other.key" dhe auto
`;
const CONTEXT: SmtpdContext = {
  host: {
    ports: new Map([
      ['smtp', 25],
      ['submission', 587],
      ['smtps', 465],
    ]),
    addresses: ['127.0.0.1', '::1', '192.0.2.1', '2001:db8::1', 'fe80::1'],
    addressesOf: (name) => (name === 'localhost' ? ['::1', '127.0.0.1'] : undefined),
  },
  interfaces: new Map([
    ['lo', ['127.0.0.1', '::1']],
    ['eth0', ['192.0.2.1', '2001:db8::1', 'fe80::1%eth0']],
  ]),
  mailname: 'mx.contoso.com',
  server: { name: 'opensmtpd', reload: ['systemctl', 'restart', 'opensmtpd'], hostFqdn: 'mail01.contoso.com' },
};

function found(text: string, changes: Partial<SmtpdContext> = {}): DiscoveredConnectors {
  return opensmtpdConnectors(parseSmtpdConf(MAIN, new Map([[MAIN, text]])), { ...CONTEXT, ...changes });
}

const names = ({ connectors }: DiscoveredConnectors): readonly string[] => connectors.map(({ name }) => name);
const details = ({ problems }: DiscoveredConnectors): readonly string[] =>
  problems.map(({ reason, location, failure }) => `${reason} ${location}: ${failureText(failure, 'en')}`);

describe('OpenSMTPD', () => {
  it('has a Receive connector for each socket, with its line, its files, and its reload command', () => {
    const { connectors, problems } = found(
      `${PKI}listen on eth0 inet4 tls pki mail.contoso.com hostname MX2.contoso.com\n`,
    );
    expect(problems).toEqual([]);
    expect(connectors).toEqual([
      {
        name: 'opensmtpd 192.0.2.1:25',
        direction: 'receive',
        fqdn: 'mx2.contoso.com',
        fqdnOrigin: 'discovered',
        enabled: true,
        starttls: true,
        certificateFiles: ['/etc/ssl/mail.pem'],
        keyFiles: ['/etc/ssl/mail.key'],
        keyLoadedBy: 'root',
        probe: {
          protocol: 'smtp',
          host: '192.0.2.1',
          port: 25,
          serverName: 'mx2.contoso.com',
          timeoutMs: 10_000,
          failureThreshold: 2,
          probesBothKeyTypes: false,
          client: undefined,
        },
        reload: ['systemctl', 'restart', 'opensmtpd'],
        source: { inventory: 'opensmtpd', place: '/etc/smtpd.conf:4' },
      },
    ]);
  });

  it.each([
    ['an interface', 'listen on eth0', ['192.0.2.1:25', '[2001:db8::1]:25', '[fe80::1%eth0]:25']],
    ['an interface, only IPv6', 'listen on lo inet6', ['[::1]:25']],
    ['an address', 'listen on 192.0.2.1', ['192.0.2.1:25']],
    ['all addresses', 'listen on 0.0.0.0\nlisten on ::', ['0.0.0.0:25', '[::]:25']],
    ['a name', 'listen on localhost', ['[::1]:25', '127.0.0.1:25']],
    ['a name, only IPv4', 'listen on localhost inet4', ['127.0.0.1:25']],
    ['a port by number', 'listen on 127.0.0.1 port 2525', ['127.0.0.1:2525']],
    ['a port by name', 'listen on 127.0.0.1 port submission', ['127.0.0.1:587']],
    ['the port of smtps', 'listen on 127.0.0.1 smtps pki other', ['127.0.0.1:465']],
    ['another port with smtps', 'listen on 127.0.0.1 port 2465 smtps pki other', ['127.0.0.1:2465']],
    ['only the local socket', 'listen on socket filter "a"', []],
    ['nowhere', 'match from any for any action "a"', []],
  ])('listens at %s', (_what, text, sockets) => {
    const answer = found(`${PKI}${text}\n`);
    expect(details(answer)).toEqual([]);
    expect(names(answer)).toEqual(sockets.map((socket) => `opensmtpd ${socket}`));
  });

  it('is reached at the loopback address if it is bound to every address', () => {
    const { connectors } = found(`${PKI}listen on 0.0.0.0 tls pki other\nlisten on :: tls pki other\n`);
    expect(connectors.map(({ probe }) => probe?.host)).toEqual(['127.0.0.1', '::1']);
  });

  it.each([
    ['', { starttls: false, probe: { protocol: 'smtp' }, requireTls: undefined }],
    ['tls pki other', { starttls: true, probe: { protocol: 'smtp' }, requireTls: undefined }],
    ['tls-require verify pki other', { starttls: true, probe: { protocol: 'smtp' }, requireTls: true }],
    ['smtps verify pki other', { starttls: true, probe: { protocol: 'smtps' }, requireTls: undefined }],
  ])('offers TLS by its options: %s', (options, expected) => {
    const [connector] = found(`${PKI}listen on 127.0.0.1 ${options}\n`).connectors;
    expect(connector).toMatchObject(JSON.parse(JSON.stringify(expected)));
    if (expected.requireTls === undefined) expect(connector).not.toHaveProperty('requireTls');
  });

  it('is not checked if only a proxy can use it, and this is reported', () => {
    const answer = found(`${PKI}listen on 127.0.0.1 proxy-v2 tls pki other\n`);
    expect(answer.connectors).toMatchObject([{ starttls: true, certificateFiles: ['/etc/ssl/other.pem'] }]);
    expect(answer.connectors[0]).not.toHaveProperty('probe');
    expect(details(answer)).toEqual([
      'unresolved /etc/smtpd.conf:4: proxy-v2: only a proxy can connect, so it is not probed',
    ]);
  });

  it('serves every pki of a line, the first to clients without another name', () => {
    const { connectors } = found(`${PKI}listen on 127.0.0.1 tls pki other pki MAIL.contoso.com\n`);
    expect(connectors[0]).toMatchObject({
      certificateFiles: ['/etc/ssl/other.pem', '/etc/ssl/mail.pem'],
      keyFiles: ['/etc/ssl/other.key', '/etc/ssl/mail.key'],
    });
  });

  it('reads the arguments of other options as such', () => {
    const text = `table users { tls = smtps }
listen on 127.0.0.1 filter "pki" tag smtps auth <secrets> hostnames <pki> senders <tls> masquerade mask-src \\
  ciphers "smtps" protocols "tls" ca "pki" auth-optional { "smtps" = "tls" } filter { "a", "b" } no-dsn received-auth
`;
    const answer = found(text);
    expect(details(answer)).toEqual([]);
    expect(answer.connectors).toMatchObject([{ starttls: false }]);
  });

  it.each([
    ['tls pki missing', 'unresolved /etc/smtpd.conf:4: pki "missing" is not defined'],
    ['tls pki other pki missing', 'unresolved /etc/smtpd.conf:4: pki "missing" is not defined'],
    ['tls pki half\npki half key "/half.key"', 'unresolved /etc/smtpd.conf:4: pki "half" has no certificate'],
    ['tls', 'settings_malformed /etc/smtpd.conf:4: TLS is enabled, but no pki is configured'],
    ['tls pki "a\u001b[31m"', 'unresolved /etc/smtpd.conf:4: pki "a\u001b[31m" is not defined'],
  ])('names no file if it is variable, and this is reported: %s', (options, problem) => {
    const answer = found(`${PKI}listen on 127.0.0.1 ${options}\n`);
    expect(details(answer)).toEqual([problem]);
    expect(answer.connectors).toMatchObject([{ starttls: true, probe: { port: 25 } }]);
    expect(answer.connectors[0]).not.toHaveProperty('certificateFiles');
  });

  it.each([
    ['cert "ssl/a.pem" key "/a.key"', 'ssl/a.pem'],
    ['cert "/a.pem" key "a.key"', 'a.key'],
  ])('names no file with a relative path: %s', (files, half) => {
    const answer = found(`pki a ${files}\nlisten on 127.0.0.1 tls pki a\n`);
    expect(details(answer)).toEqual([`unresolved /etc/smtpd.conf:2: "${half}" is not an absolute path`]);
    expect(answer.connectors[0]).not.toHaveProperty('certificateFiles');
  });

  it.each([
    ['listen on eth9', 'unresolved /etc/smtpd.conf:1: unknown interface or address "eth9"'],
    ['listen on lo inet6 port nowhere', 'unresolved /etc/smtpd.conf:1: unknown port "nowhere"'],
    ['listen on 192.0.2.1 inet6', 'unresolved /etc/smtpd.conf:1: unknown interface or address "192.0.2.1"'],
    ['listen on lo port 65536', 'unresolved /etc/smtpd.conf:1: unknown port "65536"'],
  ])('reports an unknown socket: %s', (text, problem) => {
    const answer = found(`${text}\n`);
    expect(details(answer)).toEqual([problem]);
    expect(answer.connectors).toEqual([]);
  });

  it('reports unknown words', () => {
    const answer = found(`${PKI}listen on 127.0.0.1 quic tls pki other\n`);
    expect(details(answer)).toEqual(['settings_malformed /etc/smtpd.conf:4: "quic" is unknown and was ignored']);
    expect(answer.connectors).toMatchObject([{ certificateFiles: ['/etc/ssl/other.pem'] }]);
  });

  it.each([
    ['mx.contoso.com', 'mx.contoso.com'],
    [undefined, undefined],
    ['localhost', undefined],
  ])('has the name in its mailname %s if a line has no other', (mailname, fqdn) => {
    const { connectors } = found(`${PKI}listen on 127.0.0.1 tls pki other\n`, { mailname });
    expect(connectors[0]?.fqdn).toBe(fqdn);
    expect(connectors[0]?.probe?.serverName).toBe(fqdn ?? 'mail01.contoso.com');
  });

  it('has a Send connector for each action that relays with a certificate of its own', () => {
    const answer = found(`${PKI}action "out" relay host smtp+tls://relay.contoso.com tls pki other
action "plain" relay
action "odd" relay pki missing
action "local" mbox
`);
    expect(answer.connectors).toEqual([
      {
        name: 'opensmtpd out',
        direction: 'send',
        fqdn: undefined,
        fqdnOrigin: 'discovered',
        enabled: true,
        starttls: true,
        certificateFiles: ['/etc/ssl/other.pem'],
        keyFiles: ['/etc/ssl/other.key'],
        keyLoadedBy: 'root',
        reload: ['systemctl', 'restart', 'opensmtpd'],
        requireTls: true,
        source: { inventory: 'opensmtpd', place: '/etc/smtpd.conf:4' },
      },
    ]);
    expect(details(answer)).toEqual(['unresolved /etc/smtpd.conf:6: pki "missing" is not defined']);
  });

  it('resolves names that are not an address, each once', () => {
    const text = 'listen on lo\nlisten on localhost\nlisten on localhost port 26\nlisten on ::1\nlisten on socket\n';
    expect(smtpdHostsIn(parseSmtpdConf(MAIN, new Map([[MAIN, text]])))).toEqual(['lo', 'localhost']);
  });
});
