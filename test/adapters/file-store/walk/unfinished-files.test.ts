import { utimesSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { OpeningBudget } from '../../../../src/adapters/file-store/open/opening-budget.ts';
import { StoreReader } from '../../../../src/adapters/file-store/read/store-reader.ts';
import { UnfinishedFiles } from '../../../../src/adapters/file-store/walk/unfinished-files.ts';
import { SECOND } from '../../../../src/domain/time.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../../../fixtures/temporary-directory.ts';
import { definition, made, NOON } from '../scans.ts';

const half = (pem: string): string => pem.slice(0, pem.length / 2);
const OLD = made('old').certificatePem;
const NEW = made('new').certificatePem;

let directory: TemporaryDirectory;
beforeEach(() => {
  directory = temporaryDirectory();
});
afterEach(() => directory[Symbol.dispose]());

/**
 * Returns a function that scans a path, and returns the common names, the problems, and the number
 * of incomplete files.
 */
function scanner(path: string, rescansSoon = true) {
  const reader = new StoreReader(definition(path), {
    ...{ maxFiles: 1000, minReliableAgeMs: -60_000, keyAccounts: [], namedKeys: undefined, isIgnored: () => false },
    ...{
      willRescan: true,
      startThread: undefined,
      readerCache: undefined,
      budget: new OpeningBudget(),
      warn: () => undefined,
    },
  });
  return async () => {
    const observer = { onDirectory: () => {}, onLink: () => {} };
    const result = await reader.scan(NOON, new AbortController().signal, observer, { rescansUnfinished: rescansSoon });
    if (result.kind === 'unavailable') throw new Error(result.problem.reason);
    const names = result.value.certificates.map(({ certificate }) => certificate.commonNames[0]);
    return [names, result.problems.map(({ reason }) => reason), reader.unfinishedPaths.length];
  };
}

describe('a file that is still being written', () => {
  it.each([
    ['in a directory', () => directory.path],
    ['that is the store', () => directory.at('mail.pem')],
  ])('%s has its previous content until it is complete', async (_, path) => {
    const file = directory.write('mail.pem', OLD);
    const scan = scanner(path());
    expect(await scan()).toEqual([['old'], [], 0]);
    for (const text of ['', half(NEW), NEW.slice(0, -20)]) {
      writeFileSync(file, text);
      expect(await scan()).toEqual([['old'], [], 1]);
    }
    writeFileSync(file, NEW);
    expect(await scan()).toEqual([['new'], [], 0]);
  });

  it('that is new is ignored until it is complete', async () => {
    directory.write('a.pem', OLD);
    const scan = scanner(directory.path);
    await scan();
    const file = directory.write('b.pem', half(NEW));
    expect(await scan()).toEqual([['old'], [], 1]);
    writeFileSync(file, NEW);
    expect(await scan()).toEqual([['old', 'new'], [], 0]);
  });

  it('is read as it is if no scan follows soon', async () => {
    const file = directory.write('mail.pem', OLD);
    const scan = scanner(directory.path, false);
    await scan();
    writeFileSync(file, half(NEW));
    expect(await scan()).toEqual([[], ['pem_unterminated'], 0]);
  });

  it('is complete 30 s after a change: its problems are reported', async () => {
    const file = directory.write('mail.pem', OLD);
    const scan = scanner(directory.path);
    await scan();
    writeFileSync(file, half(NEW));
    const [before, now] = [Date.now() / 1000 - 31, Date.now() / 1000];
    utimesSync(file, now, before);
    expect(await scan()).toEqual([[], ['pem_unterminated'], 0]);
  });

  it('is waited for 30 s at most, even if it changes again', () => {
    const file = directory.write('mail.pem', half(NEW));
    let now = NOON;
    const files = new UnfinishedFiles(() => now);
    const waitsAfter = (ms: number): boolean => {
      now += ms;
      utimesSync(file, now / 1000, now / 1000);
      files.begin();
      return files.mustWait(file);
    };
    expect([0, 10 * SECOND, 20 * SECOND - 1, 1, 20 * SECOND].map(waitsAfter)).toEqual([true, true, true, false, false]);
    writeFileSync(file, NEW);
    expect(waitsAfter(0)).toBe(false);
    writeFileSync(file, half(NEW));
    expect(waitsAfter(0)).toBe(true);
  });

  it('is never one that cannot be opened', () => {
    const files = new UnfinishedFiles();
    expect([files.mustWait(directory.at('nothing')), files.mustWait(directory.path)]).toEqual([false, false]);
  });
});
