import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildDebianPackage } from '../debian/build-debian-package.ts';
import { type PackageVersion, packageVersion } from '../debian/package-version.ts';

/** A repository whose Debian package was built for the check. */
export interface BuiltRelease {
  readonly repository: string;
  readonly version: PackageVersion;
  /** Path of the Debian package. */
  readonly file: string;
  /** Directory with the files of the Debian package. */
  readonly content: string;
}

/**
 * Builds the Debian package of a repository with a built program.
 * @param directory a new directory, which gets the package and its files
 */
export function buildRelease(repository: string, directory: string): BuiltRelease {
  const version = packageVersion(repository);
  const file = buildDebianPackage({ repository, target: join(directory, 'package'), version });
  const content = join(directory, 'content');
  execFileSync('dpkg-deb', ['--extract', file, content]);
  return { repository, version, file, content };
}

/** Returns the errors that lintian finds in a Debian package; undefined: lintian is not installed. */
export function lintianErrors(file: string): readonly string[] | undefined {
  if (!existsSync('/usr/bin/lintian')) return undefined;
  const output = execFileSync('lintian', ['--allow-root', '--fail-on', 'none', file], { encoding: 'utf8' });
  return output.split('\n').filter((line) => line.startsWith('E:'));
}

/** Returns a file of the built package. */
export const packagedText = ({ content }: BuiltRelease, path: string): string =>
  readFileSync(join(content, path), 'utf8');
