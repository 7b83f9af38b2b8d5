import { statSync, utimesSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ContentCache } from '../../../src/adapters/file-store/content-cache.ts';
import { identityOf } from '../../../src/adapters/file-store/file-identity.ts';
import { Pace } from '../../../src/adapters/file-store/pace.ts';
import type { FoundFile } from '../../../src/adapters/file-store/tree.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';
import { made } from './looks.ts';

const pace = new Pace(new AbortController().signal);
const one = made('mail.contoso.com').certificatePem;

const found = (path: string): FoundFile => ({ path, identity: identityOf(statSync(path)), mayRepeat: false });

describe('a file that was read', () => {
  it.each([
    ['a moment ago', 60_000, false],
    ['long after it was written', -60_000, true],
  ])('%s is known again by its times: trusts files older than %i ms: %s', async (_when, settlesAfterMs, expected) => {
    using folder = temporaryFolder();
    const path = folder.write('mail.pem', one);
    const cache = new ContentCache(settlesAfterMs);
    cache.begin();
    await cache.read([path], new Set(), pace);
    expect(cache.use(found(path)) !== undefined).toBe(expected);
  });

  it('is the same content when only its times have changed', async () => {
    using folder = temporaryFolder();
    const path = folder.write('mail.pem', one);
    const cache = new ContentCache(-60_000);
    cache.begin();
    const [first] = await cache.read([path], new Set(), pace);
    cache.end();
    cache.begin();
    utimesSync(path, 1, 1);
    expect(cache.use(found(path))).toBeUndefined();
    const [second] = await cache.read([path], new Set(), pace);
    expect(first?.source.kind).toBe('content');
    expect(second).toBe(first);
  });

  it('is forgotten after a look that did not ask for it', async () => {
    using folder = temporaryFolder();
    const path = folder.write('mail.pem', one);
    const cache = new ContentCache(-60_000);
    cache.begin();
    await cache.read([path], new Set(), pace);
    cache.end();
    cache.begin();
    expect(cache.isComplete).toBe(false);
    cache.end();
    expect(cache.isComplete).toBe(true);
    expect(cache.use(found(path))).toBeUndefined();
  });
});
