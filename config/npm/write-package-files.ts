// Writes the files of the npm package that are not in the repository. `npm pack` runs it, and deletes
// the files afterwards:
//
//   npm-shrinkwrap.json    the exact versions of all packages
//   share/                 completion of three shells, and the SBOM
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { compiledInto } from '../materials/compiled-into.ts';
import { type SbomPackage, sbom } from '../materials/sbom.ts';
import { writeCompletions } from '../materials/write-completions.ts';
import { type LockedPackage, type PackageLock, shrinkwrap } from './shrinkwrap.ts';

const repository = process.cwd();

function write(path: string, text: string): void {
  mkdirSync(dirname(join(repository, path)), { recursive: true });
  writeFileSync(join(repository, path), text);
}

const lock = shrinkwrap(JSON.parse(readFileSync(join(repository, 'package-lock.json'), 'utf8')) as PackageLock);
write('npm-shrinkwrap.json', `${JSON.stringify(lock, null, 2)}\n`);

writeCompletions(join(repository, 'dist/main/bin.js'), join(repository, 'share'), 'zsh/site-functions');

const namesOf = ({ dependencies, optionalDependencies }: LockedPackage): readonly string[] =>
  Object.keys({ ...dependencies, ...optionalDependencies });
const installed = Object.entries(lock.packages).filter(([path]) => path !== '');
const components = installed.map(
  ([path, entry]): SbomPackage => ({
    path,
    name: entry.name ?? path.replace(/^.*node_modules\//, ''),
    version: entry.version ?? '',
    license: entry.license ?? '',
    dependencies: namesOf(entry),
  }),
);
const native = components
  .filter(({ path, name }) => name === 'better-sqlite3' && existsSync(join(repository, path)))
  .flatMap(({ path }) => compiledInto(repository, path));
const direct = namesOf(lock.packages[''] ?? {});
const commitTime = (): string => execFileSync('git', ['log', '-1', '--format=%ct'], { encoding: 'utf8' });
const manifest = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as { readonly version: string };
const version = { version: manifest.version, time: Number(process.env['SOURCE_DATE_EPOCH'] ?? commitTime()) };
write('share/doc/mailcertd/sbom.cdx.json', sbom('npm', version, direct, components, native, lock.packages));
