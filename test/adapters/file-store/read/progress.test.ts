import { expect, it } from 'vitest';
import { openStore } from '../../../../src/adapters/file-store/open-store.ts';
import type { Progress } from '../../../../src/work/ports/progress.ts';
import { temporaryDirectory } from '../../../fixtures/temporary-directory.ts';

it('a store reports how many files are read, and their total when all are found', async () => {
  using directory = temporaryDirectory();
  for (let index = 0; index < 300; index++) directory.write(`${index}.pem`, 'no certificate');
  const reports: Progress[] = [];
  const source = { inventory: 'configuration', place: 'test' };
  const store = openStore(
    { name: 'letsencrypt', path: directory.path, services: ['SMTP'], personal: false, source },
    { now: () => Date.now(), monotonicMs: () => performance.now() },
    { reportProgress: (progress) => reports.push(progress) },
  );
  await store.read(new AbortController().signal);
  expect(reports.at(-1)).toEqual({ activity: 'read', name: 'letsencrypt', done: 300, total: 300 });
  // At most one report for each batch of files.
  expect(reports.length).toBeLessThan(10);
  const counts = reports.map(({ done }) => done);
  expect(counts).toEqual(counts.toSorted((a, b) => a - b));
});
