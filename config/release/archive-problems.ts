import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync, mkdtempSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { pathsBelow } from '../materials/paths-below.ts';

/** Returns the hash of each file in a Debian package or npm package, by path. */
function contentOf(archive: string, target: string): ReadonlyMap<string, string> {
  mkdirSync(target);
  const [program, words] = archive.endsWith('.deb')
    ? ['dpkg-deb', ['--raw-extract', archive, target]]
    : ['tar', ['--extract', '--file', archive, '--directory', target]];
  execFileSync(program, words);
  const hashOf = (file: string): string => {
    const status = lstatSync(file);
    if (status.isDirectory()) return 'directory';
    if (status.isSymbolicLink()) return `link to ${readlinkSync(file)}`;
    return `${status.mode.toString(8)} ${createHash('sha256').update(readFileSync(file)).digest('hex')}`;
  };
  return new Map(pathsBelow(target).map((path) => [path, hashOf(join(target, path))] as const));
}

/** Returns the files in which two archives differ; empty if the archives are equal byte for byte. */
export function archiveProblems(first: string, second: string): readonly string[] {
  if (readFileSync(first).equals(readFileSync(second))) return [];
  const directory = mkdtempSync(join(tmpdir(), 'mailcertd-archives-'));
  try {
    const [one, other] = [contentOf(first, join(directory, '1')), contentOf(second, join(directory, '2'))];
    const different = [...new Set([...one.keys(), ...other.keys()])].filter(
      (path) => one.get(path) !== other.get(path),
    );
    const name = basename(first);
    if (different.length === 0) return [`${name}: two builds differ, but their files are equal`];
    return different.map((path) => `${name}: two builds differ in ${path}`);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
