import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { buildDebianPackage } from '../../../config/debian/build-debian-package.ts';
import { packageVersion } from '../../../config/debian/package-version.ts';

const repository = resolve(import.meta.dirname, '../../..');

const run = (program: string, ...parameters: readonly string[]): string =>
  execFileSync(program, parameters, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }).trim();

/**
 * Builds the package of this repository.
 * @param laterSeconds how much later than its commit the version is
 */
export function buildPackage(target: string, laterSeconds = 0): string {
  const { time } = packageVersion(repository);
  return buildDebianPackage({ repository, target, version: packageVersion(repository, String(time + laterSeconds)) });
}

/**
 * Returns the hash of the commit before; undefined: it is not in this clone, or does not have the
 * scripts of the package. Another process can commit meanwhile, so read it once.
 */
export function previousCommit(): string | undefined {
  const git = (...words: readonly string[]) => spawnSync('git', ['-C', repository, ...words], { encoding: 'utf8' });
  const { status, stdout } = git('rev-parse', '--verify', 'HEAD~1');
  if (status !== 0) return undefined;
  const commit = stdout.trim();
  return git('cat-file', '-e', `${commit}:config/debian/tsconfig.json`).status === 0 ? commit : undefined;
}

/** Builds the package of an earlier commit, in a clone, with the tools of that commit. */
export function buildPackageOf(commit: string, target: string): string {
  const clone = join(target, 'previous');
  run('git', 'clone', '--quiet', '--shared', '--no-checkout', repository, clone);
  run('git', '-C', clone, 'checkout', '--quiet', commit);
  symlinkSync(join(repository, 'node_modules'), join(clone, 'node_modules'));
  const inClone = (...words: readonly string[]): void => {
    // Two commits can have the same time, so the version is that of a minute earlier.
    const env = { ...process.env, SOURCE_DATE_EPOCH: String(packageVersion(clone).time - 60) };
    execFileSync(process.execPath, words, { cwd: clone, env, stdio: ['ignore', 'ignore', 'inherit'] });
  };
  inClone('node_modules/rolldown/bin/cli.mjs', '-c');
  inClone('node_modules/typescript/bin/tsc', '-p', 'config/debian/tsconfig.json');
  inClone('var/package-deb/config/debian/package-deb.js', target);
  const [built = ''] = run('find', target, '-maxdepth', '1', '-name', '*.deb').split('\n');
  const result = join(dirname(target), 'previous.deb');
  renameSync(built, result);
  return result;
}

/**
 * Repacks a package.
 * @param change gets the directory with the files of the package and with DEBIAN
 */
function repack(file: string, result: string, change: (root: string) => void): string {
  const root = `${result}.root`;
  mkdirSync(root, { recursive: true });
  run('dpkg-deb', '--raw-extract', file, root);
  change(root);
  run('dpkg-deb', '--root-owner-group', '-Znone', '--build', root, result);
  rmSync(root, { recursive: true });
  return result;
}

function edit(file: string, change: (text: string) => string): void {
  writeFileSync(file, change(readFileSync(file, 'utf8')));
}

/**
 * Repacks a package in place so that its program consists of files with other names. An earlier
 * version of the program finds none of its files there, except the entry.
 */
export function withOtherFileNames(file: string): string {
  return repack(file, file, (root) => {
    const directory = join(root, 'usr/lib/mailcertd/dist/main');
    for (const name of readdirSync(directory)) {
      edit(join(directory, name), (text) => text.replace(/(["'`])\.\/([\w-]+)\.js\1/g, '$1./$2.later.js$1'));
      if (name !== 'bin.js') renameSync(join(directory, name), join(directory, name.replace(/\.js$/, '.later.js')));
    }
  });
}

/** Repacks a package as a later version, which writes a newer format of the event log. */
export function withNewerEventLog(file: string): string {
  return repack(file, file.replace('.deb', '.newer.deb'), (root) => {
    edit(join(root, 'DEBIAN/control'), (text) => text.replace(/^Version: .*$/m, '$&.newer'));
    for (const name of ['preinst', 'postinst'])
      edit(join(root, 'DEBIAN', name), (text) => text.replace(/^supported=\d+$/m, 'supported=1000'));
    writeFileSync(join(root, 'usr/lib/mailcertd/dist/event-log-format'), '1000\n');
  });
}
