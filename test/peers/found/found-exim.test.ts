import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { makeCertificate } from '../../fixtures/make-certificate.ts';
import { needs, needsFetched, needsRoot } from '../needs.ts';
import { expectFoundThere, type FoundThere, foundThere } from '../own-host/found-there.ts';
import { bootOwnHost, fetchedPackages, type OwnHost } from '../own-host/own-host.ts';
import { watchHost } from '../own-host/watched-host.ts';

const DAY = 86_400_000;
const DATES = { notBefore: Date.now() - DAY, notAfter: Date.now() + 30 * DAY };
const ACCOUNT = 'Debian-exim';
const FILE = '/etc/exim4/exim4.conf';
const PID_FILE = '/run/exim4/exim.pid';
/** The time in which every expected change happens. */
const SOON = { timeout: 15_000, interval: 50 };
/** The file with Debian's options of Exim. */
const STARTED_WITH = '/etc/default/exim4';

/** A configuration: the main part, the start options and the expected result. */
interface Configuration {
  readonly main: string;
  readonly listening?: string;
  readonly served: number;
  /** The expected problems, each as part of a detail, in order. */
  readonly said?: readonly string[];
}

const CONFIGURATIONS: Readonly<Record<string, Configuration>> = {
  'one certificate, everywhere': {
    main: 'tls_certificate = /etc/exim4/tls/rsa.pem\ntls_privatekey = /etc/exim4/tls/rsa.key',
    served: 2,
  },
  'macros within macros, an RSA and an ECDSA certificate, and a port that begins with TLS': {
    main: `TLSDIR = /etc/exim4/tls
RSA = TLSDIR/rsa
EC = TLSDIR/ec
.ifdef RSA
tls_certificate = RSA.pem : EC.pem
tls_privatekey = RSA.key : EC.key
.endif
local_interfaces = <; 127.0.0.1 ; ::1
daemon_smtp_ports = smtp : submission : 465
tls_on_connect_ports = submissions`,
    served: 12,
  },
  'a key in the certificate’s file, and ports at interfaces': {
    main: `tls_certificate = /etc/exim4/tls/both.pem
local_interfaces = <, 127.0.0.1.2525, 127.0.0.2, [::1]:2526, ::1.2527
daemon_smtp_ports = 25 : 26`,
    served: 5,
  },
  'the name of the computer in a path': {
    main: `tls_certificate = /etc/exim4/tls/\${primary_hostname}.pem
tls_privatekey = /etc/exim4/tls/$primary_hostname.key
local_interfaces = 127.0.0.1`,
    served: 1,
  },
  'what an included file says': {
    main: '.include /etc/exim4/more.conf\nlocal_interfaces = 127.0.0.1',
    served: 1,
  },
  'sockets on the command line': {
    main: 'tls_certificate = /etc/exim4/tls/both.pem\nlocal_interfaces = 127.0.0.3',
    listening: '<; 127.0.0.1 ; [::1]:465 ; 587 ; 2525',
    served: 3,
  },
  'a certificate for each name that is asked for': {
    main: `tls_certificate = \${if exists{/etc/exim4/tls/$tls_in_sni.pem}{/etc/exim4/tls/$tls_in_sni.pem}{/etc/exim4/tls/rsa.pem}}
tls_privatekey = /etc/exim4/tls/\${lookup{$tls_in_sni}lsearch{/etc/exim4/keys}{$value}{rsa.key}}
local_interfaces = 127.0.0.1`,
    served: 0,
    said: ['it depends on the server name (SNI) that a client requests'],
  },
  'two certificates of one kind of key': {
    main: `tls_certificate = /etc/exim4/tls/rsa.pem : /etc/exim4/tls/mail01.contoso.com.pem
tls_privatekey = /etc/exim4/tls/rsa.key : /etc/exim4/tls/mail01.contoso.com.key
local_interfaces = 127.0.0.1`,
    served: 0,
    said: ['two of the certificates have the same key type'],
  },
  'no certificate at all': {
    main: 'local_interfaces = 127.0.0.1',
    served: 0,
    said: ['Exim creates a new self-signed certificate at each start'],
  },
  'STARTTLS for no client': {
    main: `tls_certificate = /etc/exim4/tls/both.pem
tls_advertise_hosts =
local_interfaces = 127.0.0.1
daemon_smtp_ports = 25 : 465
tls_on_connect_ports = 465`,
    served: 1,
  },
  'STARTTLS for some': {
    main: `tls_certificate = /etc/exim4/tls/both.pem
tls_advertise_hosts = !127.0.0.0/8 : *
local_interfaces = 127.0.0.1`,
    served: 0,
    said: ['STARTTLS is offered only to some hosts'],
  },
};

describe.runIf([needsRoot(), needsFetched('exim4-daemon-light'), needs('namespaces')].every(Boolean))('an Exim', () => {
  let host: OwnHost;
  let pid: string | undefined;

  beforeAll(async () => {
    host = await bootOwnHost(fetchedPackages('exim4-daemon-light'));
    // The other servers of this machine are removed.
    await host.run('rm', '-f', '/usr/sbin/postconf', '/usr/bin/doveconf');
    await host.run('groupadd', '--system', ACCOUNT);
    await host.run('useradd', '--system', '-g', ACCOUNT, '-d', '/var/spool/exim4', '-s', '/usr/sbin/nologin', ACCOUNT);
    await host.run('install', '-d', '-o', ACCOUNT, '-g', ACCOUNT, '/run/exim4', '/var/spool/exim4', '/var/log/exim4');
    for (const [name, key] of [
      ['rsa', 'rsa'],
      ['ec', 'ec'],
      ['mail01.contoso.com', 'rsa'],
    ] as const) {
      const made = makeCertificate({ commonName: `${name}.contoso.com`, key, ...DATES });
      host.write(`/etc/exim4/tls/${name}.pem`, made.certificatePem);
      host.write(`/etc/exim4/tls/${name}.key`, made.privateKeyPem);
      host.write('/etc/exim4/tls/both.pem', made.privateKeyPem + made.certificatePem);
    }
    host.write('/etc/exim4/more.conf', 'tls_certificate = /etc/exim4/tls/both.pem\n');
  });

  afterAll(async () => {
    await host?.[Symbol.asyncDispose]();
  });

  async function start(listening: string | undefined): Promise<void> {
    if (pid !== undefined) {
      await host.run('kill', pid);
      await vi.waitFor(async () => expect((await host.run('kill', '-0', `${pid}`)).exitCode).not.toBe(0), SOON);
      await host.run('rm', '-f', PID_FILE);
    }
    const options = listening === undefined ? [] : ['-oX', listening];
    const written = listening === undefined ? '' : `EXIMSERVICE="-bd -q30m -oX '${listening}'"\n`;
    host.write(STARTED_WITH, written);
    const started = await host.run('exim4', '-bd', '-q30m', ...options, '-oP', PID_FILE);
    expect(started.stderr).toBe('');
    // Exim writes its PID file after it has become a daemon.
    pid = await vi.waitFor(() => readFileSync(host.at(PID_FILE), 'utf8').trim() || expect.fail('none yet'), SOON);
  }

  async function found(main: string): Promise<FoundThere> {
    host.write(FILE, `primary_hostname = mail01.contoso.com\n${main}\nbegin routers\nbegin transports\n`);
    return foundThere(host, 'exim');
  }

  const said = ({ problems }: FoundThere, parts: readonly string[] = []): void =>
    expect(problems.map(({ detail }) => detail)).toEqual(parts.map((part) => expect.stringContaining(part)));

  it('that is installed without a configuration is reported as such', async () => {
    expect(await foundThere(host, 'exim')).toMatchObject({ state: 'not-configured', connectors: [] });
  });

  it.each(Object.entries(CONFIGURATIONS))(
    'with %s serves what is discovered',
    async (_what, { main, listening, served, said: parts }) => {
      host.write(FILE, `primary_hostname = mail01.contoso.com\n${main}\nbegin routers\nbegin transports\n`);
      await start(listening);
      const answer = await foundThere(host, 'exim');
      said(answer, parts);
      await expectFoundThere(host, answer, served);
      for (const { keyLoadedBy, reload, fqdn } of answer.connectors) {
        expect({ keyLoadedBy, reload, fqdn }).toEqual({
          keyLoadedBy: ACCOUNT,
          reload: ['systemctl', 'reload', 'exim4'],
          fqdn: 'mail01.contoso.com',
        });
      }
    },
  );

  it('that withdraws STARTTLS is reported although its settings say so, and resolved when it is offered again', async () => {
    const settings = (hosts: string): string => `primary_hostname = mail01.contoso.com
tls_certificate = /etc/exim4/tls/both.pem
tls_advertise_hosts = ${hosts}
local_interfaces = 127.0.0.1
begin routers
begin transports
`;
    host.write(FILE, settings('*'));
    await start(undefined);
    await using watched = await watchHost(
      host,
      `computer: mail01.contoso.com
stateDirectory: /var/lib/mailcertd
stores: []
discover: { exim: true }
probing: { interval: 10s, hostInterval: 0s }
`,
    );
    const served = async (): Promise<string> => (await host.mailcertd('status')).stdout;
    await expect.poll(served, { timeout: 60_000, interval: 500 }).toMatch(/exim 127\.0\.0\.1:25\b.* same\b/);
    const from = watched.loggedEvents().length;
    host.write(FILE, settings(''));
    await start(undefined);
    await watched.hears(from, '1402 exim 127.0.0.1:25');
    const again = watched.loggedEvents().length;
    host.write(FILE, settings('*'));
    await start(undefined);
    await watched.hears(again, '1900 1402 exim 127.0.0.1:25');
  });

  it('as Debian configures it, with its macros, serves what is discovered', async () => {
    await host.run('rm', FILE);
    host.write('/etc/mailname', 'mail01.contoso.com\n');
    host.write(
      '/etc/exim4/update-exim4.conf.conf',
      `dc_eximconfig_configtype='internet'
dc_other_hostnames='mail01.contoso.com'
dc_local_interfaces='127.0.0.1 ; ::1'
dc_use_split_config='true'
CFILEMODE='640'
`,
    );
    const macros = ['MAIN_HARDCODE_PRIMARY_HOSTNAME = mail01.contoso.com', 'MAIN_TLS_ENABLE = yes'];
    host.write('/etc/exim4/conf.d/main/000_localmacros', `${macros.join('\n')}\n`);
    const made = makeCertificate({ commonName: 'mail01.contoso.com', key: 'rsa', ...DATES });
    host.write('/etc/exim4/exim.crt', made.certificatePem);
    host.write('/etc/exim4/exim.key', made.privateKeyPem, 0o640);
    await host.run('chown', `root:${ACCOUNT}`, '/etc/exim4/exim.key', '/etc/exim4/passwd.client');
    expect((await host.run('update-exim4.conf')).stderr).toBe('');
    await start(undefined);
    const answer = await foundThere(host, 'exim');
    said(answer);
    expect(answer.connectors[0]).toMatchObject({
      certificateFiles: ['/etc/exim4/exim.crt'],
      keyFiles: ['/etc/exim4/exim.key'],
    });
    await expectFoundThere(host, answer, 2);
  });

  it('whose settings an account may not read is unreadable to it; with the capability of the daemon it is discovered', async () => {
    const program = ['node', `${process.cwd()}/dist/main/bin.js`, 'connectors', 'discover', '--format', 'json'];
    const as = (...options: readonly string[]) =>
      host.run(
        'setpriv',
        '--reuid',
        'nobody',
        '--regid',
        'nogroup',
        '--clear-groups',
        '--no-new-privs',
        ...options,
        ...program,
      );
    const states = async (...options: readonly string[]): Promise<unknown> =>
      (JSON.parse((await as(...options)).stdout) as readonly FoundThere[]).find(({ name }) => name === 'exim');
    expect(
      (await host.run('setpriv', '--reuid', 'nobody', '--clear-groups', 'cat', '/var/lib/exim4/config.autogenerated'))
        .exitCode,
    ).toBe(1);
    expect(await states()).toMatchObject({ state: 'unreadable', problems: [{ reason: 'permission_denied' }] });
    const capability = ['--inh-caps', '+dac_read_search', '--ambient-caps', '+dac_read_search'];
    expect(await states(...capability)).toMatchObject({ state: 'found', connectors: [{}, {}] });
  });

  it('whose settings have errors is not removed, and the error is reported', async () => {
    const answer = await found('tls_certificat = /etc/exim4/tls/rsa.pem');
    expect(answer).toMatchObject({
      state: 'unreadable',
      problems: [{ reason: 'command_failed', location: 'exim4 -bP' }],
    });
    expect(answer.problems[0]?.detail).toContain(`error in line 2 of ${FILE}: main option "tls_certificat" unknown`);
  });

  it('has its transports that show a certificate among its connectors', async () => {
    const transport = 'out:\n  driver = smtp\n  hosts_require_tls = *\n  tls_certificate = /etc/exim4/tls/both.pem\n';
    host.write(FILE, `local_interfaces =\nbegin transports\n${transport}`);
    expect((await foundThere(host, 'exim')).connectors).toMatchObject([
      { name: 'exim out', direction: 'send', certificateFiles: ['/etc/exim4/tls/both.pem'], requireTls: true },
    ]);
  });
});
