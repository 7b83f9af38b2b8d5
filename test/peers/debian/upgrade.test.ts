import { basename } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporaryDirectory } from '../../fixtures/temporary-directory.ts';
import { needs, needsRoot } from '../needs.ts';
import type { Stage } from '../systemd/stage.ts';
import { bootMailHost, type InstalledHost } from './installed-host.ts';
import { EXPIRED, PACKAGES, stageMailHost } from './mail-host-stage.ts';
import {
  buildPackage,
  buildPackageOf,
  previousCommit,
  withNewerEventLog,
  withOtherFileNames,
} from './test-packages.ts';

const CONFIGURATION = '/etc/mailcertd/mailcertd.yaml';
const STORE = '/srv/store';
/** Certificates that are added while the package is upgraded, 10 each second. */
const ADDED = 60;
/** More certificates, for the tests after that. */
const LATER = [60, 61, 62];
/** Each certificate is in a store of its own, because 1300 is one event for each store. */
const STORES = [...Array(ADDED + LATER.length).keys()];
const UNUSED_EXPIRED = '1300';
/** A store of keystores, which is empty at the start, and the number of a certificate for it. */
const KEYSTORES = '/srv/keystores';
const IN_KEYSTORE = ADDED + LATER.length;
const PROGRAMS = '/usr/lib/mailcertd/daemon';
const LEDGER = '/var/lib/mailcertd/ledger.db';

/** Accepts alerts on port 9080, and appends their bodies to a file. */
const RECEIVER = `import { appendFileSync } from 'node:fs';
import { createServer } from 'node:http';
createServer((request, response) => {
  let body = '';
  request.setEncoding('utf8').on('data', (text) => { body += text; });
  request.on('end', () => { appendFileSync('/srv/received', body + '\\n'); response.end(); });
}).listen(9080, '127.0.0.1');
`;

/** Sets the format of an event log to 1000, in its write-ahead log. */
const CHANGES_FORMAT_AND_IS_KILLED = `
const modules = require('node:module').createRequire('/usr/lib/mailcertd/');
const major = Number(process.versions.node.split('.')[0]);
const database = new (modules(major < 22 ? 'better-sqlite3' : 'better-sqlite3-13'))(process.argv[1]);
database.pragma('wal_autocheckpoint = 0');
database.pragma('user_version = 1000');
process.kill(process.pid, 'SIGKILL');
`;

const PREVIOUS_COMMIT = previousCommit();

const machine = [
  needsRoot(),
  needs('dpkg', 'binutils', 'git', 'nodejs', 'systemd', 'namespaces', 'ip', 'postfix', 'dovecot'),
  PREVIOUS_COMMIT,
].every(Boolean);

describe.runIf(machine)('an upgrade of the Debian package', { timeout: 300_000 }, () => {
  const directory = temporaryDirectory();
  let stage: Stage;
  let host: InstalledHost;
  let [current, later, newer] = ['', '', ''];
  let records = 0;

  const configure = (text: string): Promise<unknown> =>
    host.run('sh', '-c', 'printf %s "$1" >"$2"', 'sh', text, CONFIGURATION);
  const configuration = (...more: readonly string[]): string =>
    [
      'computer: mail.example.org',
      'discover: { postfix: true, dovecot: true }',
      'stores:',
      ...STORES.map((index) => `  - { name: Others-${index}, path: ${STORE}/${index}, personal: false }`),
      `  - { name: Keystores, path: ${KEYSTORES}, personal: false, passwordFile: keystores.password }`,
      'notifiers:',
      '  - { name: ops, type: webhook, url: "http://127.0.0.1:9080/", groupWait: 1s }',
      '  - { name: mail, type: mail, server: "smtp://mail.example.org:25", from: a@example.org, to: [root@mail.example.org], groupWait: 1s }',
      ...more,
      '',
    ].join('\n');
  const raised = async (): Promise<number> =>
    (await host.events()).filter(({ code, change }) => code === UNUSED_EXPIRED && change === 'raised').length;
  const add = (index: number): Promise<unknown> =>
    host.run('install', '-m', '600', `${EXPIRED}/${index}.pem`, `${STORE}/${index}/`);
  const openConditions = async (): Promise<readonly { readonly conditionId: string; readonly raisedAt: unknown }[]> =>
    JSON.parse((await host.mailcertd('conditions', '--format', 'json')).stdout);
  const pending = async (): Promise<number> =>
    JSON.parse((await host.mailcertd('deliveries', '--state', 'pending', '--format', 'json')).stdout).length;
  const installed = async (): Promise<string> =>
    (await host.run('dpkg-query', '-W', '-f', '${Version}', 'mailcertd')).stdout;

  beforeAll(async () => {
    const previous = buildPackageOf(PREVIOUS_COMMIT ?? '', directory.at('older'));
    const files = [buildPackage(directory.path), buildPackage(directory.path, 60)];
    const [, second = ''] = files;
    withOtherFileNames(second);
    files.push(withNewerEventLog(second));
    [current = '', later = '', newer = ''] = files.map((file) => basename(file));
    stage = await stageMailHost([previous, ...files], IN_KEYSTORE + 1);
    await stage.write('/srv/receiver.mjs', RECEIVER);
    host = await bootMailHost(stage.path);
    const first = await host.install('previous.deb');
    expect(first.exitCode, first.stderr).toBe(0);
    await host.shell('umask 027; printf secret >/etc/mailcertd/keystores.password');
    await host.run('mkdir', KEYSTORES, STORE, ...STORES.map((index) => `${STORE}/${index}`));
    await configure(configuration());
    expect((await host.run('systemctl', 'reload', 'mailcertd')).exitCode).toBe(0);
    // Three packages are built, which takes minutes on a busy machine.
  }, 600_000);
  afterAll(async () => {
    await host?.[Symbol.asyncDispose]();
    await stage?.[Symbol.asyncDispose]();
    directory[Symbol.dispose]();
  });

  it('from the previous commit loses no record, no open condition and no pending delivery under load', async () => {
    await add(0);
    await host.eventually(async () => (await raised()) === 1 && (await pending()) > 0);
    const before = await openConditions();
    const pid = await host.property('MainPID');

    const load = `for i in $(seq 1 ${ADDED - 1}); do cp ${EXPIRED}/$i.pem ${STORE}/$i/; sleep 0.1; done`;
    await host.run('systemd-run', '--quiet', '--unit=load', 'sh', '-c', load);
    const upgrade = await host.install(current);
    expect(upgrade.exitCode, upgrade.stderr).toBe(0);
    expect(await host.property('MainPID')).not.toBe(pid);
    expect(await host.property('ActiveState')).toBe('active');
    expect((await host.mailcertd('--version')).stdout.trim()).toBe(await installed());

    await host.eventually(async () => (await raised()) === ADDED);
    const events = await host.events();
    expect(events.map(({ recordId }) => recordId)).toEqual(events.map((_, index) => index + 1));
    expect(events.filter(({ code, change }) => code === UNUSED_EXPIRED && change !== 'raised')).toEqual([]);
    expect(await openConditions()).toEqual(expect.arrayContaining([...before]));

    await host.run('systemd-run', '--quiet', '--unit=receiver', 'node', '/srv/receiver.mjs');
    await host.run('systemctl', 'restart', 'mailcertd');
    await host.eventually(async () => (await pending()) === 0);
    const received = (await host.run('cat', '/srv/received')).stdout;
    const names = new Set(received.match(/\bOthers-\d+/g));
    expect(names.size).toBe(ADDED);
  });

  it('keeps the running daemon if the configuration has an error, and reports the error', async () => {
    const pid = await host.property('MainPID');
    await configure(configuration('retention: { records: many }'));
    const upgrade = await host.install(later);
    expect(upgrade.exitCode, upgrade.stderr).toBe(0);
    expect(upgrade.stderr).toContain('this version does not accept the configuration');
    expect(upgrade.stderr).toContain('records must be a number');
    expect(await host.property('MainPID')).toBe(pid);
    await host.eventually(async () => (await host.events()).some(({ code }) => code === '1003'));
    await host.eventually(async () => (await pending()) === 0);
    records = (await host.events()).length;
  });

  it('leaves that daemon its own files, with which it opens keystores, starts threads and sends alerts', async () => {
    const pid = await host.property('MainPID');
    const filesOf = async (root: string): Promise<string> =>
      (await host.run('ls', `${root}/usr/lib/mailcertd/dist/main`)).stdout;
    expect(await filesOf('')).toContain('\nopen-keystore.later.js\n');
    expect(await filesOf(`/proc/${pid}/root`)).toContain('\nopen-keystore.js\n');

    // The reading thread opens the keystore, so this scan starts one.
    const pem = `${EXPIRED}/${IN_KEYSTORE}.pem`;
    const made = await host.shell(
      `umask 077; openssl pkcs12 -export -in ${pem} -inkey ${pem} -passout pass:secret -out ${KEYSTORES}/1.p12`,
    );
    expect(made.exitCode, made.stderr).toBe(0);
    await add(60);
    await host.eventually(async () => (await raised()) === ADDED + 2 && (await pending()) === 0);
    const { stdout } = await host.shell('cat /srv/received; postqueue -f; sleep 2; cat /var/mail/root');
    for (const name of ['Others-60', 'Keystores'])
      expect(stdout.split(name).length - 1, name).toBeGreaterThanOrEqual(2);
    const reported = (await host.events()).slice(records).map(({ code }) => code);
    expect(new Set(reported)).toEqual(new Set([UNUSED_EXPIRED]));
    expect(await host.property('MainPID')).toBe(pid);
  });

  it('starts the new version when the configuration was corrected', async () => {
    const pid = await host.property('MainPID');
    await configure(configuration());
    expect((await host.run('systemctl', 'restart', 'mailcertd')).exitCode).toBe(0);
    const restarted = await host.property('MainPID');
    expect(restarted).not.toBe(pid);
    const own = await host.run('ls', `/proc/${restarted}/root/usr/lib/mailcertd/dist/main`);
    expect(own.stdout).toContain('\nopen-keystore.later.js\n');
    expect((await host.run('ls', PROGRAMS)).stdout.split('\n')).toHaveLength(4);
  });

  it('can be undone if the event log has the same format', async () => {
    // A unit that is not enabled, but was started by hand, is restarted too.
    await host.run('systemctl', 'disable', 'mailcertd');
    const pid = await host.property('MainPID');
    await host.shell("printf '#!/bin/sh\\nexit 101\\n' >/usr/sbin/policy-rc.d");
    expect((await host.install(current)).stderr).toContain('the previous version still runs');
    expect(await host.property('MainPID')).toBe(pid);
    await host.shell("printf '#!/bin/sh\\nexit 0\\n' >/usr/sbin/policy-rc.d");
    const downgrade = await host.install(current);
    expect(downgrade.exitCode, downgrade.stderr).toBe(0);
    expect(downgrade.stderr).toContain('the daemon is running');
    expect(await host.property('ActiveState')).toBe('active');
    expect(await host.property('MainPID')).not.toBe(pid);
    await host.run('systemctl', 'enable', 'mailcertd');
    expect(await raised()).toBe(ADDED + 2);
    // One copy for the daemon, and the link to it.
    expect((await host.run('ls', PROGRAMS)).stdout.split('\n')).toHaveLength(3);
  });

  it('to another format makes the backup although the configuration is rejected, and can be undone', async () => {
    const pid = await host.property('MainPID');
    await host.shell('rm -rf /var/backups/mailcertd; touch /var/backups/mailcertd');
    const full = await host.install(newer);
    expect(full.exitCode, full.stderr).toBe(0);
    expect(full.stderr).toContain('the event log could not be backed up');
    await host.run('rm', '/var/backups/mailcertd');
    await configure(configuration('retention: { records: many }'));
    const upgrade = await host.install(newer);
    expect(upgrade.exitCode, upgrade.stderr).toBe(0);
    expect(await host.property('MainPID')).toBe(pid);
    const [, backup = ''] = /the event log before the upgrade: (\S+)/.exec(upgrade.stderr) ?? [];
    expect(upgrade.stderr).toContain(`mailcertd state backup --force ${backup} && systemctl restart mailcertd\n`);
    expect((await host.run('test', '-s', backup)).exitCode).toBe(0);
    // The daemon has not changed the format.
    const downgrade = await host.install(current);
    expect(downgrade.exitCode, downgrade.stderr).toBe(0);
    expect(await host.property('MainPID')).toBe(pid);
    // A killed daemon leaves a write-ahead log, which could have the newer format, but does not.
    expect((await host.install(newer)).exitCode).toBe(0);
    await host.shell('systemctl kill --signal=KILL mailcertd; systemctl stop mailcertd');
    expect((await host.run('test', '-s', `${LEDGER}-wal`)).exitCode).toBe(0);
    const afterKill = await host.install(current);
    expect(afterKill.exitCode, afterKill.stderr).toBe(0);
    await configure(configuration());
    expect((await host.run('systemctl', 'restart', 'mailcertd')).exitCode).toBe(0);
  });

  it('backs up the event log before its format changes, and a downgrade is refused with the commands that restore it', async () => {
    const upgrade = await host.install(newer);
    expect(upgrade.exitCode, upgrade.stderr).toBe(0);
    const [, backup = ''] = /the event log before the upgrade: (\S+)/.exec(upgrade.stderr) ?? [];
    expect((await host.run('stat', '-c', '%a %U', backup)).stdout).toBe('600 root\n');
    // The repacked package contains the same program, so the test changes the format.
    await host.run('systemctl', 'stop', 'mailcertd');
    // After a kill, the format can be in the write-ahead log only.
    await host.run('sh', '-c', 'node -e "$1" "$2"; true', 'sh', CHANGES_FORMAT_AND_IS_KILLED, LEDGER);
    expect((await host.install(current)).stderr).toContain('format 1000');
    await host.shell(`: >${LEDGER}-wal`);
    await host.shell(`printf '\\0\\0\\003\\350' | dd of=${LEDGER} bs=1 seek=60 conv=notrunc`);

    const refused = await host.install(current);
    expect(refused.exitCode).not.toBe(0);
    expect(refused.stderr).toMatch(/cannot open the event log .*\n.*format 1000, this version supports \d+\)/);
    expect(refused.stderr).toContain(backup);
    expect(await installed()).toContain('.newer');

    const commands = refused.stderr.split('\n').filter((line) => line.startsWith('  '));
    expect(commands).toEqual([
      '  systemctl stop mailcertd',
      `  mailcertd state restore ${backup}`,
      `  apt-get install --allow-downgrades ./${current}`,
    ]);
    for (const command of commands) {
      const { exitCode, stderr } = await host.shell(`cd ${PACKAGES} && ${command.replace('install', '$& --yes')}`);
      expect(exitCode, `${command}\n${stderr}`).toBe(0);
    }
    expect((await host.run('systemctl', 'start', 'mailcertd')).exitCode).toBe(0);
    await add(61);
    await host.eventually(async () => (await raised()) === ADDED + 3);
  });

  it('that is refused while the daemon of the newer version runs leaves it running', async () => {
    await host.install(newer);
    const pid = await host.property('MainPID');
    const refused = await host.install(current);
    expect(refused.exitCode).not.toBe(0);
    expect(refused.stderr).toContain('format 1000');
    expect(await host.property('MainPID')).toBe(pid);
    await add(62);
    await host.eventually(async () => (await raised()) === ADDED + 4);
  });
});
