import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** An npm package that is part of the Debian package. */
export interface ShippedPackage {
  /** Relative to the directory of the program, as in package-lock.json: `node_modules/zod`. */
  readonly path: string;
  readonly name: string;
  readonly version: string;
  /** An SPDX expression. */
  readonly license: string;
  /** The complete text of its license file. */
  readonly licenseText: string;
  /** Names of the packages that it loads. */
  readonly dependencies: readonly string[];
}

const LICENSE_FILE = /^(licen[cs]e|copying)(\.\w+)?$/i;

/** Returns the path of the license file in the directory of a package. */
export function licenseFile(directory: string): string | undefined {
  const name = readdirSync(directory).find((each) => LICENSE_FILE.test(each));
  return name === undefined ? undefined : join(directory, name);
}

/**
 * Reads the description and the license of a package.
 * @throws if it has no license file
 */
export function readPackage(program: string, path: string): ShippedPackage {
  const directory = join(program, path);
  const file = licenseFile(directory);
  if (file === undefined) throw new Error(`${path} has no license file`);
  const {
    name,
    version,
    license,
    dependencies = {},
  } = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8'));
  const licenseText = readFileSync(file, 'utf8').replace(/\r/g, '').trim();
  return { path, name, version, license, licenseText, dependencies: Object.keys(dependencies) };
}

/** Returns the packages below the directory of a program, nested ones too, sorted by path. */
export function shippedPackages(program: string, parent = ''): readonly ShippedPackage[] {
  const modules = join(parent, 'node_modules');
  if (!existsSync(join(program, modules))) return [];
  const found: ShippedPackage[] = [];
  for (const name of readdirSync(join(program, modules)).sort()) {
    const scoped = name.startsWith('@') ? readdirSync(join(program, modules, name)).sort() : [undefined];
    for (const each of scoped) {
      const path = each === undefined ? join(modules, name) : join(modules, name, each);
      found.push(readPackage(program, path), ...shippedPackages(program, path));
    }
  }
  return found;
}
