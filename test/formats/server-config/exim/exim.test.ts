import { describe, expect, it } from 'vitest';
import { failureText } from '../../../../src/domain/failure/failure-text.ts';
import type { DiscoveredConnectors } from '../../../../src/formats/server-config/discovered-connectors.ts';
import { type EximTexts, eximConnectors } from '../../../../src/formats/server-config/exim/exim.ts';
import { parseEximOptions, parseEximTransports } from '../../../../src/formats/server-config/exim/exim-options.ts';
import type { Host } from '../../../../src/formats/server-config/host.ts';
import { saying } from '../../../domain/failure/saying.ts';
import { kindsByName } from '../postfix/postfix-texts.ts';

const HOST: Host = {
  ports: new Map([
    ['smtp', 25],
    ['submission', 587],
    ['submissions', 465],
  ]),
  addresses: ['127.0.0.1', '::1', '192.0.2.1'],
  addressesOf: () => undefined,
};
const SERVER = { name: 'exim', reload: ['systemctl', 'reload', 'exim4'], hostFqdn: 'mail01.contoso.com' };

/** The relevant options, as Exim 4.98 prints them. */
const OPTIONS = {
  daemon_smtp_ports: 'smtp',
  exim_user: 'Debian-exim',
  local_interfaces: '<; ::0 ; 0.0.0.0',
  primary_hostname: 'mail.contoso.com',
  smtp_active_hostname: '',
  tls_advertise_hosts: '*',
  tls_certificate: '/etc/exim4/a.pem',
  tls_on_connect_ports: '',
  tls_privatekey: '/etc/exim4/a.key',
};

function found(
  changes: Readonly<Record<string, string>> = {},
  { host = HOST, ...more }: Partial<EximTexts> & { readonly host?: Host } = {},
): DiscoveredConnectors {
  const printed = Object.entries({ ...OPTIONS, ...changes }).map(([name, value]) => `${name} = ${value}\n`);
  const texts: EximTexts = {
    command: 'exim4 -bP',
    options: parseEximOptions(`allow_domain_literals\nno_tls_remember_esmtp\n${printed.join('')}`),
    transports: new Map(),
    override: undefined,
    file: '/etc/exim4/exim4.conf',
    pemContentsOf: kindsByName,
    ...more,
  };
  return eximConnectors(texts, host, SERVER);
}

const names = ({ connectors }: DiscoveredConnectors): readonly string[] => connectors.map(({ name }) => name);
const details = ({ problems }: DiscoveredConnectors): readonly string[] =>
  problems.map(({ reason, location, failure }) => `${reason} ${location}: ${failureText(failure, 'en')}`);

describe('Exim', () => {
  it('has a Receive connector for each socket, with its certificate, the account that reads the key, and its reload command', () => {
    const { connectors, problems } = found();
    expect(problems).toEqual([]);
    expect(connectors).toHaveLength(2);
    expect(connectors[0]).toEqual({
      name: 'exim [::]:25',
      direction: 'receive',
      fqdn: 'mail.contoso.com',
      fqdnOrigin: 'discovered',
      enabled: true,
      starttls: true,
      certificateFiles: ['/etc/exim4/a.pem'],
      keyFiles: ['/etc/exim4/a.key'],
      keyLoadedBy: 'Debian-exim',
      probe: {
        protocol: 'smtp',
        host: '::1',
        port: 25,
        serverName: 'mail.contoso.com',
        timeoutMs: 10_000,
        failureThreshold: 2,
        probesBothKeyTypes: false,
        client: undefined,
      },
      reload: ['systemctl', 'reload', 'exim4'],
      source: { inventory: 'exim', place: 'exim4 -bP tls_certificate' },
    });
    expect(connectors[1]).toMatchObject({ name: 'exim 0.0.0.0:25', probe: { host: '127.0.0.1' } });
  });

  it.each([
    [
      'ports by number and by name',
      { daemon_smtp_ports: '25 : submission' },
      ['[::]:25', '[::]:587', '0.0.0.0:25', '0.0.0.0:587'],
    ],
    [
      'interfaces with ports of their own',
      { local_interfaces: '<; 127.0.0.1 ; [::1]:2525 ; 127.0.0.2.26 ; ::1.27' },
      ['127.0.0.1:25', '[::1]:2525', '127.0.0.2:26', '[::1]:27'],
    ],
    ['the same twice', { local_interfaces: '127.0.0.1 : 127.0.0.1', daemon_smtp_ports: '25 : smtp' }, ['127.0.0.1:25']],
    ['no interface', { local_interfaces: '' }, []],
  ])('listens at %s', (_what, changes, sockets) => {
    expect(names(found(changes))).toEqual(sockets.map((socket) => `exim ${socket}`));
  });

  it('has no IPv6 socket for all addresses if the host has no IPv6', () => {
    expect(names(found({}, { host: { ...HOST, addresses: ['127.0.0.1'] } }))).toEqual(['exim 0.0.0.0:25']);
  });

  it.each([
    ['ports', '587:465', ['[::]:587', '[::]:465', '0.0.0.0:587', '0.0.0.0:465']],
    ['addresses', '127.0.0.1', ['127.0.0.1:25']],
    ['both', '<; 127.0.0.1 ; [::1]:26 ; 587', ['127.0.0.1:587', '[::1]:26']],
  ])('listens by its command line, with %s', (_what, value, sockets) => {
    const { connectors } = found({}, { override: { value, place: '/etc/default/exim4:3' } });
    expect(connectors.map(({ name }) => name)).toEqual(sockets.map((socket) => `exim ${socket}`));
  });

  it('begins with TLS on the configured ports, also those with a service name', () => {
    const { connectors } = found({
      local_interfaces: '127.0.0.1',
      daemon_smtp_ports: '25:465',
      tls_on_connect_ports: 'submissions',
    });
    expect(connectors.map(({ probe }) => `${probe?.protocol} ${probe?.port}`)).toEqual(['smtp 25', 'smtps 465']);
  });

  it('serves an RSA and an ECDSA certificate, in their order', () => {
    const { connectors } = found({ tls_certificate: '/a.pem : /ecdsa.pem', tls_privatekey: '/a.key : /b.key' });
    expect(connectors[0]).toMatchObject({
      certificateFiles: ['/a.pem', '/ecdsa.pem'],
      keyFiles: ['/a.key', '/b.key'],
      probe: { probesBothKeyTypes: true },
    });
  });

  it("finds the key in the certificate's own file by default", () => {
    expect(found({ tls_privatekey: '' }).connectors[0]).not.toHaveProperty('keyFiles');
  });

  it('has names of files with constant variables expanded', () => {
    const { connectors } = found({ tls_certificate: '/live/$primary_hostname/a.pem:${config_dir}/ecdsa.pem' });
    expect(connectors[0]?.certificateFiles).toEqual(['/live/mail.contoso.com/a.pem', '/etc/exim4/ecdsa.pem']);
  });

  it.each([
    [
      { tls_certificate: '/certs/$tls_in_sni.pem' },
      'unresolved exim4 -bP tls_certificate: it depends on the server name (SNI) that a client requests',
    ],
    [
      { tls_certificate: '<value not displayable>' },
      'unresolved exim4 -bP tls_certificate: it is set with "hide", so Exim shows it only to admin users; remove "hide" from this option',
    ],
    [
      { tls_certificate: '/a.pem : /ecdsa.pem : /b.pem' },
      'unresolved exim4 -bP tls_certificate: two of the certificates have the same key type; which one is served depends on the client',
    ],
    [{ tls_certificate: 'certs/a.pem' }, 'unresolved exim4 -bP tls_certificate: "certs/a.pem" is not an absolute path'],
    [
      { tls_certificate: '' },
      'not_configured exim4 -bP tls_certificate: Exim creates a new self-signed certificate at each start',
    ],
  ])('names no file if it is variable, and this is reported: %o', (changes, problem) => {
    const answer = found({ ...changes, local_interfaces: '127.0.0.1' });
    expect(details(answer)).toEqual([problem]);
    expect(answer.connectors).toMatchObject([{ name: 'exim 127.0.0.1:25', starttls: true, probe: { port: 25 } }]);
    expect(answer.connectors[0]).not.toHaveProperty('certificateFiles');
    expect(answer.connectors[0]).not.toHaveProperty('keyFiles');
  });

  it('names the certificate if only the key is variable', () => {
    const answer = found({ tls_privatekey: '${lookup{a}lsearch{/b}}' });
    expect(details(answer)).toEqual(['unresolved exim4 -bP tls_privatekey: "${lookup" depends on the connection']);
    expect(answer.connectors[0]).toMatchObject({ certificateFiles: ['/etc/exim4/a.pem'] });
    expect(answer.connectors[0]).not.toHaveProperty('keyFiles');
  });

  it('offers no STARTTLS if it advertises it to no host, but TLS on the ports that begin with it', () => {
    const { connectors } = found({
      local_interfaces: '127.0.0.1',
      daemon_smtp_ports: '25:465',
      tls_on_connect_ports: '465',
      tls_advertise_hosts: '',
    });
    expect(connectors[0]).toMatchObject({
      name: 'exim 127.0.0.1:25',
      starttls: false,
      probe: { protocol: 'smtp', port: 25 },
      source: { place: 'exim4 -bP tls_advertise_hosts' },
    });
    expect(connectors[0]).not.toHaveProperty('certificateFiles');
    expect(connectors[1]).toMatchObject({ starttls: true, probe: { protocol: 'smtps' } });
  });

  it('is not checked if STARTTLS is only for some hosts', () => {
    const answer = found({ local_interfaces: '127.0.0.1', tls_advertise_hosts: '!192.0.2.0/24 : *' });
    expect(answer.connectors[0]).toMatchObject({ starttls: true, certificateFiles: ['/etc/exim4/a.pem'] });
    expect(answer.connectors[0]).not.toHaveProperty('probe');
    expect(details(answer)).toEqual([
      'unresolved exim4 -bP tls_advertise_hosts: STARTTLS is offered only to some hosts, so it is not probed',
    ]);
  });

  it('without TLS offers none', () => {
    const options = parseEximOptions('daemon_smtp_ports = 25\nlocal_interfaces = 127.0.0.1\n');
    const { connectors, problems } = found({}, { options });
    expect(problems).toEqual([]);
    expect(connectors).toMatchObject([{ starttls: false, keyLoadedBy: 'root', fqdn: undefined }]);
  });

  it.each([
    ['', true, undefined],
    ['192.0.2.7 : 2001::db8::::/32', true, undefined],
    ['*', false, 'this host can connect only as a proxy'],
    ['127.0.0.0/8', false, 'this host can connect only as a proxy'],
    ['!127.0.0.1 : *', true, undefined],
    ['!192.0.2.7', false, 'this host can connect only as a proxy'],
    ['192.0.2.7 : proxy.contoso.com', false, 'it is unknown whether this host counts as a proxy'],
    ['$received_port', false, 'it is unknown whether this host counts as a proxy'],
  ])('is not checked if this host must use the proxy protocol: hosts_proxy = %s', (hosts, isProbed, said) => {
    const answer = found({ local_interfaces: '127.0.0.1 : 127.0.0.1.587', hosts_proxy: hosts });
    expect(answer.connectors.map(({ probe }) => probe !== undefined)).toEqual([isProbed, isProbed]);
    expect(details(answer)).toEqual(
      said === undefined ? [] : [`unresolved exim4 -bP hosts_proxy: ${said}, so it is not probed`],
    );
  });

  it.each([
    ['mail.contoso.com', { smtp_active_hostname: '' }],
    ['mx.contoso.com', { smtp_active_hostname: 'MX.contoso.com' }],
    ['mx.mail.contoso.com', { smtp_active_hostname: 'mx.$primary_hostname' }],
    ['mail.contoso.com', { smtp_active_hostname: '${lookup{$received_ip_address}lsearch{/names}}' }],
    [undefined, { primary_hostname: 'vm' }],
    [undefined, { primary_hostname: 'a\u001b[31m b' }],
  ])('has the name %s', (fqdn, changes) => {
    expect(found(changes).connectors[0]?.fqdn).toBe(fqdn);
  });

  it.each([
    [{ local_interfaces: '127.0.0.1 : mail.contoso.com' }, '"mail.contoso.com" is not an address'],
    [{ local_interfaces: '127.0.0.1', daemon_smtp_ports: '25 : nowhere' }, 'unknown port "nowhere"'],
    [{ local_interfaces: '127.0.0.1 : 127.0.0.1.65536' }, 'unknown port "65536"'],
  ])('reports an unknown socket: %o', (changes, detail) => {
    const answer = found(changes);
    expect(names(answer)).toEqual(['exim 127.0.0.1:25']);
    expect(answer.problems).toMatchObject([
      { reason: 'unresolved', location: 'exim4 -bP local_interfaces', failure: saying(detail) },
    ]);
  });

  it('has a Send connector for each transport with its own client certificate', () => {
    const transports = parseEximTransports(`
remote_smtp transport:
driver = smtp
hosts_require_tls = *
tls_certificate = /etc/exim4/client.pem
tls_privatekey =

plain transport:
driver = smtp
tls_certificate =

guessing transport:
driver = smtp
tls_certificate = /certs/$host.pem

local transport:
driver = appendfile
file = /var/mail/x
`);
    const answer = found({ local_interfaces: '' }, { transports });
    expect(answer.connectors).toEqual([
      {
        name: 'exim remote_smtp',
        direction: 'send',
        fqdn: undefined,
        fqdnOrigin: 'discovered',
        enabled: true,
        starttls: true,
        certificateFiles: ['/etc/exim4/client.pem'],
        keyLoadedBy: 'Debian-exim',
        reload: ['systemctl', 'reload', 'exim4'],
        requireTls: true,
        source: { inventory: 'exim', place: 'exim4 -bP transport remote_smtp' },
      },
    ]);
    expect(details(answer)).toEqual([
      'unresolved exim4 -bP transport guessing tls_certificate: "$host" depends on the connection',
    ]);
  });
});
