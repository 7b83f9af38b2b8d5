import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CompiledIn } from './sbom.ts';
import { readPackage } from './shipped-packages.ts';

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
