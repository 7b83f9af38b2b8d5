import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Command } from 'commander';
import { buildProgram } from '../../src/adapters/cli/program.ts';
import { Output } from '../../src/adapters/cli/session/output.ts';
import { idleDependencies } from '../man/page-sources.ts';
import { hasNode20Module } from '../materials/has-node-20-module.ts';
import { pathsBelow } from '../materials/paths-below.ts';
import { type LockedPackages, shippedByLock } from '../materials/shipped-by-lock.ts';
import { readPackage } from '../materials/shipped-packages.ts';
import { archiveProblems } from './archive-problems.ts';
import { auditResult } from './audit-result.ts';
import { copySources, packageWithOtherSettings, packNpm } from './build-elsewhere.ts';
import { type BuiltRelease, lintianErrors, packagedText } from './built-release.ts';
import { changelogProblems } from './changelog-problems.ts';
import { type CheckResult, resultOf } from './check-result.ts';
import { checkCommands } from './command-problems.ts';
import { configurationExamples } from './configuration-examples.ts';
import { licenseProblems } from './license-problems.ts';
import { documentLinkProblems, documentsOf, manualLinkProblems } from './link-problems.ts';
import { sbomProblems } from './sbom-problems.ts';
import { versionProblems } from './version-problems.ts';

/** One check of a release. */
export interface ReleaseCheck {
  readonly name: string;
  run(release: BuiltRelease, isDraft: boolean): CheckResult | Promise<CheckResult>;
}

const DOCUMENTS = 'usr/share/doc/mailcertd';

const readIn = ({ repository }: BuiltRelease, path: string): string => readFileSync(join(repository, path), 'utf8');
const binOf = ({ repository }: BuiltRelease): string => join(repository, 'dist/main/bin.js');

/** Returns the versions of the shipped npm packages, by path. */
function shippedBy(release: BuiltRelease): ReadonlyMap<string, string> {
  const packages: LockedPackages = JSON.parse(readIn(release, 'package-lock.json')).packages;
  return shippedByLock(packages, hasNode20Module(release.repository));
}

const version: ReleaseCheck = {
  name: 'version',
  run(release, isDraft) {
    const manifest = String(JSON.parse(readIn(release, 'package.json')).version);
    const [, heading] = /^## (\d.*)$/m.exec(readIn(release, 'CHANGELOG.md')) ?? [];
    const places = {
      manifest,
      lock: String(JSON.parse(readIn(release, 'package-lock.json')).version),
      program: execFileSync(process.execPath, [binOf(release), '--version'], { encoding: 'utf8' }).trim(),
      debian: execFileSync('dpkg-deb', ['--field', release.file, 'Version'], { encoding: 'utf8' }).trim(),
      heading,
    };
    return resultOf(
      versionProblems(places, isDraft),
      isDraft ? `${manifest}, not released: ${places.debian}` : `${manifest} everywhere`,
      'set the version: npm version --no-git-tag-version X.Y.Z, and the newest heading of CHANGELOG.md',
    );
  },
};

const changelog: ReleaseCheck = {
  name: 'changelog',
  run(release, isDraft) {
    const today = new Date().toISOString().slice(0, 10);
    return resultOf(
      changelogProblems(readIn(release, 'CHANGELOG.md'), { isDraft, today }),
      isDraft ? 'the format of CHANGELOG.md' : 'the format of CHANGELOG.md; nothing is unreleased',
      'correct CHANGELOG.md. Before the release commit: npm run release:check -- --draft',
    );
  },
};

const debianPackage: ReleaseCheck = {
  name: 'package',
  run({ file }) {
    const errors = lintianErrors(file);
    if (errors === undefined) {
      return { status: 'unknown', problems: ['lintian is not installed'], next: 'apt-get install lintian' };
    }
    return resultOf(errors, `${basename(file)}, no error of lintian`, 'correct the files in config/debian');
  },
};

const binaries: ReleaseCheck = {
  name: 'binaries',
  run({ content }) {
    return resultOf(
      hasNode20Module(join(content, 'usr/lib/mailcertd')) ? [] : ['there is no binary of SQLite for Node 20'],
      'SQLite for Node 20, and for Node 22 and newer',
      'install make, g++ and python3, then run config/materials/build-node-20-module; without it, Debian 13 refuses the package',
    );
  },
};

const materials: ReleaseCheck = {
  name: 'sbom',
  run(release) {
    const shipped = shippedBy(release);
    return resultOf(
      sbomProblems(packagedText(release, `${DOCUMENTS}/sbom.cdx.json`), shipped),
      `CycloneDX 1.6, ${shipped.size} npm packages as in package-lock.json`,
      'run npm ci, then correct config/materials/sbom.ts',
    );
  },
};

const licenses: ReleaseCheck = {
  name: 'licenses',
  run(release) {
    const packages = [...shippedBy(release).keys()].map((path) => readPackage(release.repository, path));
    return resultOf(
      licenseProblems(packages, packagedText(release, `${DOCUMENTS}/copyright`)),
      `${packages.length} npm packages, each with an allowed license in the copyright file`,
      'replace the package, or add its license to config/release/license-problems.ts after you have read it',
    );
  },
};

const advisories: ReleaseCheck = {
  name: 'advisories',
  run({ repository }) {
    const options = { cwd: repository, encoding: 'utf8', timeout: 60_000 } as const;
    return auditResult(spawnSync('npm', ['audit', '--omit=dev', '--json'], options).stdout ?? '');
  },
};

const reproducibility: ReleaseCheck = {
  name: 'reproducible',
  run({ repository, version: built, file }) {
    const directory = mkdtempSync(join(tmpdir(), 'mailcertd-release-'));
    try {
      // npm packs a copy, because it writes files next to the sources.
      const packs = ['copy', 'elsewhere/copy'].map((name, index) => {
        copySources(repository, join(directory, name));
        return packNpm(join(directory, name), join(directory, `npm-${index}`), built.time);
      });
      const npm = archiveProblems(packs[0] ?? '', packs[1] ?? '');
      const copy = join(directory, 'elsewhere/copy');
      const debian = archiveProblems(file, packageWithOtherSettings(copy, join(directory, 'deb'), built));
      return resultOf(
        [...debian, ...npm],
        'a second build of the Debian package and of the npm package is equal byte for byte',
        'find what depends on the directory, the time, the umask or the time zone',
      );
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  },
};

const links: ReleaseCheck = {
  name: 'links',
  run({ repository }) {
    const documents = documentsOf(repository);
    const manual = join(repository, 'dist/man');
    const pages = pathsBelow(manual).filter((path) => /\.\d$/.test(path));
    return resultOf(
      [
        ...documents.flatMap((page) => documentLinkProblems(repository, page)),
        ...pages.flatMap((page) => manualLinkProblems(repository, manual, page)),
      ],
      `${documents.length} documents and ${pages.length} manual pages`,
      'correct the link, or the heading that it names',
    );
  },
};

/** Returns the lines that `mailcertd config check` prints about examples, with their places. */
function configurationProblems(
  release: BuiltRelease,
  examples: readonly { readonly place: string; readonly text: string }[],
): readonly string[] {
  const directory = mkdtempSync(join(tmpdir(), 'mailcertd-examples-'));
  try {
    const file = join(directory, 'mailcertd.yaml');
    return examples.flatMap(({ place, text }) => {
      writeFileSync(file, text);
      const words = [binOf(release), '--config', file, '--locale', 'en', 'config', 'check'];
      const { status, stdout, stderr } = spawnSync(process.execPath, words, { encoding: 'utf8' });
      if (status === 0) return [];
      const [first = ''] = `${stdout}${stderr}`.split('\n');
      return [`${place}: ${first.replace(file, 'line').trim()}`];
    });
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Files outside of the documents with commands of mailcertd, or with a configuration. */
const EXAMPLE_SCRIPTS = ['config/certbot-deploy-hook', 'config/hooks.d-examples/reload-postfix'];
const EXAMPLE_CONFIGURATION = 'config/mailcertd.yaml';

const examples: ReleaseCheck = {
  name: 'examples',
  async run(release) {
    const dependencies = idleDependencies();
    const output = new Output(dependencies);
    const newProgram = (words: readonly string[]): Command => buildProgram(dependencies, output, words).program;
    const documents = documentsOf(release.repository).map((page) => ({ page, text: readIn(release, page) }));
    const scripts = EXAMPLE_SCRIPTS.map((page) => ({ page, text: `\`\`\`sh\n${readIn(release, page)}\n\`\`\`` }));
    const problems: string[] = [];
    let commands = 0;
    for (const { page, text } of [...documents, ...scripts]) {
      const checked = await checkCommands(page, text, newProgram);
      commands += checked.count;
      problems.push(...checked.problems);
    }
    const configurations = [
      { place: EXAMPLE_CONFIGURATION, text: readIn(release, EXAMPLE_CONFIGURATION) },
      ...documents.flatMap(({ page, text }) => configurationExamples(page, text)),
    ];
    problems.push(...configurationProblems(release, configurations));
    return resultOf(
      problems,
      `${configurations.length} configurations and ${commands} commands`,
      'correct the example, or the command that it shows',
    );
  },
};

/** All checks, in the order in which a person would fix what they find. */
export const RELEASE_CHECKS: readonly ReleaseCheck[] = [
  version,
  changelog,
  debianPackage,
  binaries,
  materials,
  licenses,
  advisories,
  reproducibility,
  links,
  examples,
];
