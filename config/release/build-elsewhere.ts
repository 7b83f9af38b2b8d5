import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { buildDebianPackage } from '../debian/build-debian-package.ts';
import type { PackageVersion } from '../debian/package-version.ts';

/** Entries of a repository that a build makes, or that it does not read. */
const LEFT_OUT: ReadonlySet<string> = new Set(['node_modules', 'dist', 'var', 'coverage', '.git']);

/** Copies the sources of a repository to a new directory, with a link to its npm packages. */
export function copySources(repository: string, copy: string): void {
  for (const name of readdirSync(repository)) {
    if (!LEFT_OUT.has(name)) cpSync(join(repository, name), join(copy, name), { recursive: true });
  }
  symlinkSync(join(repository, 'node_modules'), join(copy, 'node_modules'));
}

/**
 * Builds a copy of the sources and packs its npm package, and returns the path of the package.
 * @param target a new directory
 * @param time seconds since 1970
 */
export function packNpm(copy: string, target: string, time: number): string {
  mkdirSync(target);
  const env = { ...process.env, SOURCE_DATE_EPOCH: String(time) };
  execFileSync('npm', ['pack', '--pack-destination', target], { cwd: copy, env, stdio: 'ignore' });
  const [name = ''] = readdirSync(target);
  return join(target, name);
}

/** Builds the Debian package with another umask and time zone, and returns its path. */
export function packageWithOtherSettings(repository: string, target: string, version: PackageVersion): string {
  const [umask, zone] = [process.umask(0o077), process.env['TZ']];
  process.env['TZ'] = 'Asia/Tokyo';
  try {
    return buildDebianPackage({ repository, target, version });
  } finally {
    process.umask(umask);
    if (zone === undefined) delete process.env['TZ'];
    else process.env['TZ'] = zone;
  }
}
