import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type MadeCertificate, makeCertificate } from '../fixtures/make-certificate.ts';
import { freePort } from './free-port.ts';
import { needs, needsRoot } from './needs.ts';
import { type Booted, bootSystemd, type Ran } from './systemd/booted.ts';
import { type Stage, stageMailcertd } from './systemd/stage.ts';

const DAY = 86_400_000;
const NAME = 'mail.contoso.com';
const LIVE = `/etc/letsencrypt/live/${NAME}`;
const repository = resolve(import.meta.dirname, '../..');

/**
 * Returns the services that a session with STARTTLS needs. A single smtpd process keeps its files
 * until a reload.
 */
const master = (port: number): string =>
  [
    `127.0.0.1:${port} inet n - n - 1 smtpd -o max_idle=1h -o max_use=10000`,
    'tlsmgr unix - - n 1000? 1 tlsmgr',
    'postlog unix-dgram n - n - 1 postlogd',
    'proxymap unix - - n - - proxymap',
    'anvil unix - - n - 1 anvil',
    'rewrite unix - - n - - trivial-rewrite',
    '',
  ].join('\n');

const MAIN = `compatibility_level = 3.6
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = ${NAME}
mydestination =
alias_maps =
local_recipient_maps =
smtpd_tls_security_level = may
smtpd_tls_chain_files = ${LIVE}/privkey.pem, ${LIVE}/fullchain.pem
maillog_file = /var/log/postfix.log
`;

const CONFIGURATION = `computer: mail01.contoso.com
stores:
  - { name: My, path: /var/lib/mailcertd/store, services: [SMTP] }
  - { name: certbot, path: ${LIVE}/fullchain.pem, services: [SMTP] }
connectors:
  - { name: Default MAIL01, direction: receive, fqdn: ${NAME} }
notifiers:
  - name: reload-postfix
    type: exec
    command: [/etc/mailcertd/hooks/reload-postfix]
    changes: [cleared, once]
    match: { ids: [1005, 1008, 12016, 12018], names: [${NAME}] }
  - { name: hooks, type: exec, directory: hooks.d }
`;

/** A hook that records its privileges. */
const RIGHTS = `#!/bin/sh
exec >>/var/lib/mailcertd/rights
id -un
grep '^Cap\\(Prm\\|Eff\\|Inh\\|Amb\\):' /proc/self/status
ls ${LIVE} 2>&1
`;

// Every requirement is checked, so that all missing ones are reported together.
const machine = [needsRoot(), needs('systemd', 'namespaces', 'postfix', 'polkit', 'dbus', 'openssl')].every(Boolean);

function certificate(days: number): MadeCertificate {
  const now = Date.now();
  return makeCertificate({ commonName: NAME, notBefore: now - 60 * DAY, notAfter: now + days * DAY });
}

describe.runIf(machine)('the hook that reloads Postfix, under a real systemd', () => {
  let stage: Stage;
  let systemd: Booted;
  let port: number;

  const systemctl = (...parameters: readonly string[]): Promise<Ran> =>
    systemd.run('systemctl', '--no-pager', ...parameters);
  const eventually = (seen: () => Promise<boolean>): Promise<unknown> =>
    vi.waitUntil(seen, { timeout: 40_000, interval: 200 });
  const read = async (place: string): Promise<string> => (await systemd.run('cat', place)).stdout;
  /** Returns the thumbprint of the certificate that Postfix serves. */
  const served = async (): Promise<string> => {
    const ask = `openssl s_client -connect 127.0.0.1:${port} -starttls smtp -servername ${NAME} </dev/null 2>/dev/null |
      openssl x509 -noout -fingerprint -sha1`;
    const { stdout } = await systemd.run('sh', '-c', ask);
    return stdout.trim().replace(/^.*=/, '').replaceAll(':', '');
  };
  /** Replaces the files as certbot does. */
  const renew = async ({ certificatePem, privateKeyPem }: MadeCertificate): Promise<void> => {
    const script = `cd ${LIVE} && umask 077 && printf %s "$1" >new.key && printf %s "$2" >new.pem &&
      mv new.key privkey.pem && mv new.pem fullchain.pem`;
    expect(await systemd.run('sh', '-c', script, 'sh', privateKeyPem, certificatePem)).toMatchObject({ exitCode: 0 });
  };
  const as = (account: string, ...command: readonly string[]): Promise<Ran> =>
    systemd.run('setpriv', `--reuid=${account}`, '--clear-groups', ...command);

  beforeAll(async () => {
    port = await freePort();
    stage = await stageMailcertd();
    const shipped = (path: string): Promise<string> => readFile(resolve(repository, path), 'utf8');
    const hook = await shipped('config/hooks.d-examples/reload-postfix');
    expect(hook).toContain('\nserver=127.0.0.1:25\n');
    await stage.write(
      'etc/mailcertd/hooks/reload-postfix',
      hook.replace('\nserver=127.0.0.1:25\n', `\nserver=127.0.0.1:${port}\n`),
      0o755,
    );
    await stage.write('etc/mailcertd/hooks.d/10-rights', RIGHTS, 0o755);
    await stage.write('etc/mailcertd/mailcertd.yaml', CONFIGURATION);
    await stage.write('etc/polkit-1/rules.d/50-mailcertd.rules', await shipped('systemd/mailcertd.rules'));
    await stage.write('etc/postfix/main.cf', MAIN);
    await stage.write('etc/postfix/master.cf', master(port));
    const { certificatePem, privateKeyPem } = certificate(6);
    await stage.write(`${LIVE}/fullchain.pem`, certificatePem, 0o600);
    await stage.write(`${LIVE}/privkey.pem`, privateKeyPem, 0o600);
    systemd = await bootSystemd(stage.path);
    await systemd.run('chmod', '0700', '/etc/letsencrypt/live');
    expect(await systemd.run('systemd-sysusers')).toMatchObject({ exitCode: 0 });
    for (const unit of ['dbus.socket', 'postfix'])
      expect(await systemctl('start', unit)).toMatchObject({ exitCode: 0 });
  });
  afterAll(async () => {
    await systemd?.[Symbol.asyncDispose]();
    await stage?.[Symbol.asyncDispose]();
  });

  test('with the rule, the user mailcertd can reload a mail server, and nothing else', async () => {
    expect(await as('mailcertd', 'systemctl', 'reload', 'postfix')).toMatchObject({ exitCode: 0 });
    for (const refused of [
      ['restart', 'postfix'],
      ['stop', 'postfix'],
      ['reload', 'dbus'],
      ['start', 'dovecot'],
    ]) {
      const { exitCode, stderr } = await as('mailcertd', 'systemctl', ...refused);
      expect(exitCode, refused.join(' ')).not.toBe(0);
      expect(stderr).toMatch(/authentication required|access denied/i);
    }
    expect((await as('nobody', 'systemctl', 'reload', 'postfix')).exitCode).not.toBe(0);
  });

  /**
   * Returns the decision of polkit for a process of an account, for each verb and unit: `yes`, or
   * `no` if it requires authentication.
   */
  const answers = async (account: string, verbs: readonly string[], units: readonly string[]): Promise<string[]> => {
    const script = `setpriv --reuid="$1" --clear-groups sleep 60 & asking=$!
until [ "$(stat -c %U /proc/$asking)" = "$1" ]; do sleep 0.05; done
for verb in $2; do for unit in $3; do
  pkcheck --action-id org.freedesktop.systemd1.manage-units --process $asking --detail verb $verb --detail unit $unit >/dev/null 2>&1
  [ $? = 0 ] && echo "yes $verb $unit" || echo "no $verb $unit"
done; done; kill $asking`;
    const { stdout } = await systemd.run('sh', '-c', script, 'sh', account, verbs.join(' '), units.join(' '));
    return stdout.trim().split('\n');
  };
  const RELOADED = ['postfix', 'postfix@-', 'dovecot', 'exim4', 'exim'].map((name) => `${name}.service`);
  /** The units that cannot reload. */
  const RESTARTED = ['opensmtpd', 'smtpd'].map((name) => `${name}.service`);
  const OTHERS = [
    'mailcertd',
    'dbus',
    'ssh',
    'nginx',
    'postfix@other',
    'postfix.service.evil',
    'dovecot@',
    'x-postfix',
  ];

  test('polkit lets the user mailcertd run the reload commands of discovery, even if a unit does not exist, and no other user', async () => {
    for (const [verb, units] of [
      ['reload', RELOADED],
      ['restart', RESTARTED],
    ] as const) {
      expect(await answers('mailcertd', [verb], units)).toEqual(units.map((unit) => `yes ${verb} ${unit}`));
      expect(await answers('nobody', [verb], units)).toEqual(units.map((unit) => `no ${verb} ${unit}`));
    }
  });

  test('polkit lets it do nothing else with them, and nothing with any other unit', async () => {
    const verbs = ['start', 'stop', 'try-restart', 'reload-or-restart', 'kill', 'set-property'];
    const others = OTHERS.map((name) => `${name}.service`);
    const events = [
      ...(await answers('mailcertd', verbs, [...RELOADED, ...RESTARTED])),
      ...(await answers('mailcertd', ['restart'], [...RELOADED, ...others])),
      ...(await answers('mailcertd', ['reload'], [...RESTARTED, ...others])),
    ];
    const pairs = verbs.length * 7 + RELOADED.length + RESTARTED.length + 2 * others.length;
    expect(events).toHaveLength(pairs);
    expect(events.filter((answer) => !answer.startsWith('no '))).toEqual([]);
  });

  test('Postfix continues to serve the loaded certificate, whatever is on disk', async () => {
    const [before, replaced] = [await served(), certificate(5)];
    await renew(replaced);
    expect(await served()).toBe(before);
    expect(await systemctl('reload', 'postfix')).toMatchObject({ exitCode: 0 });
    await eventually(async () => (await served()) === replaced.thumbprint);
  });

  test('when the daemon sees that an expiring certificate was renewed, the hook reloads Postfix and verifies the served one', async () => {
    const before = await served();
    expect(await systemctl('start', 'mailcertd')).toMatchObject({ exitCode: 0 });
    const log = async (): Promise<string> => (await systemd.run('journalctl', '-o', 'cat', '-u', 'mailcertd')).stdout;
    await eventually(async () => / 12018 raised .*mail\.contoso\.com/.test(await log()));
    const renewed = certificate(90);
    await renew(renewed);
    await eventually(async () => (await served()) === renewed.thumbprint);
    expect(before).not.toBe(renewed.thumbprint);
    const deliveries = async (): Promise<string> =>
      (await systemd.run('node', '/usr/lib/mailcertd/dist/main/bin.js', 'deliveries', '--format', 'json')).stdout;
    await eventually(async () => (await deliveries()).includes(`served now: ${renewed.thumbprint}, serial number `));
  });

  test("hooks run as the daemon's user without its capability: files that only root can read are closed to them", async () => {
    await eventually(async () => (await read('/var/lib/mailcertd/rights')).includes('Amb'));
    const [account, ...rest] = (await read('/var/lib/mailcertd/rights')).trim().split('\n');
    expect(account).toBe('mailcertd');
    expect(rest.slice(0, 4).map((line) => line.split(/\s+/))).toEqual(
      ['CapInh:', 'CapPrm:', 'CapEff:', 'CapAmb:'].map((set) => [set, '0000000000000000']),
    );
    expect(rest[4]).toMatch(/permission denied/i);
  });

  test('a daemon whose hook hangs and ignores SIGTERM stops in time, and no process of the hook is left', async () => {
    const hang = "#!/bin/sh\ntrap '' TERM\necho $$ >/var/lib/mailcertd/hangs\nwhile :; do sleep 1; done\n";
    const script = 'printf %s "$1" >/etc/mailcertd/hooks.d/20-hangs && chmod 755 /etc/mailcertd/hooks.d/20-hangs';
    expect(await systemd.run('sh', '-c', script, 'sh', hang)).toMatchObject({ exitCode: 0 });
    await renew(certificate(4));
    await eventually(async () => /^\d+$/m.test(await read('/var/lib/mailcertd/hangs')));
    const begun = performance.now();
    expect(await systemctl('stop', 'mailcertd')).toMatchObject({ exitCode: 0 });
    expect(performance.now() - begun).toBeLessThan(5000);
    expect((await systemctl('show', 'mailcertd', '--value', '-p', 'Result')).stdout.trim()).toBe('success');
    const left = await systemd.run('test', '-e', `/proc/${(await read('/var/lib/mailcertd/hangs')).trim()}`);
    expect(left.exitCode).not.toBe(0);
  });
});
