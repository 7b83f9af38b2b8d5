import { afterAll, describe, expect, it } from 'vitest';
import { openLedger } from '../../../../src/adapters/sqlite/ledger/open-ledger.ts';
import { newRecord, raised, recordOf, SHARD } from '../../../contract/ledger-samples.ts';
import { CompiledSource } from '../compiled-source.ts';
import { stateDirectories } from '../state-directories.ts';

const stateDirectory = stateDirectories();
const source = new CompiledSource();
afterAll(() => source[Symbol.dispose]());

const { condition, record } = raised('a');

/**
 * Returns a script that commits this many records again and again. The condition is open in odd
 * revisions and cleared in even ones.
 */
const committing = (directory: string, records: number): string => `
  const ledger = openLedger(${JSON.stringify(directory)});
  const many = Array(${records - 1}).fill(${JSON.stringify(newRecord())});
  let { revision } = await ledger.state(${JSON.stringify(SHARD)});
  for (;;) {
    process.stdout.write('begin ' + revision + '\\n');
    const open = revision % 2 === 0 ? [${JSON.stringify(condition)}] : [];
    const second = revision % 2 === 0 ? ${JSON.stringify(record)} : ${JSON.stringify(recordOf(condition, 'cleared'))};
    const memory = { fileHistories: new Map(), probes: new Map(), storeSizes: new Map([['My', { path: '/store', certificates: revision + 1, shrunk: undefined }]]) };
    const scan = { startedAt: revision + 1, endedAt: revision + 1, nextAt: undefined };
    await ledger.commit(${JSON.stringify(SHARD)}, revision, { records: [...many, second], open, memory, scan });
    revision += 1;
    process.stdout.write('done ' + revision + '\\n');
    await new Promise(setImmediate);
  }`;

/** Checks that the whole content is of one revision, and returns it. */
async function wholeRevision(directory: string, recordsEach: number): Promise<number> {
  const ledger = openLedger(directory);
  const { revision, open, memory, scan } = await ledger.state(SHARD);
  expect(ledger.damage).toBeUndefined();
  expect(await ledger.newestRecordId()).toBe(revision * recordsEach);
  expect(await ledger.count()).toBe(revision * recordsEach);
  expect(open).toEqual(revision % 2 === 1 ? [condition] : []);
  expect(memory.storeSizes.get('My')?.certificates).toBe(revision === 0 ? undefined : revision);
  expect(scan?.endedAt).toBe(revision === 0 ? undefined : revision);
  await ledger[Symbol.asyncDispose]();
  return revision;
}

describe('kill -9', () => {
  it('between commits loses no acknowledged one and leaves none half done', async () => {
    const directory = stateDirectory();
    let before = 0;
    for (const commits of [1, 2, 3, 10, 30]) {
      const script = source.run(committing(directory, 3));
      let acknowledged = before;
      while (acknowledged < before + commits) {
        const [word, revision] = (await script.line()).split(' ');
        if (word === 'done') acknowledged = Number(revision);
      }
      await script.kill();
      const revision = await wholeRevision(directory, 3);
      expect(revision).toBeGreaterThanOrEqual(acknowledged);
      before = revision;
    }
  });

  it.each([0, 20, 80, 160, 240])(
    '%i ms into a transaction of 20,000 records leaves all of it or nothing',
    async (ms) => {
      const directory = stateDirectory();
      const script = source.run(committing(directory, 20_000));
      expect(await script.line()).toBe('begin 0');
      await new Promise((resolve) => setTimeout(resolve, ms));
      await script.kill();
      const acknowledged = script.rest().filter((line) => line.startsWith('done')).length;
      expect(await wholeRevision(directory, 20_000)).toBeGreaterThanOrEqual(acknowledged);
    },
  );
});
