import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, realpathSync, statSync, symlinkSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasNode20Module } from '../../../config/materials/has-node-20-module.ts';
import { makeCertificate } from '../../fixtures/make-certificate.ts';
import { temporaryDirectory } from '../../fixtures/temporary-directory.ts';
import { packInCopy } from './pack-in-copy.ts';
import { needsNpmRegistry, nodeProgram } from './registry.ts';

const repository = resolve(import.meta.dirname, '../../..');
const directory = temporaryDirectory();
let file = '';

/** Programs that npm itself starts. Compilers are not among them. */
const TOOLS: readonly string[] = ['sh', 'env', 'npm'];

/** Creates a PATH with one Node and without compilers. */
function pathWith(node: string): string {
  const bin = directory.at('bin', node.replaceAll('/', '-'));
  if (existsSync(bin)) return bin;
  mkdirSync(bin, { recursive: true });
  symlinkSync(node, join(bin, 'node'));
  for (const tool of TOOLS) {
    const program = execFileSync('sh', ['-c', `command -v ${tool}`], { encoding: 'utf8' }).trim();
    symlinkSync(realpathSync(program), join(bin, tool));
  }
  return bin;
}

/**
 * Packs the native module for Node 20 as the archive that `npm install` would download, and returns
 * its directory.
 */
function prebuilt(): string {
  const { version } = JSON.parse(readFileSync(join(repository, 'node_modules/better-sqlite3/package.json'), 'utf8'));
  const name = `better-sqlite3-v${version}-node-v115-${process.platform}-${process.arch}.tar.gz`;
  const file = directory.write(`prebuilt/${name}`, '');
  const path = 'build/Release/better_sqlite3.node';
  execFileSync('tar', ['-czf', file, '-C', join(repository, 'node_modules/better-sqlite3'), path]);
  return dirname(file);
}

describe.runIf(needsNpmRegistry())('the npm package', () => {
  beforeAll(() => {
    file = packInCopy(directory);
  });
  afterAll(() => directory[Symbol.dispose]());

  const contents = (): readonly string[] =>
    execFileSync('tar', ['--list', '--gzip', '--file', file], { encoding: 'utf8' })
      .trim()
      .split('\n')
      .map((name) => name.replace('package/', ''));

  it('is smaller than 2 MB, and has no test, source, source map or file of another package', () => {
    expect(statSync(file).size).toBeLessThan(2_000_000);
    const unexpected =
      /^(test|src|var)\/|^config\/(debian|man|materials|npm|oci|release)\/|\.(map|ts)$|^package-lock\.json$/;
    expect(contents().filter((name) => unexpected.test(name))).toEqual([]);
  });

  it('has manual pages, completions, an SBOM, licenses, and the exact versions of all packages', () => {
    expect(contents()).toEqual(
      expect.arrayContaining([
        ...['LICENSE', 'README.md', 'README.ja.md', 'CHANGELOG.md', 'npm-shrinkwrap.json'],
        ...['dist/man/man1/mailcertd.1', 'dist/man/man5/mailcertd.yaml.5', 'dist/man/man7/mailcertd-events.7'],
        'share/bash-completion/completions/mailcertd',
        'share/zsh/site-functions/_mailcertd',
        'share/fish/vendor_completions.d/mailcertd.fish',
        'share/doc/mailcertd/sbom.cdx.json',
      ]),
    );
  });

  it('lists every package of the lock file in its SBOM, with a hash and a license', () => {
    const parameters = [
      '--extract',
      '--gzip',
      '--to-stdout',
      '--file',
      file,
      'package/share/doc/mailcertd/sbom.cdx.json',
    ];
    const { components } = JSON.parse(execFileSync('tar', parameters, { encoding: 'utf8' })) as {
      readonly components: readonly { readonly purl: string; readonly hashes?: unknown; readonly licenses: unknown }[];
    };
    const npm = components.filter(({ purl }) => purl.startsWith('pkg:npm/'));
    expect(npm.length).toBeGreaterThan(60);
    expect(npm.filter(({ hashes }) => hashes === undefined)).toEqual([]);
    expect(npm.filter(({ licenses }) => JSON.stringify(licenses).includes('"id":""'))).toEqual([]);
  });

  it('runs no script of its own during an installation', () => {
    const { scripts } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8'));
    expect(Object.keys(scripts)).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/^(pre|post)?install$|^prepare$/)]),
    );
  });

  describe.each([20, 22, 24])('on Node %i without a compiler', (major) => {
    const prefix = directory.at(`prefix-${major}`);
    const home = join(prefix, 'lib/node_modules/mailcertd');
    const program = join(prefix, 'bin/mailcertd');
    let env: NodeJS.ProcessEnv = {};

    const npm = (...parameters: readonly string[]): void => {
      execFileSync('npm', parameters, { env, stdio: ['ignore', 'ignore', 'pipe'] });
    };
    const mailcertd = (...parameters: readonly string[]) => spawnSync(program, parameters, { env, encoding: 'utf8' });
    /** Writes a configuration with one certificate, and returns its path. */
    const configuration = (): string => {
      const now = Date.now();
      const made = makeCertificate({ commonName: 'mail.example.org', notBefore: now, notAfter: now + 90 * 86_400_000 });
      directory.write(`${major}/store/mail.pem`, made.certificatePem + made.privateKeyPem, 0o600);
      return directory.write(
        `${major}/mailcertd.yaml`,
        `computer: mail.example.org
stateDirectory: ${directory.at(`${major}/state`)}
http: off
stores: [{ name: Other, path: ${directory.at(`${major}/store`)} }]
internalTransportCertificate: none
`,
      );
    };

    beforeAll(() => {
      env = { ...process.env, PATH: pathWith(nodeProgram(major)), LC_ALL: 'C.UTF-8' };
      if (major === 20 && hasNode20Module(repository)) env['npm_config_better_sqlite3_local_prebuilds'] = prebuilt();
      npm('install', '--global', '--prefix', prefix, file);
    });

    it('is installed with exactly the versions that package.json names', () => {
      const { dependencies } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8'));
      for (const [name, wanted] of Object.entries<string>(dependencies)) {
        const { version } = JSON.parse(readFileSync(join(home, 'node_modules', name, 'package.json'), 'utf8'));
        expect(wanted.replace('npm:better-sqlite3@', ''), name).toBe(version);
      }
    });

    it('prints its version, and its manual pages are where man searches', () => {
      const { version } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8'));
      expect(mailcertd('--version')).toMatchObject({ status: 0, stdout: `${version}\n` });
      for (const page of [
        'man1/mailcertd.1',
        'man1/mailcertd-status.1',
        'man5/mailcertd.yaml.5',
        'man7/mailcertd-events.7',
      ])
        expect(existsSync(join(prefix, 'share/man', page)), page).toBe(true);
    });

    it('starts a daemon that scans, answers `status`, and stops within seconds', async ({ skip }) => {
      const isMissing = major === 20 && !hasNode20Module(home) && !hasNode20Module(repository);
      if (isMissing) skip('needs SQLite for Node 20: config/materials/build-node-20-module');
      const path = configuration();
      const daemon = spawn(program, ['--config', path, 'run'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
      const exit = once(daemon, 'exit');
      for await (const line of createInterface(daemon.stdout)) if (line.includes(' 1000 ')) break;
      let status = mailcertd('--config', path, 'status');
      for (let attempt = 0; status.status === 3 && attempt < 50; attempt += 1) {
        await new Promise((resolve) => setTimeout(resolve, 200));
        status = mailcertd('--config', path, 'status');
      }
      expect(status.stdout).toContain('OK   0 connectors, 1 certificate');
      daemon.kill('SIGTERM');
      expect(await exit).toEqual([0, null]);
    });
  });

  it('on Node 20 without scripts, says in one line how to get the binary of SQLite', () => {
    const env = { ...process.env, PATH: pathWith(nodeProgram(20)), LC_ALL: 'C.UTF-8' };
    const prefix = directory.at('without-scripts');
    execFileSync('npm', ['install', '--global', '--ignore-scripts', '--prefix', prefix, file], {
      env,
      stdio: 'ignore',
    });
    const path = directory.write(
      'none.yaml',
      `computer: mail.example.org\nstateDirectory: ${directory.at('none')}\nhttp: off\n`,
    );
    const { status, stderr } = spawnSync(join(prefix, 'bin/mailcertd'), ['--config', path, 'run'], {
      env,
      encoding: 'utf8',
    });
    expect(status).toBe(1);
    expect(stderr).toBe(
      `mailcertd: cannot load better-sqlite3: its binary for this Node is not installed; use Node 22 or newer, or run: npm rebuild better-sqlite3 --ignore-scripts=false --prefix ${join(prefix, 'lib/node_modules/mailcertd')}\n`,
    );
  });
});
