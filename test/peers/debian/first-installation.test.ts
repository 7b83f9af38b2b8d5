import { basename } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporaryDirectory } from '../../fixtures/temporary-directory.ts';
import { needs, needsRoot } from '../needs.ts';
import type { Ran } from '../systemd/booted.ts';
import type { Stage } from '../systemd/stage.ts';
import { bootMailHost, type InstalledHost } from './installed-host.ts';
import { HOST, PACKAGES, stageMailHost } from './mail-host-stage.ts';
import { buildPackage } from './test-packages.ts';

const CONFIGURATION = '/etc/mailcertd/mailcertd.yaml';
/** From the package file to the first verdict. */
const LIMIT_MS = 60_000;

const machine = [
  needsRoot(),
  needs('dpkg', 'binutils', 'nodejs', 'systemd', 'namespaces', 'ip', 'postfix', 'dovecot', 'polkit', 'dbus'),
].every(Boolean);

describe.runIf(machine)('the Debian package on a host with Postfix and Dovecot', () => {
  const directory = temporaryDirectory();
  let stage: Stage;
  let host: InstalledHost;
  let name = '';
  const exists = async (path: string): Promise<boolean> => (await host.run('test', '-e', path)).exitCode === 0;

  beforeAll(async () => {
    const file = buildPackage(directory.path);
    name = basename(file);
    stage = await stageMailHost([file]);
    host = await bootMailHost(stage.path);
  });
  afterAll(async () => {
    await host?.[Symbol.asyncDispose]();
    await stage?.[Symbol.asyncDispose]();
    directory[Symbol.dispose]();
  });

  it('gives the first true verdict after one command, without editing a file', async () => {
    const start = performance.now();
    const { exitCode, stderr } = await host.install(name);
    expect(exitCode, stderr).toBe(0);
    // The second command, as often as a person would repeat it.
    await host.eventually(async () => (await host.verdict()) === 'ok');
    expect(performance.now() - start).toBeLessThan(LIMIT_MS);
    const { stdout } = await host.mailcertd('status');
    expect(stdout).toMatch(new RegExp(`^${HOST} .*\n\nOK   6 connectors, 1 certificate, `));
    expect(stdout.match(/^(postfix smtp|dovecot imaps?) .* same$/gm)).toHaveLength(6);
  });

  it('reports a problem of a server after that', async () => {
    await host.run(
      'postconf',
      '-e',
      'smtpd_tls_cert_file=/etc/ssl/expired.pem',
      'smtpd_tls_key_file=/etc/ssl/expired.key',
    );
    await host.run('systemctl', 'reload', 'postfix');
    await host.eventually(async () => (await host.verdict()) === 'problem');
    expect((await host.mailcertd('conditions')).stdout).toMatch(/ {2}12016 {2}Error .*expired/);
    await host.run('postconf', '-e', 'smtpd_tls_cert_file=/etc/ssl/mail.pem', 'smtpd_tls_key_file=/etc/ssl/mail.key');
    await host.run('systemctl', 'reload', 'postfix');
    await host.eventually(async () => (await host.verdict()) === 'ok');
  });

  it('has a unit without errors, with a low exposure', async () => {
    expect(await host.run('systemd-analyze', 'verify', 'mailcertd.service')).toEqual({
      exitCode: 0,
      stdout: '',
      stderr: '',
    });
    const security = await host.run('systemd-analyze', 'security', '--no-pager', '--threshold=18', 'mailcertd.service');
    expect(security.exitCode, security.stdout).toBe(0);
    expect((await host.run('systemctl', 'is-enabled', 'mailcertd')).stdout).toBe('enabled\n');
  });

  it('lets the daemon’s account reload Postfix, and not stop it', async () => {
    await host.run('systemctl', 'start', 'dbus', 'polkit');
    const asDaemon = (verb: string): Promise<Ran> =>
      host.shell(
        `setpriv --reuid=mailcertd --regid=mailcertd --clear-groups systemctl --no-ask-password ${verb} postfix`,
      );
    expect(await asDaemon('reload')).toEqual({ exitCode: 0, stdout: '', stderr: '' });
    expect((await asDaemon('stop')).stderr).toContain('authentication required');
  });

  it('keeps the running daemon and names the reason if the new version does not run, and uses no other Node', async () => {
    const pid = await host.property('MainPID');
    await host.shell(`mkdir /srv/nvm && printf '#!/bin/sh\\nexit 1\\n' >/srv/nvm/node && chmod 755 /srv/nvm/node
      cp /srv/nvm/node /srv/nvm/mailcertd; mv /usr/bin/node /usr/bin/node.kept
      printf '#!/bin/sh\\necho this Node is too old >&2; exit 1\\n' >/usr/bin/node; chmod 755 /usr/bin/node`);
    const refused = await host.install(name);
    await host.run('mv', '/usr/bin/node.kept', '/usr/bin/node');
    expect(refused.exitCode, refused.stderr).toBe(0);
    expect(refused.stderr).toMatch(
      /this Node is too old\nmailcertd: this version does not run, .* install the package/,
    );
    expect(refused.stderr).not.toMatch(/configuration|no mail server/);
    expect(await host.property('MainPID')).toBe(pid);

    const again = await host.shell(`PATH=/srv/nvm:$PATH dpkg --install ${PACKAGES}/${name}`);
    expect(again.exitCode, again.stderr).toBe(0);
    expect(again.stderr).toContain('the daemon is running');
    expect(await host.property('MainPID')).not.toBe(pid);
    await host.eventually(async () => (await host.verdict()) === 'ok');
  });

  it('starts the daemon without a mounted copy of the program where mount namespaces are not permitted', async () => {
    const mounts = async (): Promise<string> =>
      (await host.shell(`cat /proc/${await host.property('MainPID')}/mountinfo`)).stdout;
    expect(await mounts()).toMatch(/ \/usr\/lib\/mailcertd\/dist /);
    await host.shell(
      "mv /usr/bin/unshare /srv/unshare; printf '#!/bin/sh\\nexit 1\\n' >/usr/bin/unshare; chmod 755 /usr/bin/unshare",
    );
    const without = await host.install(name);
    await host.run('mv', '/srv/unshare', '/usr/bin/unshare');
    expect(without.stderr).toContain('the daemon is running');
    expect(await mounts()).not.toMatch(/ \/usr\/lib\/mailcertd\/dist /);
    expect((await host.install(name)).stderr).toContain('the daemon is running');
    expect(await mounts()).toMatch(/ \/usr\/lib\/mailcertd\/dist /);
    expect(await exists('/etc/systemd/system/mailcertd.service.d')).toBe(false);
    await host.eventually(async () => (await host.verdict()) === 'ok');
  });

  it('has the settings for another version of systemd after that version is installed', async () => {
    const settings = '/etc/systemd/system/mailcertd.service.d/10-before-systemd-253.conf';
    const upgradeSystemd = async (): Promise<void> => {
      const { exitCode, stderr } = await host.shell(
        'dpkg-trigger --by-package=systemd /usr/lib/systemd/systemd && dpkg --triggers-only --pending',
      );
      expect(exitCode, stderr).toBe(0);
    };
    await host.shell(`printf '%s\\n' '#!/bin/sh' '[ "$1" = --version ] && exec echo systemd 252' \\
      'exec /usr/bin/systemctl "$@"' >/usr/sbin/systemctl; chmod 755 /usr/sbin/systemctl`);
    await upgradeSystemd();
    expect(await exists(settings)).toBe(true);
    await host.run('rm', '/usr/sbin/systemctl');
    await upgradeSystemd();
    expect(await exists(settings)).toBe(false);
  });

  it('keeps the configuration and the data when it is removed, and continues with them', async () => {
    const records = (await host.events()).length;
    expect((await host.dpkg('--remove', 'mailcertd')).exitCode).toBe(0);
    expect((await host.run('systemctl', 'is-active', 'mailcertd')).stdout).toBe('inactive\n');
    for (const path of ['/usr/bin/mailcertd', '/usr/lib/mailcertd']) expect(await exists(path), path).toBe(false);
    for (const path of [CONFIGURATION, '/var/lib/mailcertd/ledger.db']) expect(await exists(path), path).toBe(true);
    await host.shell(`echo '# changed' >>${CONFIGURATION}`);
    expect((await host.install(name)).exitCode).toBe(0);
    expect((await host.run('tail', '-n', '1', CONFIGURATION)).stdout).toBe('# changed\n');
    await host.eventually(async () => (await host.verdict()) === 'ok');
    expect((await host.events()).length).toBeGreaterThan(records);
  });

  it('deletes everything except the certificates and keys of the personal store when it is purged', async () => {
    await host.shell(
      `sed -i 's|^stores: .*|stores: [{ name: My, path: /var/lib/mailcertd/store, services: [SMTP] }]|' ${CONFIGURATION}`,
    );
    expect((await host.run('systemctl', 'reload', 'mailcertd')).exitCode).toBe(0);
    const created = await host.mailcertd('certificates', 'new', '--domain-name', HOST);
    expect(created.exitCode, created.stderr).toBe(0);
    const keys = async (): Promise<string> =>
      (await host.run('find', '/var/lib/mailcertd/store', '-type', 'f', '-printf', '%p %m %u\n')).stdout;
    const before = await keys();
    expect(before).toContain('key');

    const { exitCode, stderr } = await host.dpkg('--purge', 'mailcertd');
    expect(exitCode, stderr).toBe(0);
    expect(stderr).toContain('certificates, keys and files of others were kept in /var/lib/mailcertd/store\n');
    expect(await keys()).toBe(before);
    expect((await host.run('ls', '-A', '/var/lib/mailcertd')).stdout).toBe('store\n');
    for (const path of ['/etc/mailcertd', '/var/log/mailcertd', '/usr/lib/mailcertd', '/usr/share/doc/mailcertd'])
      expect(await exists(path), path).toBe(false);
    expect((await host.shell('systemctl list-unit-files | grep mailcertd')).stdout).toBe('');
  });

  it('starts no daemon on a host without a mail server, and says what to do', async () => {
    await host.run('systemctl', 'stop', 'postfix', 'dovecot');
    await host.shell(
      'rm -rf /var/lib/mailcertd; rm "$(command -v postconf)" "$(command -v doveconf)" /etc/postfix/main.cf',
    );
    const { exitCode, stderr } = await host.install(name);
    expect(exitCode, stderr).toBe(0);
    expect(stderr).toContain(`no mail server was found. Write ${CONFIGURATION}`);
    expect((await host.run('systemctl', 'is-active', 'mailcertd')).stdout).toBe('inactive\n');
    expect((await host.dpkg('--purge', 'mailcertd')).exitCode).toBe(0);
    expect(await exists('/var/lib/mailcertd')).toBe(false);
  });

  it('keeps the keys of a personal store of any name in the state directory when it is purged', async () => {
    expect((await host.install(name)).exitCode).toBe(0);
    const state = '/var/lib/mailcertd';
    const kept = [`${state}/data/store/1/key.pem`, `${state}/tls/2/key.pem`];
    await host.shell(`mkdir -p ${state}/data/store/1 ${state}/tls/2 ${state}/data/empty /etc/mailcertd
      touch ${kept.join(' ')} ${state}/data/ledger.db ${state}/data/ledger.db-wal ${state}/ledger.db ${state}/lock.db
      echo 'stateDirectory: ${state}/data' >${CONFIGURATION}`);
    const { exitCode, stderr } = await host.dpkg('--purge', 'mailcertd');
    expect(exitCode, stderr).toBe(0);
    for (const path of [`${state}/data`, `${state}/tls`])
      expect(stderr).toContain(`certificates, keys and files of others were kept in ${path}\n`);
    expect((await host.shell(`find ${state} -type f | sort`)).stdout).toBe(`${kept.join('\n')}\n`);
    expect(await exists(`${state}/data/empty`)).toBe(false);
  });
});
