import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildDebianPackage } from '../../config/debian/build-debian-package.ts';
import { packageVersion } from '../../config/debian/package-version.ts';
import { temporaryDirectory } from '../fixtures/temporary-directory.ts';
import { needs } from '../peers/needs.ts';

const repository = resolve(import.meta.dirname, '../..');
const isNode20 = process.versions.node.startsWith('20.');

const run = (program: string, ...parameters: readonly string[]): string =>
  execFileSync(program, parameters, { encoding: 'utf8', maxBuffer: 2 ** 26 });

describe.runIf(needs('dpkg', 'binutils'))('the Debian package', () => {
  const directory = temporaryDirectory();
  const version = packageVersion(repository);
  let file = '';
  const content = directory.at('content');
  const at = (path: string): string => join(content, path);
  const text = (path: string): string => readFileSync(at(path), 'utf8');
  const field = (name: string): string => run('dpkg-deb', '--field', file, name).trim();

  beforeAll(() => {
    file = buildDebianPackage({ repository, target: directory.at('first'), version });
    run('dpkg-deb', '--extract', file, content);
  });
  afterAll(() => directory[Symbol.dispose]());

  it('belongs to root, and no file is newer than the commit', () => {
    const lines = run('dpkg-deb', '--contents', file).trim().split('\n');
    expect(lines.filter((line) => !line.includes(' root/root '))).toEqual([]);
    const day = new Date(version.time * 1000).toISOString().slice(0, 10);
    expect(lines.filter((line) => !line.includes(` ${day} `))).toEqual([]);
  });

  it.each([
    'usr/lib/systemd/system/mailcertd.service',
    'usr/lib/sysusers.d/mailcertd.conf',
    'usr/lib/tmpfiles.d/mailcertd.conf',
    'usr/share/polkit-1/rules.d/50-mailcertd.rules',
    'usr/share/bash-completion/completions/mailcertd',
    'usr/share/zsh/vendor-completions/_mailcertd',
    'usr/share/fish/vendor_completions.d/mailcertd.fish',
    'usr/lib/mailcertd/config/certbot-deploy-hook',
    'usr/lib/mailcertd/docs/events/12014.md',
    'usr/share/doc/mailcertd/README.ja.md',
    'usr/share/man/man1/mailcertd.1.gz',
    'usr/share/man/ja/man1/mailcertd.1.gz',
    'usr/share/doc/mailcertd/examples/mailcertd.yaml',
  ])('has %s', (path) => {
    expect(existsSync(at(path))).toBe(true);
  });

  it('runs with Debian’s Node, and says the version of the package', () => {
    const bin = text('usr/lib/mailcertd/dist/main/bin.js');
    expect(bin.split('\n')[0]).toBe('#!/usr/bin/node');
    expect(run(process.execPath, at('usr/bin/mailcertd'), '--version').trim()).toBe(version.version);
    expect(field('Version')).toBe(version.version);
  });

  it.runIf(isNode20)('supports Node 20, and newer versions with an older C library', () => {
    expect(field('Depends')).toMatch(
      /^nodejs \(>= 20\.19\), .*nodejs \(>= 22\.13\) \| libc6 \(>= 2\.\d+\), .*systemd \(>= 250\)$/,
    );
    expect(existsSync(at('usr/lib/mailcertd/node_modules/better-sqlite3/build/Release/better_sqlite3.node'))).toBe(
      true,
    );
  });

  it.each([
    ...['18.20.4', '20.18.9', '21.7.3-1nodesource1', '22.12.0-1nodesource1', '23.11.1-1nodesource1'],
    ...['20.19.2+dfsg-1', '22.13.0-1nodesource1', '22.21.1', '24.0.0-1nodesource1', '25.2.0'],
  ])('requires a version of Node that the program supports, compared with %s', (node) => {
    const satisfies = (alternative: string): boolean => {
      const [, operator = '', version = ''] = /^nodejs \((\S+) (\S+)\)$/.exec(alternative) ?? [];
      if (version === '') return true;
      const relation = operator === '<<' ? 'lt' : 'ge';
      return spawnSync('dpkg', ['--compare-versions', node, relation, version]).status === 0;
    };
    const depends = field('Depends').split(', ');
    const isInstalled = depends.every((each) => each.split(' | ').some(satisfies));
    const [major = 0, minor = 0] = node.split('.').map(Number);
    expect(isInstalled).toBe((major === 20 && minor >= 19 && isNode20) || (major === 22 && minor >= 13) || major >= 24);
  });

  it('lists each shipped package in the copyright file and in the bill of materials', () => {
    const paths = run('find', at('usr/lib/mailcertd/node_modules'), '-name', 'package.json')
      .trim()
      .split('\n')
      .map((path) => path.slice(at('usr/lib/mailcertd/').length, -'/package.json'.length))
      .filter((path) => /(^|\/)node_modules\/(@[^/]+\/)?[^/]+$/.test(path));
    expect(paths.length).toBeGreaterThan(35);
    const { components } = JSON.parse(text('usr/share/doc/mailcertd/sbom.cdx.json'));
    const copyright = text('usr/share/doc/mailcertd/copyright');
    for (const path of paths) {
      expect(copyright).toContain(`\nFiles: usr/lib/mailcertd/${path}/*\nCopyright: `);
      expect(components).toContainEqual(expect.objectContaining({ 'bom-ref': path }));
    }
    expect(copyright).not.toContain('Copyright: the authors');
    expect(components).toContainEqual(
      expect.objectContaining({ name: 'sqlite', version: expect.stringMatching(/^3\./) }),
    );
  });

  it('has the changes in the format of Debian', () => {
    const changes = gunzipSync(readFileSync(at('usr/share/doc/mailcertd/changelog.gz'))).toString();
    expect(changes.split('\n')[0]).toBe(`mailcertd (${version.version}) unstable; urgency=medium`);
    expectDebianFormat(changes);
  });

  it.runIf(needs('shellcheck'))('has scripts in which shellcheck finds nothing', () => {
    const control = directory.at('control');
    run('dpkg-deb', '--control', file, control);
    run('shellcheck', ...['preinst', 'postinst', 'prerm', 'postrm'].map((name) => join(control, name)));
  });

  /** Each line is a heading, an item, its continuation, a signature, or empty. */
  function expectDebianFormat(changes: string): void {
    const line =
      /^(mailcertd \([\w.+~-]+\) unstable; urgency=medium| {2}\* .+| {4}.+| -- .+ <.+> {2}\w{3}, .+ \+0000|)$/;
    expect(changes.split('\n').filter((each) => !line.test(each))).toEqual([]);
  }
});
