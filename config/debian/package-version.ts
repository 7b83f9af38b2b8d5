import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The version of a package, and the time of everything in it. */
export interface PackageVersion {
  /**
   * For example `0.1.0`, or `0.1.0+git20261130110400.25a45215` for a commit after that release. With
   * uncommitted changes, `~dirty` is at its end: the version sorts before that of the commit.
   */
  readonly version: string;
  /** Seconds since 1970. */
  readonly time: number;
}

const git = (repository: string, ...parameters: readonly string[]): string =>
  execFileSync('git', ['-C', repository, ...parameters], { encoding: 'utf8' }).trim();

/**
 * Returns the version in package.json. If the changelog has unreleased changes, the time and the
 * commit are appended, so that a package of a later commit is an upgrade. New files count as changes,
 * except ignored ones.
 * @param sourceDateEpoch the variable SOURCE_DATE_EPOCH; without it, the time is that of the commit
 * @see https://reproducible-builds.org/specs/source-date-epoch/
 */
export function packageVersion(repository: string, sourceDateEpoch?: string): PackageVersion {
  const { version } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8'));
  const [, newest] = /^## (\S+)/m.exec(readFileSync(join(repository, 'CHANGELOG.md'), 'utf8')) ?? [];
  const time = Number(sourceDateEpoch ?? git(repository, 'log', '-1', '--format=%ct'));
  const mark = git(repository, 'status', '--porcelain') === '' ? '' : '~dirty';
  if (newest === version) return { version: version + mark, time };
  const digits = new Date(time * 1000).toISOString().replace(/\.\d+|\D/g, '');
  return { version: `${version}+git${digits}.${git(repository, 'rev-parse', '--short=8', 'HEAD')}${mark}`, time };
}
