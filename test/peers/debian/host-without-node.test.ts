import { readFileSync } from 'node:fs';
import { copyFile, mkdir } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporaryDirectory } from '../../fixtures/temporary-directory.ts';
import { needs, needsFetched, needsRoot } from '../needs.ts';
import { fetchedPackages } from '../own-host/own-host.ts';
import type { Stage } from '../systemd/stage.ts';
import { bootMailHost, type InstalledHost } from './installed-host.ts';
import { PACKAGES, stageMailHost } from './mail-host-stage.ts';
import { buildPackage } from './test-packages.ts';

const repository = resolve(import.meta.dirname, '../../..');
/** Downloaded packages on the host. */
const DOWNLOADS = '/srv/downloads';
/** From the package file to the first verdict. */
const LIMIT_MS = 60_000;

/** The command of README.md that installs the package, for any architecture. */
function readmeCommand(): string {
  const [, command = ''] = /^ {4}(apt-get install \.\/mailcertd_\S+)/m.exec(
    readFileSync(join(repository, 'README.md'), 'utf8'),
  ) ?? [''];
  return command.replace('_amd64', '_*');
}

const machine = [
  needsRoot(),
  needs('dpkg', 'binutils', 'systemd', 'namespaces', 'ip', 'postfix', 'dovecot', 'polkit', 'dbus'),
  needsFetched('nodejs'),
].every(Boolean);

describe.runIf(machine)('the Debian package on a mail server without Node', () => {
  const directory = temporaryDirectory();
  let stage: Stage;
  let host: InstalledHost;

  beforeAll(async () => {
    stage = await stageMailHost([buildPackage(directory.path)]);
    await mkdir(join(stage.path, DOWNLOADS));
    for (const file of fetchedPackages('nodejs')) await copyFile(file, join(stage.path, DOWNLOADS, basename(file)));
    host = await bootMailHost(stage.path);
    const purged = await host.run('apt-get', 'purge', '--yes', 'nodejs');
    expect(purged.exitCode, purged.stderr).toBe(0);
    // The preferences of this machine may refuse Debian's Node.
    await host.shell('rm -rf /etc/apt/preferences /etc/apt/preferences.d/*');
    // The host has no network, so apt finds its downloads done. Before the purge, it could delete them.
    await host.shell(`cp ${DOWNLOADS}/* /var/cache/apt/archives`);
  });
  afterAll(async () => {
    await host?.[Symbol.asyncDispose]();
    await stage?.[Symbol.asyncDispose]();
    directory[Symbol.dispose]();
  });

  it('gives the first true verdict within 60 s after the command of README.md, which also installs Node', async ({
    annotate,
  }) => {
    expect((await host.run('test', '-e', '/usr/bin/node')).exitCode).toBe(1);
    const command = readmeCommand();
    expect(command).toMatch(/^apt-get install /);
    const start = performance.now();
    // A person would confirm the list of packages.
    const script = `cd ${PACKAGES} && ${command.replace('install', 'install --yes')}`;
    const { exitCode, stdout, stderr } = await host.run('env', 'DEBIAN_FRONTEND=noninteractive', 'sh', '-c', script);
    expect(exitCode, stdout + stderr).toBe(0);
    expect(stdout).toMatch(/^Setting up nodejs /m);
    await host.eventually(async () => (await host.verdict()) === 'ok');
    const elapsed = performance.now() - start;
    await annotate(`${(elapsed / 1000).toFixed(1)} s`);
    expect(elapsed).toBeLessThan(LIMIT_MS);
    expect((await host.mailcertd('status')).stdout).toMatch(/^(postfix smtp|dovecot imaps?) .* same$/m);
  });
});
