import { statSync, utimesSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ContentCache } from '../../../../src/adapters/file-store/cache/content-cache.ts';
import { OpeningBudget } from '../../../../src/adapters/file-store/open/opening-budget.ts';
import { fileStateOf } from '../../../../src/adapters/file-store/walk/file-state.ts';
import { TimeSlice } from '../../../../src/adapters/file-store/walk/time-slice.ts';
import type { FoundFile } from '../../../../src/adapters/file-store/walk/walk-options.ts';
import { temporaryDirectory } from '../../../fixtures/temporary-directory.ts';
import { made } from '../scans.ts';

const slice = new TimeSlice(new AbortController().signal);
const one = made('mail.contoso.com').certificatePem;

const found = (path: string): FoundFile => ({ path, state: fileStateOf(statSync(path)), mayHaveOtherPaths: false });

const LIMITS = new OpeningBudget().perFile;

describe('a file that was read', () => {
  it.each([
    ['a moment ago', 60_000, false],
    ['long after it was written', -60_000, true],
  ])('%s is identified by its times: trusts files older than %i ms: %s', async (_when, minReliableAgeMs, expected) => {
    using directory = temporaryDirectory();
    const path = directory.write('mail.pem', one);
    const cache = new ContentCache(minReliableAgeMs);
    await cache.begin(slice);
    await cache.read([path], new Set(), slice, LIMITS);
    await cache.begin(slice);
    expect(cache.reuse(found(path)) !== undefined).toBe(expected);
  });

  it('has the same content when only its times have changed', async () => {
    using directory = temporaryDirectory();
    const path = directory.write('mail.pem', one);
    const cache = new ContentCache(-60_000);
    await cache.begin(slice);
    const [first] = await cache.read([path], new Set(), slice, LIMITS);
    cache.end();
    await cache.begin(slice);
    utimesSync(path, 1, 1);
    expect(cache.reuse(found(path))).toBeUndefined();
    const [second] = await cache.read([path], new Set(), slice, LIMITS);
    expect(first?.source.kind).toBe('content');
    expect(second).toBe(first);
  });

  it('is removed after a scan that did not request it', async () => {
    using directory = temporaryDirectory();
    const path = directory.write('mail.pem', one);
    const cache = new ContentCache(-60_000);
    await cache.begin(slice);
    await cache.read([path], new Set(), slice, LIMITS);
    cache.end();
    await cache.begin(slice);
    expect(cache.hasUsedAllFiles).toBe(false);
    cache.end();
    expect(cache.hasUsedAllFiles).toBe(true);
    expect(cache.reuse(found(path))).toBeUndefined();
  });

  it.each(['before', 'while', 'after'])('is found by its path %s its content is indexed', async (when) => {
    using directory = temporaryDirectory();
    const paths = Array.from({ length: 1100 }, (_, at) => directory.write(`${(at * 7) % 1100}.pem`, one));
    const cache = new ContentCache(-60_000);
    await cache.begin(slice);
    const read = await cache.read(paths, new Set(), slice, LIMITS);
    await cache.sortByPath(
      read.filter((file) => file?.state !== undefined),
      slice,
    );
    const stopping = new AbortController();
    const paced = new TimeSlice(stopping.signal);
    paced.hasElapsed = () => true;
    stopping.abort(new Error('stopped'));
    if (when === 'while') await expect(cache.index(paced)).rejects.toThrow('stopped');
    if (when === 'after') await cache.index(slice);
    for (const path of paths) expect(cache.currentFileAt(path)?.path).toBe(path);
    expect(cache.currentFileAt(directory.at('none.pem'))).toBeUndefined();
    expect(cache.hasUsedAllFiles).toBe(true);
    const known = [...(await cache.listFiles(slice))].map(({ path }) => path);
    expect(known).toEqual(paths);
    expect(cache.hasUsedAllFiles).toBe(true);
  });
});
