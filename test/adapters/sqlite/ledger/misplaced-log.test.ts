import { copyFileSync, readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openLedger } from '../../../../src/adapters/sqlite/ledger/open-ledger.ts';
import { failureText } from '../../../../src/domain/failure/failure-text.ts';
import { change, newRecord, SHARD } from '../../../contract/ledger-samples.ts';
import { stateDirectories } from '../state-directories.ts';

const stateDirectory = stateDirectories();
const records = (count: number) => Array.from({ length: count }, () => newRecord());

test('a log that is replaced by a backup keeps its records and numbers, also if the daemon ends right after the copy', async () => {
  const directory = stateDirectory();
  const file = join(directory, 'ledger.db');
  const first = openLedger(directory);
  await first.commit(SHARD, 0, change({ records: records(1) }));
  await first[Symbol.asyncDispose]();
  copyFileSync(file, join(directory, 'backup'));

  // The ledger is not closed, although the daemon has ended.
  const running = openLedger(directory);
  await running.commit(SHARD, 1, change({ records: records(3) }));
  renameSync(join(directory, 'backup'), file);
  expect(running.misplaced()?.message).toContain('another file has replaced it');
  expect(running.copyMisplaced()).toBeUndefined();

  await using next = openLedger(directory);
  expect((await next.after(0, 10)).map(({ eventRecordId }) => eventRecordId)).toEqual([1, 2, 3, 4]);
  expect(failureText(next.damage?.failure ?? '', 'en')).toContain('another file replaced the event log');
  const aside = readdirSync(directory).filter((name) => /^ledger\.db\.damaged-[0-9TZ]+$/.test(name));
  expect(aside).toHaveLength(1);
});
