import { execFileSync, spawnSync } from 'node:child_process';
import { afterAll, describe, expect, it } from 'vitest';
import { packageVersion } from '../../../config/debian/package-version.ts';
import { temporaryDirectory } from '../../fixtures/temporary-directory.ts';
import { needs } from '../../peers/needs.ts';

const directory = temporaryDirectory();
afterAll(() => directory[Symbol.dispose]());

const TIME = Date.UTC(2026, 10, 30, 11, 4, 5) / 1000;

function commit(changelog: string): string {
  directory.write('package.json', '{"version":"0.2.0"}');
  directory.write('CHANGELOG.md', changelog);
  const git = (...parameters: readonly string[]): string =>
    execFileSync('git', ['-C', directory.path, '-c', 'user.name=a', '-c', 'user.email=a@b.example', ...parameters], {
      encoding: 'utf8',
      env: { ...process.env, GIT_COMMITTER_DATE: `${TIME} +0900` },
    }).trim();
  git('init', '--quiet');
  git('add', '.');
  git('commit', '--quiet', '--message', 'x');
  return git('rev-parse', '--short=8', 'HEAD');
}

describe.runIf(needs('git'))('the version of a package', () => {
  it('is the released one if the changelog has nothing unreleased', () => {
    commit('# Changelog\n\n## 0.2.0 – 2026-11-30\n');
    expect(packageVersion(directory.path)).toEqual({ version: '0.2.0', time: TIME });
  });

  it('is newer than the release before for each later commit', () => {
    const hash = commit('# Changelog\n\n## Unreleased\n\n## 0.2.0 – 2026-11-30\n');
    expect(packageVersion(directory.path)).toEqual({ version: `0.2.0+git20261130110405.${hash}`, time: TIME });
    expect(packageVersion(directory.path, String(TIME + 60))).toEqual({
      version: `0.2.0+git20261130110505.${hash}`,
      time: TIME + 60,
    });
  });

  it('says that the package has uncommitted changes or new files, and is older than that of the commit', () => {
    const hash = commit('# Changelog\n\n## Unreleased\n');
    directory.write('CHANGELOG.md', '# Changelog\n\n## Unreleased\n\n- x\n');
    const dirty = `0.2.0+git20261130110405.${hash}~dirty`;
    expect(packageVersion(directory.path).version).toBe(dirty);
    commit('# Changelog\n\n## 0.2.0 – 2026-11-30\n\n- y\n');
    expect(packageVersion(directory.path).version).toBe('0.2.0');
    directory.write('src/new.ts', '');
    expect(packageVersion(directory.path).version).toBe('0.2.0~dirty');
    const isOlder = spawnSync('dpkg', ['--compare-versions', '0.2.0~dirty', 'lt', '0.2.0']).status;
    expect([0, null]).toContain(isOlder);
  });
});
