import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { makeCertificate } from '../../fixtures/make-certificate.ts';
import { needs, needsFetched, needsRoot } from '../needs.ts';
import { expectFoundThere, type FoundThere, foundThere } from '../own-host/found-there.ts';
import { bootOwnHost, fetchedPackages, type OwnHost } from '../own-host/own-host.ts';
import { watchHost } from '../own-host/watched-host.ts';

const DAY = 86_400_000;
const DATES = { notBefore: Date.now() - DAY, notAfter: Date.now() + 300 * DAY };
const FILE = '/etc/smtpd.conf';
/** OpenSMTPD does not start without a rule. */
const RULES = 'action "local" mbox\nmatch for local action "local"\n';
const PKI = `pki mail.contoso.com cert "/etc/ssl/rsa.pem"
pki mail.contoso.com key "/etc/ssl/rsa.key"
pki "ec" cert "/etc/ssl/ec.pem" key "/etc/ssl/ec.key"
`;

/** A configuration, its included files and its expected result. */
interface Configuration {
  readonly settings: string;
  readonly included?: Readonly<Record<string, string>>;
  readonly served: number;
}

const CONFIGURATIONS: Readonly<Record<string, Configuration>> = {
  'an interface, each address of it': {
    settings: `${PKI}listen on lo tls pki mail.contoso.com\n`,
    served: 4,
  },
  'STARTTLS, TLS from the beginning, and none': {
    settings: `${PKI}listen on 127.0.0.1 tls pki mail.contoso.com
listen on 127.0.0.1 smtps pki "ec"
listen on 127.0.0.1 port submission tls-require pki ec auth mask-src
listen on 127.0.0.1 port 2525 tag plain
listen on socket mask-src
`,
    served: 3,
  },
  'macros, an included file, and lines that go on': {
    settings: `certificate = '"/etc/ssl/rsa.pem"'
# who is shown to whom
listener = "lo inet4"
name = 'mail.contoso.com'
include "/etc/smtpd.d/pki"
listen on $listener \\
  tls \\
  pki $name # the first
listen on lo inet6 port 465 smtps pki $name
`,
    included: {
      '/etc/smtpd.d/pki': 'include "/etc/smtpd.d/more"\npki $name cert $certificate\n',
      '/etc/smtpd.d/more': 'pki $name key "/etc/ssl/rsa.key"',
    },
    served: 4,
  },
  'several certificates, by the name that is asked for': {
    settings: `${PKI}listen on 127.0.0.1 tls pki ec pki mail.contoso.com
listen on 127.0.0.1 smtps pki mail.contoso.com pki ec
`,
    served: 2,
  },
  'every address there is': {
    settings: `${PKI}listen on 0.0.0.0 tls pki ec\nlisten on :: tls pki ec\nlisten on ::1 port 587 tls pki ec\n`,
    served: 3,
  },
  'a name that has addresses': {
    settings: `${PKI}listen on mx.contoso.com tls pki ec hostname mx.contoso.com\n`,
    served: 2,
  },
};

const machine = [needsRoot(), needsFetched('opensmtpd'), needs('namespaces', 'ip')].every(Boolean);

describe.runIf(machine)('an OpenSMTPD', () => {
  let host: OwnHost;
  let isRunning = false;

  beforeAll(async () => {
    host = await bootOwnHost(fetchedPackages('opensmtpd'));
    // The other servers of this machine are removed.
    await host.run('rm', '-f', '/usr/sbin/postconf', '/usr/bin/doveconf');
    for (const account of ['opensmtpd', 'opensmtpq']) {
      await host.run('groupadd', '--system', account);
      await host.run('useradd', '--system', '-g', account, '-d', '/nonexistent', '-s', '/usr/sbin/nologin', account);
    }
    await host.run('ip', 'address', 'add', '192.0.2.1/32', 'dev', 'lo');
    await host.run('ip', 'address', 'add', '2001:db8::1/128', 'dev', 'lo');
    host.write('/etc/hosts', '127.0.0.1 localhost\n192.0.2.1 mx.contoso.com\n2001:db8::1 mx.contoso.com\n');
    host.write('/etc/nsswitch.conf', 'passwd: files\ngroup: files\nhosts: files\nservices: files\n');
    host.write('/etc/mailname', 'mail.contoso.com\n');
    for (const key of ['rsa', 'ec'] as const) {
      const made = makeCertificate({ commonName: 'mail.contoso.com', key, ...DATES });
      host.write(`/etc/ssl/${key}.pem`, made.certificatePem);
      host.write(`/etc/ssl/${key}.key`, made.privateKeyPem, 0o600);
    }
  });

  afterAll(async () => {
    await host?.[Symbol.asyncDispose]();
  });

  async function start(settings: string): Promise<void> {
    const running = async (): Promise<string> => (await host.run('pgrep', '-x', 'smtpd')).stdout;
    if (isRunning) {
      await host.run('pkill', '-x', 'smtpd');
      await vi.waitFor(async () => expect(await running()).toBe(''), 10_000);
    }
    host.write(FILE, `${settings}${RULES}`);
    const started = await host.run('smtpd');
    expect(started).toMatchObject({ exitCode: 0, stderr: '' });
    isRunning = true;
  }

  it('as Debian configures it offers no TLS', async () => {
    const found = await foundThere(host, 'opensmtpd');
    expect(found).toMatchObject({ state: 'found', problems: [] });
    expect(new Set(found.connectors.map(({ starttls }) => starttls))).toEqual(new Set([false]));
    expect((await host.run('smtpd')).exitCode).toBe(0);
    isRunning = true;
    await expectFoundThere(host, found, 0);
  });

  it.each(Object.entries(CONFIGURATIONS))(
    'with %s serves what is discovered',
    async (_what, { settings, included = {}, served }) => {
      for (const [path, text] of Object.entries(included)) host.write(path, text);
      await start(settings);
      const found = await foundThere(host, 'opensmtpd');
      expect(found).toMatchObject({ state: 'found', problems: [] });
      await expectFoundThere(host, found, served);
      for (const { keyLoadedBy, reload } of found.connectors) {
        expect({ keyLoadedBy, reload }).toEqual({ keyLoadedBy: 'root', reload: ['systemctl', 'restart', 'opensmtpd'] });
      }
    },
  );

  it('has the name of its configuration, else its mailname', async () => {
    await start(`${PKI}listen on 127.0.0.1 tls pki ec hostname mx.contoso.com\nlisten on 127.0.0.2 tls pki ec\n`);
    const { connectors } = await foundThere(host, 'opensmtpd');
    expect(connectors.map(({ fqdn, source }) => `${fqdn} ${source.place}`)).toEqual([
      `mx.contoso.com ${FILE}:4`,
      `mail.contoso.com ${FILE}:5`,
    ]);
    const greetings = ['127.0.0.1', '127.0.0.2'].map((address) =>
      host.run('bash', '-c', `exec 3<>/dev/tcp/${address}/25; read -r line <&3; echo "$line"`),
    );
    expect((await Promise.all(greetings)).map(({ stdout }) => stdout.split(' ')[1])).toEqual([
      'mx.contoso.com',
      'mail.contoso.com',
    ]);
  });

  it('that still serves a certificate which was replaced is reported, with the command that restarts it', async () => {
    await start(`${PKI}listen on 127.0.0.1 tls pki ec\nlisten on 127.0.0.1 smtps pki mail.contoso.com\n`);
    const scanned = async (): Promise<readonly unknown[]> => {
      const { stdout, stderr } = await host.mailcertd('scan', '--format', 'json');
      expect(stderr).toMatch(/^\/etc\/mailcertd\/mailcertd\.yaml does not exist, so discovered servers are used/);
      const lines = stdout.split('\n').filter((line) => line !== '');
      const all = lines.map((line) => {
        const { event, mailcertd } = JSON.parse(line);
        return [event.code, mailcertd.facts.connectors ?? mailcertd.facts.connector, mailcertd.remedy];
      });
      // The certificates are self-signed, which raises 1407 on a discovered server.
      return all.filter(([code]) => code !== '1407');
    };
    expect(await scanned()).toEqual([]);
    const next = makeCertificate({ commonName: 'mail.contoso.com', key: 'ec', ...DATES });
    host.write('/etc/ssl/ec.pem', next.certificatePem);
    host.write('/etc/ssl/ec.key', next.privateKeyPem, 0o600);
    // The time is longer than a renewal needs to reload a server.
    await host.run('touch', '-d', '1 hour ago', '/etc/ssl/ec.pem', '/etc/ssl/ec.key');
    expect(await scanned()).toEqual([['1406', ['opensmtpd 127.0.0.1:25'], [['systemctl', 'restart', 'opensmtpd']]]]);
    await start(`${PKI}listen on 127.0.0.1 tls pki ec\nlisten on 127.0.0.1 smtps pki mail.contoso.com\n`);
    expect(await scanned()).toEqual([]);
  });

  it('that withdraws STARTTLS is reported although its settings say so, and resolved when it is offered again', async () => {
    const settings = (options: string): string =>
      `${PKI}listen on 127.0.0.1 ${options}\nlisten on 127.0.0.2 tls pki ec\nlisten on 127.0.0.1 port 2525 tag plain\n`;
    await start(settings('tls pki ec'));
    await using watched = await watchHost(
      host,
      `computer: mail.contoso.com
stateDirectory: /var/lib/mailcertd
stores: []
discover: { opensmtpd: true }
probing: { interval: 10s, hostInterval: 0s }
`,
    );
    const served = async (): Promise<string> => (await host.mailcertd('status')).stdout;
    await expect.poll(served, { timeout: 60_000, interval: 500 }).toMatch(/opensmtpd 127\.0\.0\.1:25\b.* same\b/);
    const from = watched.loggedEvents().length;
    await start(settings('tag plain'));
    await watched.hears(from, '1402 opensmtpd 127.0.0.1:25');
    const withdrawn = watched.records().find(({ event }) => event.code === '1402');
    expect(withdrawn?.mailcertd.facts.path).toBe(`${FILE}:4`);
    const again = watched.loggedEvents().length;
    await start(settings('tls pki ec'));
    await watched.hears(again, '1900 1402 opensmtpd 127.0.0.1:25');
    // STARTTLS that was never offered is not reported as missing.
    expect(watched.loggedEvents().filter((event) => /^140[12] /.test(event))).toEqual(['1402 opensmtpd 127.0.0.1:25']);
  });

  it('that listens for a proxy is discovered, and not probed: it responds to no other client', async () => {
    await start(`${PKI}listen on 127.0.0.1 tls pki ec\nlisten on 127.0.0.1 port 3939 proxy-v2 tls pki ec\n`);
    const found = await foundThere(host, 'opensmtpd');
    expect(found.problems).toEqual([
      {
        reason: 'unresolved',
        location: `${FILE}:5`,
        detail: 'proxy-v2: only a proxy can connect, so it is not probed',
        failure: { code: 'opensmtpd_only_for_proxies', arguments: {} },
      },
    ]);
    await expectFoundThere(host, found, 1);
    const asked = await host.run(
      'bash',
      '-c',
      'exec 3<>/dev/tcp/127.0.0.1/3939; printf "EHLO me\\r\\n" >&3; read -t 3 -r line <&3; echo "$line"',
    );
    expect(asked.stdout.trim()).toBe('');
  });

  it('that includes a file that an account may not read is discovered in part, and is unavailable', async () => {
    host.write('/etc/smtpd.d/hidden', 'listen on ::1 tls pki ec\n', 0o600);
    await host.run('chmod', '600', '/etc/smtpd.d/hidden');
    await start(`${PKI}include "/etc/smtpd.d/hidden"\nlisten on 127.0.0.1 tls pki ec\n`);
    const program = ['node', `${process.cwd()}/dist/main/bin.js`, 'connectors', 'discover', '--format', 'json'];
    const asUnprivilegedUser = ['--reuid', 'nobody', '--regid', 'nogroup', '--clear-groups'];
    expect((await host.run('setpriv', ...asUnprivilegedUser, 'cat', '/etc/smtpd.d/hidden')).exitCode).toBe(1);
    const { stdout } = await host.run('setpriv', ...asUnprivilegedUser, ...program);
    const found = (JSON.parse(stdout) as readonly FoundThere[]).find(({ name }) => name === 'opensmtpd');
    expect(found).toMatchObject({
      state: 'unreadable',
      connectors: [{ name: 'opensmtpd 127.0.0.1:25', certificateFiles: ['/etc/ssl/ec.pem'] }],
      problems: [
        { reason: 'permission_denied', location: '/etc/smtpd.d/hidden', detail: `EACCES (included at ${FILE}:4)` },
      ],
    });
    await expectFoundThere(host, await foundThere(host, 'opensmtpd'), 2);
  });

  it.each([
    ['listen on lo tls\n', FILE, /pki required for tls/],
    [`${PKI}listen on lo tls pki missing\nlisten on 127.0.0.1 tls pki ec\n`, FILE, /pki name not found: missing/],
    [`listen = "lo"\n${PKI}listen on lo tls pki ec\n`, `${FILE}:1`, /syntax error/],
  ])('that rejects its settings is discovered, and its message is reported: %j', async (settings, location, said) => {
    host.write(FILE, `${settings}${RULES}`);
    expect((await host.run('smtpd', '-n')).exitCode).not.toBe(0);
    const { state, problems } = await foundThere(host, 'opensmtpd');
    expect(state).toBe('found');
    const refusals = problems.filter(({ detail }) =>
      detail.startsWith('OpenSMTPD does not start with this configuration: '),
    );
    expect(refusals).toMatchObject([{ reason: 'settings_malformed', location }]);
    expect(refusals[0]?.detail).toMatch(said);
  });

  it.each([
    ['an undefined macro', 'listen on lo tls pki $missing\n'],
    ['a quotation mark that is not closed', 'pki a cert "/etc\n'],
    ['nothing', ''],
  ])('that would not start, for there is %s, is not removed', async (_what, settings) => {
    host.write(FILE, settings);
    expect((await host.run('smtpd', '-n')).exitCode).not.toBe(0);
    expect(await foundThere(host, 'opensmtpd')).toMatchObject({
      state: 'unreadable',
      problems: [{ reason: 'settings_malformed' }],
    });
  });
});
