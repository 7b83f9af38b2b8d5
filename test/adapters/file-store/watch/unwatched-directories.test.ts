import { mkdirSync, utimesSync } from 'node:fs';
import { expect, test } from 'vitest';
import { failureText } from '../../../../src/domain/failure/failure-text.ts';
import { DAY } from '../../../../src/domain/time.ts';
import type { ScanScope } from '../../../../src/work/ports/stores.ts';
import { temporaryDirectory } from '../../../fixtures/temporary-directory.ts';
import { made, storeAt } from '../scans.ts';

/** A number of directories above the limit of watches. */
const COUNT = 4200;
const LONG_AGO = new Date(Date.now() - DAY);

test('a scan of changes reads the files in directories that are not watched', async () => {
  using directory = temporaryDirectory();
  const [one, other] = [made(), made()];
  for (let at = 0; at < COUNT; at += 1) mkdirSync(directory.at(`store/${at}`), { recursive: true });
  const files = Array.from({ length: COUNT / 100 }, (_, index) => `store/${100 * index}/mail.pem`);
  for (const file of files) utimesSync(directory.write(file, one.certificatePem), LONG_AGO, LONG_AGO);
  const warned: string[] = [];
  const store = storeAt(directory.at('store'), {
    minReliableAgeMs: -1000,
    warn: (limit) => void warned.push(failureText(limit, 'en')),
  });
  const thumbprints = async (scope: ScanScope): Promise<ReadonlySet<string>> => {
    const result = await store.read(new AbortController().signal, scope);
    if (result.kind === 'unavailable') throw new Error(failureText(result.problem.failure, 'en'));
    expect(result.value.certificates).toHaveLength(files.length);
    return new Set(result.value.certificates.map(({ certificate }) => certificate.thumbprint));
  };
  await thumbprints('full');
  let isChanged = false;
  using _watch = store.watch(() => {
    isChanged = true;
  });
  expect(await thumbprints('full')).toEqual(new Set([one.thumbprint]));
  expect(warned).toHaveLength(1);
  for (const file of files) directory.write(file, other.certificatePem);
  await expect.poll(() => isChanged, { timeout: 10_000 }).toBe(true);
  expect(await thumbprints('changed')).toEqual(new Set([other.thumbprint]));
});
