import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SQLITE_PACKAGE } from '../../src/adapters/sqlite/better-sqlite3.ts';
import { temporaryDirectory } from '../fixtures/temporary-directory.ts';

const repository = resolve(import.meta.dirname, '../..');

describe('an installed package', () => {
  const directory = temporaryDirectory();
  const target = directory.at('usr/lib/mailcertd');
  beforeAll(() => {
    execFileSync(process.execPath, [join(repository, 'package.mjs'), target]);
  });
  afterAll(() => directory[Symbol.dispose]());

  const packages = (): readonly string[] =>
    readdirSync(join(target, 'node_modules')).flatMap((name) =>
      name.startsWith('@') ? readdirSync(join(target, 'node_modules', name)).map((each) => `${name}/${each}`) : name,
    );

  it('has every package that the program names, and of better-sqlite3 the one for this Node', () => {
    const { dependencies } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8'));
    expect(packages()).toEqual(expect.arrayContaining([...Object.keys(dependencies), SQLITE_PACKAGE]));
  });

  it('has nothing that only an installation needs: no tool, no type, no downloader, no source of native code', () => {
    const names = ['prebuild-install', 'node-abi', 'tar-fs', 'node-addon-api', 'typescript', 'vitest', '@types/node'];
    expect(packages().filter((name) => names.includes(name) || name.startsWith('@types/'))).toEqual([]);
    const sqlite = join(target, 'node_modules', SQLITE_PACKAGE);
    expect(['deps', 'src', 'binding.gyp'].filter((name) => existsSync(join(sqlite, name)))).toEqual([]);
  });

  it.each([
    'config/certbot-deploy-hook',
    'config/hooks.d-examples/post-to-chat',
    'config/prometheus-rules.yml',
    'systemd/mailcertd.rules',
  ])('has the file that pages of the documents copy: %s', (path) => {
    expect(existsSync(join(target, path))).toBe(true);
  });

  it('opens a database', () => {
    const script = `new (require('${SQLITE_PACKAGE}'))(':memory:').close()`;
    execFileSync(process.execPath, ['-e', script], { cwd: target, stdio: 'pipe' });
  });

  it('runs a command', () => {
    const program = join(target, 'dist/main/bin.js');
    expect(execFileSync(program, ['config', 'schema'], { encoding: 'utf8' })).toContain('"stateDirectory"');
  });
});
