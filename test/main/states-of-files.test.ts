import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { OpeningBudget } from '../../src/adapters/file-store/open/opening-budget.ts';
import { actAsItself } from '../../src/adapters/file-store/write/act-as.ts';
import { systemClock } from '../../src/adapters/system/clock.ts';
import { openSession } from '../../src/main/open-session.ts';
import { StorePool } from '../../src/main/store-pool.ts';
import { definition, made } from '../adapters/file-store/scans.ts';
import { CountedOpens } from '../fixtures/counted-opens.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../fixtures/temporary-directory.ts';

const { fstatSync } = fs;
const signal = new AbortController().signal;
const FILES = 20;
let directory: TemporaryDirectory;
let asked = 0;

beforeEach(() => {
  directory = temporaryDirectory();
  const issuer = made('CA', { dnsNames: [], key: 'ec' });
  for (let at = 0; at < FILES; at += 1) {
    const path = directory.write(`${at}.pem`, made(`h${at}.contoso.com`, { issuer, key: 'ec' }).certificatePem);
    fs.utimesSync(path, 1, 1);
  }
  asked = 0;
  fs.fstatSync = ((file: number) => {
    asked += 1;
    return fstatSync(file);
  }) as typeof fs.fstatSync;
  syncBuiltinESMExports();
});
afterEach(() => {
  fs.fstatSync = fstatSync;
  syncBuiltinESMExports();
  directory[Symbol.dispose]();
});

it.each([
  [true, 0],
  [false, FILES],
])('a session that scans once (%s) requests the states of %i files', async (scansOnce, count) => {
  const selected = { config: undefined, stores: [directory.path], scansOnce };
  await using session = await openSession(selected, 'en');
  const { certificates } = await session.operations.list({}, signal);
  expect(certificates).toHaveLength(FILES);
  expect(asked).toBe(count);
});

it('stores that are scanned again read nothing twice', async () => {
  const settled = { ...systemClock, now: () => Date.now() + 3_600_000 };
  const stores = new StorePool(settled, { willRescan: true, budget: new OpeningBudget(), actAs: actAsItself });
  const store = stores.open(definition(directory.path));
  await store.read(signal);
  expect(asked).toBe(FILES);
  await new Promise((resolve) => setTimeout(resolve, 2100));
  await store.read(signal);
  using opens = new CountedOpens(directory.path);
  const result = await store.read(signal);
  expect(result.kind === 'available' && result.value.certificates).toHaveLength(FILES);
  expect(opens.paths).toEqual([]);
});
