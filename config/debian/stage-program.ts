import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { SCHEMA_VERSION } from '../../src/adapters/sqlite/schema/schema.ts';
import { pathsBelow } from '../materials/paths-below.ts';
import { writeCompletions } from '../materials/write-completions.ts';
import { debianChangelog } from './debian-changelog.ts';
import type { PackageVersion } from './package-version.ts';

/** Directory of the program, relative to the root directory. */
export const PROGRAM = 'usr/lib/mailcertd';
/** Directory of the documents, relative to the root directory. */
export const DOCUMENTS = 'usr/share/doc/mailcertd';

/** Files of the repository that are installed unchanged, by their path in the package. */
const COPIED: Readonly<Record<string, string>> = {
  'usr/lib/systemd/system/mailcertd.service': 'systemd/mailcertd.service',
  'usr/lib/systemd/system/mailcertd.service.d/10-daemon-program.conf': 'config/debian/10-daemon-program.conf',
  'usr/lib/mailcertd/systemd/before-253.conf': 'systemd/before-253.conf',
  'usr/lib/sysusers.d/mailcertd.conf': 'systemd/mailcertd.sysusers',
  'usr/lib/tmpfiles.d/mailcertd.conf': 'systemd/mailcertd.tmpfiles',
  'usr/share/polkit-1/rules.d/50-mailcertd.rules': 'systemd/mailcertd.rules',
  'usr/share/lintian/overrides/mailcertd': 'config/debian/lintian-overrides',
  [`${DOCUMENTS}/README.md`]: 'README.md',
  [`${DOCUMENTS}/README.ja.md`]: 'README.ja.md',
};

const gzip = (text: string | Buffer): Buffer => gzipSync(text, { level: 9 });

/** Replaces a file of the program by what a function makes from its text. */
function edit(file: string, change: (text: string) => string): void {
  writeFileSync(file, change(readFileSync(file, 'utf8')));
}

/** Copies the manual pages of the build, dist/man, in the layout of /usr/share/man. */
function stageManualPages(repository: string, root: string): void {
  const pages = join(repository, 'dist/man');
  if (!existsSync(pages)) return;
  const target = join(root, 'usr/share/man');
  cpSync(pages, target, { recursive: true });
  for (const name of pathsBelow(target)) {
    if (!/\.[1-9]$/.test(name)) continue;
    writeFileSync(join(target, `${name}.gz`), gzip(readFileSync(join(target, name))));
    rmSync(join(target, name));
  }
}

/**
 * Copies everything except licenses to a directory that becomes the root directory: the program,
 * its documents, units and completions.
 */
export function stageProgram(
  repository: string,
  root: string,
  { version, maintainer }: { readonly version: PackageVersion; readonly maintainer: string },
): void {
  const program = join(root, PROGRAM);
  const documents = join(root, DOCUMENTS);
  execFileSync(process.execPath, [join(repository, 'package.mjs'), program, '--program-only']);
  for (const [target, source] of Object.entries(COPIED)) {
    mkdirSync(dirname(join(root, target)), { recursive: true });
    copyFileSync(join(repository, source), join(root, target));
  }
  // The program links to its pages in its own directory.
  renameSync(join(program, 'docs'), join(documents, 'docs'));
  symlinkSync('../../share/doc/mailcertd/docs', join(program, 'docs'));
  symlinkSync('../../../lib/mailcertd/config', join(documents, 'examples'));
  // Pages that are also about an installation from source copy the rule from here.
  symlinkSync('../../../share/polkit-1/rules.d/50-mailcertd.rules', join(program, 'systemd/mailcertd.rules'));
  const changes = readFileSync(join(repository, 'CHANGELOG.md'), 'utf8');
  writeFileSync(join(documents, 'changelog.gz'), gzip(debianChangelog(changes, version, maintainer)));

  const bin = join(program, 'dist/main/bin.js');
  // A Node in the PATH of one user might be another version than the one of the unit.
  edit(bin, (text) => text.replace('#!/usr/bin/env node', '#!/usr/bin/node'));
  // The daemon compares the version before a reload, and requires a restart if it has changed.
  edit(join(program, 'package.json'), (text) => JSON.stringify({ ...JSON.parse(text), version: version.version }));
  // Compared by the scripts of other versions. A daemon keeps the `dist` of its version.
  writeFileSync(join(program, 'dist/event-log-format'), `${SCHEMA_VERSION}\n`);
  mkdirSync(join(root, 'usr/bin'));
  symlinkSync('../lib/mailcertd/dist/main/bin.js', join(root, 'usr/bin/mailcertd'));

  writeCompletions(bin, join(root, 'usr/share'), 'zsh/vendor-completions');
  stageManualPages(repository, root);
  const modules = pathsBelow(program).filter((name) => name.endsWith('.node'));
  for (const name of modules) {
    // Debian's C library is not musl.
    if (name.includes('musl')) rmSync(join(program, name));
    else execFileSync('strip', ['--strip-unneeded', join(program, name)]);
  }
}
