import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { beforeAll, expect, test } from 'vitest';

const repository = resolve(import.meta.dirname, '../..');

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly optionalDependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

let lock: string;
let named: readonly (readonly [name: string, version: string])[];

beforeAll(async () => {
  lock = await readFile(join(repository, 'package-lock.json'), 'utf8');
  const manifest = JSON.parse(await readFile(join(repository, 'package.json'), 'utf8')) as Manifest;
  named = Object.entries({
    ...manifest.dependencies,
    ...manifest.optionalDependencies,
    ...manifest.devDependencies,
  });
});

test('the lock file names no registry', () => {
  expect(lock).not.toContain('"resolved"');
});

test('the lock file has a checksum for every package', () => {
  const { packages } = JSON.parse(lock) as {
    readonly packages: Readonly<Record<string, { readonly integrity?: string; readonly inBundle?: boolean }>>;
  };
  const entries = Object.entries(packages).filter(([path, entry]) => path !== '' && entry.inBundle !== true);
  expect(entries.length).toBeGreaterThan(named.length);
  expect(entries.filter(([, entry]) => entry.integrity === undefined).map(([path]) => path)).toEqual([]);
});

test('every dependency is one exact version', () => {
  expect(named.filter(([, version]) => !/^(npm:[\w-]+@)?\d+\.\d+\.\d+$/.test(version))).toEqual([]);
});

test('every dependency has a documented reason, and every documented package is a dependency', async () => {
  const page = await readFile(join(repository, 'docs/dev/dependencies.md'), 'utf8');
  const rows = [...page.matchAll(/^\| `([^`]+)` \| ([^|]{12,}) \| ([^|]{12,}) \|$/gm)].map(([, name]) => name);
  expect([...rows].sort()).toEqual(named.map(([name]) => name).sort());
});

test('the lock file keeps npm from building a package that has its binaries: npm install drops this line, put it back', () => {
  const { packages } = JSON.parse(lock) as {
    readonly packages: Readonly<Record<string, { readonly gypfile?: boolean }>>;
  };
  expect(packages['node_modules/better-sqlite3-13']?.gypfile).toBe(false);
});
