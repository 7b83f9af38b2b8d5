import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { makeCertificate } from '../fixtures/make-certificate.ts';
import { needs, needsRoot } from './needs.ts';
import { type Booted, bootSystemd } from './systemd/booted.ts';
import { type Stage, stageMailcertd } from './systemd/stage.ts';

const DAY = 86_400_000;
const CONFIGURATION = '/etc/mailcertd/mailcertd.yaml';

/** A hook that notifies systemd as if it were the daemon, and writes the exit code. */
const HOOK = '/usr/lib/mailcertd-test/notifies';
const HOOK_RAN = '/var/lib/mailcertd/hook-ran';
const NOTIFIES = `#!/bin/sh
NOTIFY_SOCKET=/run/systemd/notify systemd-notify "--pid=$PPID" STATUS=fooled
echo $? >${HOOK_RAN}
`;

/**
 * Returns a configuration with two connectors: only root can read the certificate of the first one,
 * and the second one has none.
 */
const configuration = (...more: readonly string[]): string =>
  [
    'computer: mail01.contoso.com',
    'profile: exchange-2007',
    'stores:',
    '  - { name: My, path: /var/lib/mailcertd/store, services: [SMTP] }',
    '  - { name: certbot, path: /etc/letsencrypt/live/mail.contoso.com, services: [SMTP] }',
    'connectors:',
    '  - { name: Default MAIL01, direction: receive, fqdn: mail.contoso.com }',
    '  - { name: Missing MAIL01, direction: receive, fqdn: missing.contoso.com }',
    ...more,
    'notifiers:',
    `  - { name: notifies, type: exec, command: [${HOOK}] }`,
    'logs:',
    '  - { type: console, format: line }',
    '  - { type: file, path: /var/log/mailcertd/events.log, format: classic }',
    '',
  ].join('\n');

// Every requirement is checked, so that all missing ones are reported together.
const machine = [needsRoot(), needs('systemd', 'namespaces')].every(Boolean);

describe.runIf(machine)('under a real systemd', () => {
  let stage: Stage;
  let systemd: Booted;

  const systemctl = (...parameters: readonly string[]) => systemd.run('systemctl', '--no-pager', ...parameters);
  const property = async (name: string): Promise<string> =>
    (await systemctl('show', 'mailcertd', '--value', '-p', name)).stdout.trim();
  const journal = async (): Promise<readonly string[]> =>
    (await systemd.run('journalctl', '--no-pager', '-o', 'cat', '-u', 'mailcertd')).stdout.split('\n');
  const loggedEvents = async (eventId: number, about = ''): Promise<readonly string[]> =>
    (await journal()).filter(
      (line) => new RegExp(`^(Error|Warning|Info) +${eventId} `).test(line) && line.includes(about),
    );
  const eventually = (seen: () => Promise<boolean>) => vi.waitUntil(seen, { timeout: 60_000, interval: 100 });
  const write = (place: string, text: string) =>
    systemd.run('sh', '-c', 'mkdir -p "$(dirname "$1")" && printf %s "$2" >"$1"', 'sh', place, text);
  const mailcertd = (...parameters: readonly string[]) =>
    systemd.run('/usr/bin/node', '/usr/lib/mailcertd/dist/main/bin.js', ...parameters);
  const modes = async (...places: readonly string[]): Promise<readonly string[]> =>
    (await systemd.run('stat', '-c', '%A %U %G %n', ...places)).stdout.trim().split('\n');

  beforeAll(async () => {
    const now = Date.now();
    const { certificatePem, privateKeyPem } = makeCertificate({
      commonName: 'mail.contoso.com',
      notBefore: now - DAY,
      notAfter: now + 300 * DAY,
    });
    stage = await stageMailcertd();
    await stage.write('etc/letsencrypt/live/mail.contoso.com/fullchain.pem', certificatePem, 0o600);
    await stage.write('etc/letsencrypt/live/mail.contoso.com/privkey.pem', privateKeyPem, 0o600);
    await stage.write(CONFIGURATION, configuration());
    await stage.write(HOOK, NOTIFIES, 0o755);
    await stage.write(
      'etc/systemd/system/mailcertd.service.d/impatient.conf',
      '[Service]\nWatchdogSec=4s\nRestartSec=100ms\nRestartSteps=0\nRestartMaxDelaySec=infinity\n',
    );
    systemd = await bootSystemd(stage.path);
    await systemd.run('chmod', '0700', '/etc/letsencrypt/live');
    expect(await systemd.run('systemd-sysusers')).toMatchObject({ exitCode: 0 });
  });
  afterAll(async () => {
    await systemd?.[Symbol.asyncDispose]();
    await stage?.[Symbol.asyncDispose]();
  });

  test('only root can read the directory of the first certificate', async () => {
    const run = await systemd.run(
      'setpriv',
      '--reuid=mailcertd',
      '--regid=mailcertd',
      '--clear-groups',
      'ls',
      '/etc/letsencrypt/live',
    );
    expect(run.exitCode).not.toBe(0);
  });

  test('systemd reports no error in the unit, and a low exposure', async () => {
    expect(await systemd.run('systemd-analyze', 'verify', 'mailcertd.service')).toEqual({
      exitCode: 0,
      stdout: '',
      stderr: '',
    });
    const security = await systemd.run(
      'systemd-analyze',
      'security',
      '--no-pager',
      '--threshold=19',
      'mailcertd.service',
    );
    expect(security.exitCode, security.stdout).toBe(0);
  });

  test('the start ends when the daemon is ready: the ledger is open, and monitoring has begun', async () => {
    const started = await systemctl('start', 'mailcertd');
    expect(started.exitCode, `${started.stderr}\n${(await journal()).join('\n')}`).toBe(0);
    expect(await modes('/var/lib/mailcertd/ledger.db')).toEqual([
      '-rw-r----- mailcertd mailcertd /var/lib/mailcertd/ledger.db',
    ]);
    expect(await property('ActiveState')).toBe('active');
    expect(await property('StatusText')).not.toBe('');
  });

  test('the journal has the events, and a certificate in a directory of root is read', async () => {
    await eventually(async () => (await loggedEvents(12014, 'missing.contoso.com')).length === 1);
    expect(await loggedEvents(1000)).toHaveLength(1);
    expect(await loggedEvents(1100)).toEqual([]);
    expect(await loggedEvents(12014, 'mail.contoso.com')).toEqual([]);
  });

  test('the files belong to the daemon, its group can read the log and the ledger, and no other account the keys', async () => {
    expect(
      await modes(
        '/var/lib/mailcertd',
        '/var/log/mailcertd',
        '/var/log/mailcertd/events.log',
        '/var/lib/mailcertd/store',
      ),
    ).toEqual([
      'drwxr-x--- mailcertd mailcertd /var/lib/mailcertd',
      'drwxr-x--- mailcertd mailcertd /var/log/mailcertd',
      '-rw-r----- mailcertd mailcertd /var/log/mailcertd/events.log',
      'drwx------ mailcertd mailcertd /var/lib/mailcertd/store',
    ]);
    const keys = await systemd.run('find', '/var/lib/mailcertd/store', '-name', '*key*', '-printf', '%M %u\n');
    expect(new Set(keys.stdout.trim().split('\n'))).toEqual(new Set(['-rw------- mailcertd']));
  });

  test('a member of its group, who may not read the certificates, gets the same answers as root', async () => {
    const asMember = (...parameters: readonly string[]) =>
      systemd.run(
        ...(['setpriv', '--reuid=nobody', '--regid=nogroup', '--groups=mailcertd'] as const),
        ...(['/usr/bin/node', '/usr/lib/mailcertd/dist/main/bin.js'] as const),
        ...parameters,
      );
    const AGE = /; files that this account cannot read: as scanned by the daemon on [-0-9T:+]+/;
    const comparable = (text: string): string =>
      text
        .replace(AGE, '')
        .replace(/\.(?= \|)/, '')
        .replace(/=\d+s?;/g, '=;');
    const limits = ['check', '-w', '20d', '-c', '5d'] as const;
    await vi.waitFor(
      async () => {
        const [root, member] = [await mailcertd(...limits), await asMember(...limits)];
        expect(member.stdout).toMatch(AGE);
        expect(member.stdout).toContain('Default MAIL01');
        expect(comparable(member.stdout)).toBe(comparable(root.stdout));
        expect(member.exitCode).toBe(root.exitCode);
        const withoutFiles = (text: string): string =>
          text.replace(/^.*\b(?:x509_cert_|mailcertd_certificates_omitted).*\n/gm, '');
        expect(withoutFiles((await asMember('metrics')).stdout)).toBe(
          withoutFiles((await mailcertd('metrics')).stdout),
        );
        const verdict = async (run: typeof mailcertd): Promise<unknown> =>
          JSON.parse((await run('status', '--format', 'json')).stdout).issues;
        expect(await verdict(asMember)).toEqual(await verdict(mailcertd));
      },
      { timeout: 60_000, interval: 500 },
    );
    expect((await asMember('status')).stdout).toMatch(
      /files that this account cannot read: as scanned by the daemon on/,
    );
  });

  test('the daemon has one capability and cannot get another', async () => {
    const status = await systemd.run('cat', `/proc/${await property('MainPID')}/status`);
    const READ_SEARCH = '0000000000000004';
    for (const set of ['CapPrm', 'CapEff', 'CapBnd', 'CapAmb']) {
      expect(status.stdout).toMatch(new RegExp(`^${set}:\\s+${READ_SEARCH}$`, 'm'));
    }
    expect(status.stdout).toMatch(/^NoNewPrivs:\s+1$/m);
    expect(status.stdout).toMatch(/^Seccomp:\s+2$/m);
  });

  test('a program that the daemon starts cannot notify systemd in its name', async () => {
    const ran = async (): Promise<string> => (await systemd.run('cat', `${HOOK_RAN}`)).stdout.trim();
    await eventually(async () => (await ran()) !== '');
    // The program sent the notification, but systemd did not accept it.
    expect(await ran()).toBe('0');
    expect(await property('StatusText')).toMatch(/^monitoring 2 connectors/);
    expect(await property('ActiveState')).toBe('active');
  });

  test('files that the daemon never needs are closed to it, and its memory and tasks are limited', async () => {
    const enter = ['nsenter', '-t', await property('MainPID'), '-m'];
    const modes = await systemd.run(
      ...(enter as [string]),
      'stat',
      '-c',
      '%a',
      '/etc/shadow',
      '/etc/gshadow',
      '/var/mail',
    );
    expect(modes.stdout.trim().split('\n')).toEqual(['0', '0', '0']);
    expect(Number(await property('MemoryMax'))).toBe(2 ** 30);
    expect(Number(await property('TasksMax'))).toBe(256);
    const tasks = await systemd.run('ls', `/proc/${await property('MainPID')}/task`);
    expect(tasks.stdout.trim().split('\n').length).toBeLessThan(64);
  });

  test('a reload with a good file applies it, in the same process', async () => {
    const before = await property('MainPID');
    await write(
      CONFIGURATION,
      configuration('  - { name: Third MAIL01, direction: receive, fqdn: third.contoso.com }'),
    );
    expect(await systemctl('reload', 'mailcertd')).toMatchObject({ exitCode: 0 });
    await eventually(async () => (await loggedEvents(12014, 'third.contoso.com')).length === 1);
    expect(await loggedEvents(1002)).toHaveLength(1);
    expect(await property('MainPID')).toBe(before);
    expect(await property('ActiveState')).toBe('active');
  });

  test('a reload with a faulty file fails, an event names the error, and the previous configuration stays', async () => {
    const before = await property('MainPID');
    await write(CONFIGURATION, `unheardOf: 1\n${configuration()}`);
    expect(await systemctl('reload', 'mailcertd')).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('Job for mailcertd.service failed'),
    });
    expect(await property('ActiveState')).toBe('active');
    expect((await journal()).some((line) => line.startsWith(`${CONFIGURATION}:1:1: unknown key "unheardOf"`))).toBe(
      true,
    );
    await eventually(async () => (await loggedEvents(1003)).length === 1);
    expect(await systemctl('kill', '--signal=SIGUSR2', 'mailcertd')).toMatchObject({ exitCode: 0 });
    const status = await mailcertd('status');
    expect(status).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('Third MAIL01') });
    expect(status.stderr).toMatch(
      /^\/etc\/mailcertd\/mailcertd\.yaml:1:1: unknown key "unheardOf".* is used instead: fix the file, then run mailcertd config check\n$/,
    );
    expect(await modes('/var/lib/mailcertd/configuration.json')).toEqual([
      '-rw-r----- mailcertd mailcertd /var/lib/mailcertd/configuration.json',
    ]);
    // The third connector is missing in the faulty file, which therefore must not be used.
    await write(
      CONFIGURATION,
      configuration('  - { name: Third MAIL01, direction: receive, fqdn: third.contoso.com }'),
    );
    expect(await systemctl('reload', 'mailcertd')).toMatchObject({ exitCode: 0 });
    await eventually(async () => (await loggedEvents(1002)).length === 2);
    // Only the condition of the configuration is cleared; those of the connectors stay open.
    expect(await loggedEvents(1900)).toEqual([expect.stringContaining('event 1003')]);
    expect(await property('MainPID')).toBe(before);
  });

  test('a process that hangs is killed by the watchdog and started again, and sends nothing twice', async () => {
    const before = await property('MainPID');
    expect(await systemd.run('kill', '-STOP', before)).toMatchObject({ exitCode: 0 });
    await eventually(async () => (await property('NRestarts')) === '1' && (await property('ActiveState')) === 'active');
    expect(await property('MainPID')).not.toBe(before);
    expect((await journal()).some((line) => line.includes('Watchdog timeout'))).toBe(true);
    await eventually(async () => (await loggedEvents(1000)).length === 2);
    expect(await loggedEvents(12014, 'missing.contoso.com')).toHaveLength(1);
  });

  test('a stop is clean and takes less than five seconds', async () => {
    const begun = performance.now();
    expect(await systemctl('stop', 'mailcertd')).toMatchObject({ exitCode: 0 });
    expect(performance.now() - begun).toBeLessThan(5000);
    expect(await property('Result')).toBe('success');
    expect(await property('ExecMainStatus')).toBe('0');
    expect(await property('ActiveState')).toBe('inactive');
    expect(await loggedEvents(1001)).toHaveLength(1);
  });

  test('on a full disk it is started again until there is space, however often, and the line says the fix', async () => {
    const STATE = '/var/lib/mailcertd';
    expect(await systemd.run('mount', '-t', 'tmpfs', '-o', 'size=16m', 'tmpfs', STATE)).toMatchObject({ exitCode: 0 });
    await systemd.run('dd', 'if=/dev/zero', `of=${STATE}/full`, 'bs=64k');
    await systemctl('start', '--no-block', 'mailcertd');
    await eventually(async () => Number(await property('NRestarts')) > 6);
    const lines = (await journal()).filter((line) => line.includes('ENOSPC'));
    expect(lines[0]).toMatch(
      /^mailcertd: cannot lock the state directory .*: ENOSPC: no space left on its file system; free some space$/,
    );
    await systemd.run('rm', `${STATE}/full`);
    await eventually(async () => (await property('ActiveState')) === 'active');
    expect(await systemctl('stop', 'mailcertd')).toMatchObject({ exitCode: 0 });
    expect(await systemd.run('umount', STATE)).toMatchObject({ exitCode: 0 });
  });

  test('with the drop-in of docs/install.md the capability is removed, and the store is unavailable, not empty', async () => {
    const page = await readFile(resolve(import.meta.dirname, '../../docs/install.md'), 'utf8');
    const dropIn = /```ini\n(\[Service\]\n[^`]*CapabilityBoundingSet=\n)```/.exec(page)?.[1];
    await write('/etc/systemd/system/mailcertd.service.d/no-capability.conf', dropIn ?? 'no drop-in on the page');
    expect(await systemctl('daemon-reload')).toMatchObject({ exitCode: 0 });
    expect(await systemctl('start', 'mailcertd')).toMatchObject({ exitCode: 0 });
    const status = await systemd.run('cat', `/proc/${await property('MainPID')}/status`);
    expect(status.stdout).toMatch(/^CapBnd:\s+0+$/m);
    await eventually(async () => (await loggedEvents(1100, 'certbot')).length === 1);
    expect(await loggedEvents(12014, 'mail.contoso.com')).toEqual([]);
    expect(await loggedEvents(12014, 'missing.contoso.com')).toHaveLength(1);
    expect(await systemctl('stop', 'mailcertd')).toMatchObject({ exitCode: 0 });
  });

  test('a configuration that cannot be used is not started again and again', async () => {
    await write(CONFIGURATION, 'unheardOf: 1\n');
    expect((await systemctl('start', 'mailcertd')).exitCode).not.toBe(0);
    expect(await property('ExecMainStatus')).toBe('2');
    expect(await property('ActiveState')).toBe('failed');
    expect((await journal()).some((line) => line.includes(`${CONFIGURATION}:1:`))).toBe(true);
  });
});
