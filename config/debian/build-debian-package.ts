import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { controlFiles } from './control-files.ts';
import { licenseTexts } from './license-texts.ts';
import { maintainerOf } from './maintainer-of.ts';
import { normalizeFiles } from './normalize-files.ts';
import type { PackageVersion } from './package-version.ts';
import { stageProgram } from './stage-program.ts';

/** Files that one build of the Debian package reads and writes. */
export interface DebianBuild {
  /** Repository with an installed and built program, in which node_modules may be a link. */
  readonly repository: string;
  /** Directory of the new package. */
  readonly target: string;
  readonly version: PackageVersion;
}

/**
 * Builds the Debian package of a repository, and returns its path. The same commit makes the same
 * bytes, if the compiler of the SQLite module for Node 20, DEBEMAIL and DEBFULLNAME are the same.
 */
export function buildDebianPackage({ repository, target, version }: DebianBuild): string {
  const { author } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8'));
  const maintainer = maintainerOf(process.env, author);
  const root = mkdtempSync(join(tmpdir(), 'mailcertd-deb-'));
  const before = process.umask(0o022);
  try {
    stageProgram(repository, root, { version, maintainer });
    licenseTexts(repository, root, version);
    const control = join(root, 'DEBIAN');
    const architecture = execFileSync('dpkg', ['--print-architecture'], { encoding: 'utf8' }).trim();
    const files = controlFiles(repository, root, {
      version: version.version,
      architecture,
      maintainer,
    });
    mkdirSync(control);
    for (const [name, text] of files) writeFileSync(join(control, name), text);
    normalizeFiles(root, version.time);
    mkdirSync(target, { recursive: true });
    const result = join(target, `mailcertd_${version.version}_${architecture}.deb`);
    // One thread, because the number of threads changes the compressed data.
    const options = ['--root-owner-group', '--uniform-compression', '-Zxz', '--threads-max=1'];
    execFileSync('dpkg-deb', ['--build', ...options, root, result], {
      env: { ...process.env, SOURCE_DATE_EPOCH: String(version.time) },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    return result;
  } finally {
    process.umask(before);
    rmSync(root, { recursive: true, force: true });
  }
}
