import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { copyrightFile, licensedPackage } from './copyright-file.ts';
import type { PackageVersion } from './package-version.ts';
import { type CompiledIn, sbom } from './sbom.ts';
import { licenseFile, readPackage, shippedPackages } from './shipped-packages.ts';
import { DOCUMENTS, PROGRAM } from './stage-program.ts';

const SQLITE = /^better-sqlite3(-13)?$/;

/**
 * Returns what the native module of better-sqlite3 contains: SQLite, and headers of Node-API.
 * @param path of the package, relative to the repository
 */
export function compiledInto(repository: string, path: string): readonly CompiledIn[] {
  const header = readFileSync(join(repository, path, 'deps/sqlite3/sqlite3.h'), 'utf8');
  const [, version = ''] = /^#define SQLITE_VERSION\s+"([\d.]+)"/m.exec(header) ?? [];
  const sqlite = { path, name: 'sqlite', version, license: 'blessing' };
  if (!path.endsWith('-13')) return [sqlite];
  const { name, version: api, license } = readPackage(repository, 'node_modules/node-addon-api');
  return [sqlite, { path, name, version: api, license }];
}

/** Returns the comment on a native module, with the license texts of what it contains. */
function commentOn(repository: string, compiledIn: readonly CompiledIn[]): string {
  return compiledIn
    .map(({ name, version }) => {
      if (name === 'sqlite') return `The native module contains SQLite ${version}, which is in the public domain.`;
      const { licenseText } = readPackage(repository, `node_modules/${name}`);
      return `The native module contains ${name} ${version}, with this license:\n\n${licenseText}`;
    })
    .join('\n\n');
}

/**
 * Writes the copyright file and the software bill of materials of the packages in a staged program.
 * Their own license files are deleted, because the copyright file contains them.
 */
export function licenseTexts(repository: string, root: string, version: PackageVersion): void {
  const program = join(root, PROGRAM);
  const shipped = shippedPackages(program);
  const native = shipped
    .filter(({ path }) => SQLITE.test(path.replace('node_modules/', '')))
    .flatMap(({ path }) => compiledInto(repository, path));
  const own = { files: '*', license: 'MIT', licenseText: readFileSync(join(program, 'LICENSE'), 'utf8').trim() };
  const parts = shipped.map((each) => {
    const compiledIn = native.filter(({ path }) => path === each.path);
    return licensedPackage(PROGRAM, each, compiledIn.length > 0 ? commentOn(repository, compiledIn) : undefined);
  });
  writeFileSync(join(root, DOCUMENTS, 'copyright'), copyrightFile([own, ...parts]));

  const { dependencies, optionalDependencies } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8'));
  const direct = Object.keys({ ...dependencies, ...optionalDependencies });
  const lock = JSON.parse(readFileSync(join(repository, 'package-lock.json'), 'utf8')).packages;
  writeFileSync(join(root, DOCUMENTS, 'sbom.cdx.json'), sbom('deb', version, direct, shipped, native, lock));

  for (const directory of ['', ...shipped.map(({ path }) => path)]) {
    const file = licenseFile(join(program, directory));
    if (file !== undefined) rmSync(file);
  }
}
