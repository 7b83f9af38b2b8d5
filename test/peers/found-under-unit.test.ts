import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeCertificate } from '../fixtures/make-certificate.ts';
import { needs, needsRoot } from './needs.ts';
import type { FoundThere } from './own-host/found-there.ts';
import { type Booted, bootSystemd } from './systemd/booted.ts';
import { type Stage, stageMailcertd } from './systemd/stage.ts';

const DAY = 86_400_000;
const NAME = 'mail.contoso.com';
const LIVE = `/etc/letsencrypt/live/${NAME}`;
const FOUND = '/run/found.json';
const DISCOVER = ['connectors', 'discover', '--format', 'json'];

/** The drop-in that replaces the daemon by a discovery; all other settings are the shipped ones. */
const DISCOVERS = `[Service]
Type=oneshot
ExecStart=
ExecStart=/usr/bin/node /usr/lib/mailcertd/dist/main/bin.js ${DISCOVER.join(' ')}
StandardOutput=truncate:${FOUND}
# Something could not be read: the tests say what.
SuccessExitStatus=1
`;

/**
 * Returns a script that replaces a tool in PATH and records the capabilities that it was started
 * with.
 */
const noting = (tool: string): string => `#!/bin/sh
grep CapEff /proc/self/status >"/var/lib/mailcertd/${tool}-$(id -un)"
exec /usr/bin/env -i PATH=/usr/sbin:/usr/bin LC_ALL=C ${tool} "$@"
`;

const DOVECOT = `dovecot_config_version = 2.4.0
dovecot_storage_version = 2.4.0
protocols = imap pop3
listen = *, ::
ssl_server_cert_file = ${LIVE}/fullchain.pem
ssl_server_key_file = /etc/dovecot/private/dovecot.key
local_name imap.contoso.com {
  ssl_server_cert_file = /etc/dovecot/private/imap.pem
}
!include_try private/more.conf
`;

const LINEAGE = `archive_dir = /etc/letsencrypt/archive/${NAME}
cert = ${LIVE}/cert.pem
privkey = ${LIVE}/privkey.pem
chain = ${LIVE}/chain.pem
fullchain = ${LIVE}/fullchain.pem
`;

// Every requirement is checked, so that all missing ones are reported together.
const machine = [needsRoot(), needs('systemd', 'namespaces', 'postfix', 'dovecot')].every(Boolean);

describe.runIf(machine)('automatic discovery, under the unit as it is shipped', () => {
  let stage: Stage;
  let systemd: Booted;
  /** The results under root and in the unit. */
  let root: readonly FoundThere[];
  let unit: readonly FoundThere[];

  beforeAll(async () => {
    const now = Date.now();
    const made = makeCertificate({ commonName: NAME, notBefore: now - DAY, notAfter: now + 300 * DAY });
    const { certificatePem, privateKeyPem } = made;
    stage = await stageMailcertd();
    for (const name of ['cert', 'chain', 'fullchain']) await stage.write(`${LIVE}/${name}.pem`, certificatePem, 0o600);
    await stage.write(`${LIVE}/privkey.pem`, privateKeyPem, 0o600);
    await stage.write(`etc/letsencrypt/renewal/${NAME}.conf`, LINEAGE);
    await stage.write(
      'etc/postfix/main.cf',
      `compatibility_level = 3.6\nsmtpd_tls_security_level = may\nsmtpd_tls_chain_files = ${LIVE}/privkey.pem, ${LIVE}/fullchain.pem\n`,
    );
    await stage.write('etc/postfix/master.cf', 'smtp inet n - n - - smtpd\nlocalhost:2525 inet n - n - - smtpd\n');
    await stage.write('etc/dovecot/dovecot.conf', DOVECOT);
    await stage.write('etc/dovecot/private/dovecot.key', privateKeyPem, 0o600);
    await stage.write('etc/dovecot/private/imap.pem', certificatePem, 0o600);
    await stage.write('etc/dovecot/private/more.conf', 'ssl = required\n', 0o600);
    const shipped = resolve(import.meta.dirname, '../../systemd/mailcertd.service');
    await stage.write('etc/systemd/system/discovers.service', await readFile(shipped, 'utf8'));
    await stage.write('etc/systemd/system/discovers.service.d/discovers.conf', DISCOVERS);
    for (const tool of ['postconf', 'doveconf']) await stage.write(`usr/local/sbin/${tool}`, noting(tool), 0o755);
    systemd = await bootSystemd(stage.path);
    await systemd.run('chmod', '0700', '/etc/letsencrypt/live', '/etc/dovecot/private');
    expect(await systemd.run('systemd-sysusers')).toMatchObject({ exitCode: 0 });
    const started = await systemd.run('systemctl', 'start', 'discovers');
    const { stdout: said } = await systemd.run('journalctl', '--no-pager', '-o', 'cat', '-u', 'discovers');
    expect(started.exitCode, said).toBe(0);
    unit = JSON.parse((await systemd.run('cat', FOUND)).stdout);
    const asRoot = await systemd.run('node', '/usr/lib/mailcertd/dist/main/bin.js', ...DISCOVER);
    root = JSON.parse(asRoot.stdout);
  });
  afterAll(async () => {
    await systemd?.[Symbol.asyncDispose]();
    await stage?.[Symbol.asyncDispose]();
  });

  test.each(['postfix', 'dovecot', 'certbot'])('finds for %s the same as root', (name) => {
    const here = (all: readonly FoundThere[]) => all.find((found) => found.name === name);
    expect(here(root)).toMatchObject({ state: 'found' });
    expect(here(unit)).toEqual(here(root));
  });

  test.each([
    ['postconf', 0n],
    // CAP_DAC_READ_SEARCH is needed for the included file of root.
    ['doveconf', 4n],
  ])('starts %s with the capabilities %s', async (tool, expected) => {
    const noted = (await systemd.run('cat', `/var/lib/mailcertd/${tool}-mailcertd`)).stdout;
    expect(BigInt(`0x${noted.replace(/^CapEff:\s*/, '').trim()}`)).toBe(expected);
  });

  test('can list the listening sockets', () => {
    const listeners = unit.find(({ name }) => name === 'listeners');
    expect(listeners).toMatchObject({ state: 'nothing', problems: [] });
  });

  test('leaves no process and no file', () => {
    const left = unit.filter(({ name }) => ['postfix', 'dovecot', 'certbot'].includes(name));
    expect(left.flatMap(({ problems }) => problems)).toEqual([]);
    expect(left.flatMap(({ connectors }) => connectors).length).toBeGreaterThan(6);
  });
});
