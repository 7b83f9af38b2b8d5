import { linkSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { OpeningBudget } from '../../../../src/adapters/file-store/open/opening-budget.ts';
import { StoreReader } from '../../../../src/adapters/file-store/read/store-reader.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../../../fixtures/temporary-directory.ts';
import { definition, made, NOON } from '../scans.ts';

let directory: TemporaryDirectory;
beforeEach(() => {
  directory = temporaryDirectory();
});
afterEach(() => directory[Symbol.dispose]());

const OPTIONS = {
  maxFiles: 1000,
  minReliableAgeMs: -60_000,
  keyAccounts: [],
  namedKeys: undefined,
  isIgnored: () => false,
  willRescan: true,
  startThread: undefined,
  readerCache: undefined,
  budget: new OpeningBudget(),
  warn: () => undefined,
};
const OBSERVER = { onDirectory: () => {}, onLink: () => {} };

/** Returns a function that scans the directory, and returns the common names by file. */
function scanner(): (...changedPaths: readonly (ReadonlySet<string> | undefined)[]) => Promise<Record<string, string>> {
  const reader = new StoreReader(definition(directory.path), OPTIONS);
  return async (changedPaths) => {
    const result = await reader.scan(NOON, new AbortController().signal, OBSERVER, { changedPaths });
    if (result.kind === 'unavailable') throw new Error(result.problem.reason);
    const names = result.value.certificates.map(({ location, certificate }) => [
      location.path.slice(directory.path.length + 1),
      certificate.commonNames[0] ?? '',
    ]);
    return Object.fromEntries(names);
  };
}

/**
 * Replaces the certificate without changing the times of the directory. Only a watch, or a check of
 * the file, detects this.
 */
function rewrite(name: string, commonName: string): void {
  const { atime, mtime } = statSync(directory.path);
  writeFileSync(directory.at(name), made(commonName).certificatePem);
  utimesSync(directory.path, atime, mtime);
}

describe('a scan of changes', () => {
  it('reads the named file, and leaves another changed one for the next full scan', async () => {
    const scan = scanner();
    for (const name of ['a', 'b']) directory.write(`${name}.pem`, made(name).certificatePem);
    expect(await scan(undefined)).toEqual({ 'a.pem': 'a', 'b.pem': 'b' });
    rewrite('a.pem', 'a2');
    rewrite('b.pem', 'b2');
    expect(await scan(new Set([directory.at('b.pem')]))).toEqual({ 'a.pem': 'a', 'b.pem': 'b2' });
    expect(await scan(undefined)).toEqual({ 'a.pem': 'a2', 'b.pem': 'b2' });
  });

  it('detects added, removed and replaced files, named or not', async () => {
    const scan = scanner();
    for (const name of ['a', 'b', 'c']) directory.write(`${name}.pem`, made(name).certificatePem);
    await scan(undefined);
    directory.write('d.pem', made('d').certificatePem);
    rmSync(directory.at('a.pem'));
    directory.write('.new', made('b2').certificatePem);
    renameSync(directory.at('.new'), directory.at('b.pem'));
    // A replaced file is found by its changed path; added and removed files need no hint.
    expect(await scan(new Set([directory.at('b.pem')]))).toEqual({ 'b.pem': 'b2', 'c.pem': 'c', 'd.pem': 'd' });
  });

  it('reads every file with several names: the hint may use another one', async () => {
    const scan = scanner();
    directory.write('a.pem', made('a').certificatePem);
    linkSync(directory.at('a.pem'), directory.at('z.pem'));
    expect(await scan(undefined)).toEqual({ 'a.pem': 'a' });
    rewrite('z.pem', 'a2');
    expect(await scan(new Set([directory.at('z.pem')]))).toEqual({ 'a.pem': 'a2' });
  });
});
