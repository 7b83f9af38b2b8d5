import { execFileSync } from 'node:child_process';
import { afterAll, expect, it } from 'vitest';
import { archiveProblems } from '../../../config/release/archive-problems.ts';
import { temporaryDirectory } from '../../fixtures/temporary-directory.ts';

const directory = temporaryDirectory();
afterAll(() => directory[Symbol.dispose]());

/** Packs files, all with the same time, and returns the path of the archive. */
function packed(name: string, files: Readonly<Record<string, string>>, second = 0): string {
  for (const [file, content] of Object.entries(files)) directory.write(`${name}/${file}`, content);
  const archive = directory.at(`${name}.tgz`);
  const words = ['--create', '--gzip', `--mtime=@${second}`, '--sort=name', '--file', archive];
  execFileSync('tar', [...words, '--directory', directory.at(name), ...Object.keys(files)]);
  return archive;
}

const FILES = { 'package.json': '{}', 'dist/bin.js': 'start()' };
const first = packed('first', FILES);

it('accepts archives that are equal byte for byte', () => {
  expect(archiveProblems(first, packed('second', FILES))).toEqual([]);
});

it('names the files with a changed byte, and those that only one archive has', () => {
  const changed = packed('changed', { ...FILES, 'dist/bin.js': 'start();', 'dist/new.js': '' });
  expect(archiveProblems(first, changed)).toEqual([
    'first.tgz: two builds differ in dist/bin.js',
    'first.tgz: two builds differ in dist/new.js',
  ]);
});

it('refuses equal files in different archives', () => {
  expect(archiveProblems(first, packed('later', FILES, 1))).toEqual([
    'first.tgz: two builds differ, but their files are equal',
  ]);
});
