import { cpSync, existsSync, readdirSync, readFileSync, renameSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, it } from 'vitest';
import { finishRestore, restoredPath } from '../../../../src/adapters/sqlite/ledger/finish-restore.ts';
import { openLedger } from '../../../../src/adapters/sqlite/ledger/open-ledger.ts';
import { change, newRecord, SHARD } from '../../../contract/ledger-samples.ts';
import { stateDirectories } from '../state-directories.ts';

const stateDirectory = stateDirectories();
const SUFFIXES = ['', '-wal', '-shm'];
/** The name of the replaced ledger if the restored one is of this time. */
const RESTORED_AT = Date.UTC(2026, 10, 24, 12);
const ASIDE = 'ledger.db.before-restore-20261124T120000000Z';

let directory: string;
let path: string;

/** Copies the ledger of a daemon that was killed, with its newest record in the write-ahead log only. */
async function writeLedger(to: string, records: number): Promise<void> {
  const original = stateDirectory();
  await using ledger = openLedger(original);
  for (let revision = 0; revision < records; revision += 1)
    await ledger.commit(SHARD, revision, change({ records: [newRecord()] }));
  for (const suffix of SUFFIXES) cpSync(join(original, `ledger.db${suffix}`), to + suffix);
}

/** Returns the numbers of the records in a ledger, which is not changed. */
async function recordsIn(name: string): Promise<string> {
  const copy = stateDirectory();
  for (const suffix of SUFFIXES) {
    const file = join(directory, name + suffix);
    if (existsSync(file)) cpSync(file, join(copy, `ledger.db${suffix}`));
  }
  await using ledger = openLedger(copy);
  expect(ledger.damage).toBeUndefined();
  return (await ledger.after(0, 10)).map(({ eventRecordId }) => eventRecordId).join();
}

const rename = (suffix: string): void => renameSync(path + suffix, join(directory, ASIDE + suffix));

beforeEach(async () => {
  directory = stateDirectory();
  path = join(directory, 'ledger.db');
  await writeLedger(path, 2);
  const other = stateDirectory();
  await using ledger = openLedger(other);
  await ledger.commit(SHARD, 0, change({ records: [newRecord()] }));
  await ledger[Symbol.asyncDispose]();
  cpSync(join(other, 'ledger.db'), restoredPath(path));
  utimesSync(restoredPath(path), RESTORED_AT / 1000, RESTORED_AT / 1000);
});

it('a restore that was killed after the first rename keeps a file that has come to the path since', async () => {
  rename('');
  cpSync(join(directory, ASIDE), path);
  const copied = readFileSync(path);
  expect(finishRestore(path)).toBe(join(directory, ASIDE));
  expect(await recordsIn('ledger.db')).toBe('1');
  expect(await recordsIn(ASIDE)).toBe('1,2');
  expect(readFileSync(join(directory, `${ASIDE}-2`))).toEqual(copied);
  expect(existsSync(join(directory, `${ASIDE}-2-wal`))).toBe(false);
});

it('a restore that was killed after all renames but the last one keeps a whole other event log', async () => {
  for (const suffix of SUFFIXES) rename(suffix);
  await writeLedger(path, 3);
  expect(finishRestore(path)).toBe(join(directory, ASIDE));
  expect(await recordsIn('ledger.db')).toBe('1');
  expect(await recordsIn(ASIDE)).toBe('1,2');
  expect(await recordsIn(`${ASIDE}-2`)).toBe('1,2,3');
});

it('a restore that is killed again, while it renames the other event log, gives all its files one name', async () => {
  for (const suffix of SUFFIXES) rename(suffix);
  await writeLedger(path, 3);
  renameSync(`${path}-shm`, join(directory, `${ASIDE}-2-shm`));
  renameSync(`${path}-wal`, join(directory, `${ASIDE}-2-wal`));
  finishRestore(path);
  expect(await recordsIn('ledger.db')).toBe('1');
  expect(await recordsIn(ASIDE)).toBe('1,2');
  expect(await recordsIn(`${ASIDE}-2`)).toBe('1,2,3');
  expect(readdirSync(directory).filter((name) => name.startsWith(`${ASIDE}-3`))).toEqual([]);
});
