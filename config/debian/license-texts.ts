import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compiledInto } from '../materials/compiled-into.ts';
import { type CompiledIn, sbom } from '../materials/sbom.ts';
import { licenseFile, readPackage, shippedPackages } from '../materials/shipped-packages.ts';
import { copyrightFile, licensedPackage } from './copyright-file.ts';
import type { PackageVersion } from './package-version.ts';
import { DOCUMENTS, PROGRAM } from './stage-program.ts';

const SQLITE = /^better-sqlite3(-13)?$/;

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
