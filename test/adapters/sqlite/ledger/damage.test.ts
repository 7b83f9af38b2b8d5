import {
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openSqlite } from '../../../../src/adapters/sqlite/better-sqlite3.ts';
import { openLedger } from '../../../../src/adapters/sqlite/ledger/open-ledger.ts';
import { openLedgerReader } from '../../../../src/adapters/sqlite/ledger/open-ledger-reader.ts';
import { change, NOON, newRecord, SHARD } from '../../../contract/ledger-samples.ts';
import { saying } from '../../../domain/failure/saying.ts';
import { stateDirectories } from '../state-directories.ts';

const stateDirectory = stateDirectories();
const SET_ASIDE = 'ledger.db.damaged-20260301T120000Z';

/** Creates a ledger of 500 records, and closes it. */
async function filled(): Promise<{ directory: string; file: string }> {
  const directory = stateDirectory();
  const ledger = openLedger(directory);
  await ledger.commit(SHARD, 0, change({ records: Array.from({ length: 500 }, () => newRecord()) }));
  await ledger[Symbol.asyncDispose]();
  return { directory, file: join(directory, 'ledger.db') };
}

/** Overwrites the file from a byte on. */
function spoil(file: string, from: number): void {
  const handle = openSync(file, 'r+');
  writeSync(handle, Buffer.alloc(statSync(file).size - from, 0xa5), 0, undefined, from);
  closeSync(handle);
}

async function reopened(directory: string): Promise<{ damage: unknown; head: number; count: number }> {
  const ledger = openLedger(directory, { now: NOON });
  const found = { damage: ledger.damage, head: await ledger.newestRecordId(), count: await ledger.count() };
  const { revision } = await ledger.state(SHARD);
  await ledger.commit(SHARD, revision, change({ records: [newRecord()] }));
  await ledger.forgetDamage();
  await ledger[Symbol.asyncDispose]();
  return found;
}

describe('a damaged ledger', () => {
  it('that is no database is set aside unchanged, and a new one is created', async () => {
    const { directory, file } = await filled();
    spoil(file, 0);
    const nonsense = readFileSync(file);
    const { damage, head, count } = await reopened(directory);
    expect(damage).toMatchObject({ reason: 'event_log_damaged', location: join(directory, SET_ASIDE) });
    expect(damage).toMatchObject({ failure: saying('file is not a database; nothing of it could be read') });
    expect([head, count]).toEqual([0, 0]);
    expect(readFileSync(join(directory, SET_ASIDE)).equals(nonsense)).toBe(true);
  });

  it('is detected by the check after an unclean stop; readable records are kept, and ids continue', async () => {
    const { directory, file } = await filled();
    spoil(file, Math.floor(statSync(file).size / 2));
    writeFileSync(`${file}.doubtful`, '');
    const { damage, head, count } = await reopened(directory);
    expect(damage).toMatchObject({ reason: 'event_log_damaged', location: join(directory, SET_ASIDE) });
    expect(head).toBe(500);
    expect(count).toBeGreaterThan(0);
    expect(existsSync(`${file}.doubtful`)).toBe(false);
  });

  it('that makes a commit fail is checked at the next start', async () => {
    const { directory, file } = await filled();
    const ledger = openLedger(directory, { now: NOON });
    expect(ledger.damage).toBeUndefined();
    // The open ledger has not read its indexes yet.
    spoil(file, 4096 * 32);
    await expect(ledger.commit(SHARD, 1, change({ records: [newRecord()] }))).rejects.toThrow(
      /^cannot store a scan in the event log .*: it is damaged \(SQLITE_CORRUPT[^\n]*\); restart mailcertd, which moves the damaged file away [^\n]+$/,
    );
    await ledger[Symbol.asyncDispose]();
    expect((await reopened(directory)).damage).toMatchObject({ reason: 'event_log_damaged' });
  });

  it('that lost its content is set aside with its write-ahead log', async () => {
    const { directory, file } = await filled();
    writeFileSync(`${file}-wal`, 'the log');
    truncateSync(file, 0);
    const { damage } = await reopened(directory);
    expect(damage).toMatchObject({ location: join(directory, SET_ASIDE) });
    expect(readFileSync(join(directory, `${SET_ASIDE}-wal`), 'utf8')).toBe('the log');
  });

  it('overwrites no other that was set aside in the same second', async () => {
    const { directory, file } = await filled();
    for (const nonsense of ['first', 'second', 'third']) {
      writeFileSync(file, nonsense.padEnd(200));
      await reopened(directory);
    }
    const names = readdirSync(directory).filter((name) => name.includes('damaged') && !/-(wal|shm)$/.test(name));
    expect(names.sort()).toEqual([SET_ASIDE, `${SET_ASIDE}-2`, `${SET_ASIDE}-3`]);
    expect(readFileSync(join(directory, SET_ASIDE), 'utf8').trim()).toBe('first');
  });

  it('is one clear line for a reader', async () => {
    const { directory, file } = await filled();
    spoil(file, 0);
    expect(() => openLedgerReader(directory)).toThrow(
      /^cannot read the event log .*ledger\.db: it is not a database \(SQLITE_NOTADB[^)]*\); [^\n]+$/,
    );
  });
});

describe('an intact ledger', () => {
  it('is not set aside after an unclean stop', async () => {
    const { directory, file } = await filled();
    writeFileSync(`${file}.doubtful`, '');
    const ledger = openLedger(directory);
    expect(ledger.damage).toBeUndefined();
    expect(await ledger.count()).toBe(500);
    await ledger[Symbol.asyncDispose]();
    expect(existsSync(`${file}.doubtful`)).toBe(false);
  });

  it.each([openLedger, openLedgerReader])('of a newer mailcertd is not changed by %o', async (open) => {
    const { directory, file } = await filled();
    const database = openSqlite(file);
    database.pragma('user_version = 99');
    database.close();
    expect(() => open(directory)).toThrow(
      /it was written by a newer mailcertd \(schema 99, this version supports \d+\); use that version, or restore the backup from before the upgrade: mailcertd state restore \S+$/,
    );
    expect(readdirSync(directory).some((name) => name.includes('damaged'))).toBe(false);
  });
});
