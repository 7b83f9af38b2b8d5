import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openSqlite } from '../../../../src/adapters/sqlite/better-sqlite3.ts';
import { openLedger } from '../../../../src/adapters/sqlite/ledger/open-ledger.ts';
import { EMPTY_MEMORY } from '../../../../src/domain/observation/memory.ts';
import { change, NOON, newRecord, raised, recordOf, SHARD } from '../../../contract/ledger-samples.ts';
import { stateDirectories } from '../state-directories.ts';

const stateDirectory = stateDirectories();
const mode = (path: string): string => (statSync(path).mode & 0o7777).toString(8);

describe('openLedger', () => {
  it('creates the directory as readable for its group, and the ledger and its logs too, whatever the umask', async () => {
    const directory = join(stateDirectory(), 'state');
    const umask = process.umask(0o077);
    const ledger = openLedger(directory);
    await ledger.commit(SHARD, 0, change({ records: [newRecord()] }));
    process.umask(umask);
    expect(mode(directory)).toBe('750');
    for (const file of ['ledger.db', 'ledger.db-wal', 'ledger.db-shm']) expect(mode(join(directory, file))).toBe('640');
    await ledger[Symbol.asyncDispose]();
  });

  it('does not change an existing directory', async () => {
    const directory = join(stateDirectory(), 'state');
    mkdirSync(directory, { mode: 0o700 });
    await openLedger(directory)[Symbol.asyncDispose]();
    expect(mode(directory)).toBe('700');
  });

  it('restores the stored state: conditions, memory, revision and cursors', async () => {
    const directory = stateDirectory();
    const first = openLedger(directory);
    const { condition, record } = raised('a');
    const memory = {
      ...EMPTY_MEMORY,
      storeSizes: new Map([['My', { path: '/store', certificates: 2, shrunk: undefined }]]),
    };
    const scan = { startedAt: NOON, endedAt: NOON + 3, nextAt: NOON + 900_000 };
    await first.commit(SHARD, 0, change({ records: [record, newRecord()], open: [condition], memory, scan }));
    await first.advanceCursor('file:/var/log/events', 1);
    await first[Symbol.asyncDispose]();
    const second = openLedger(directory);
    expect(await second.state(SHARD)).toEqual({ revision: 1, open: [condition], memory, scan });
    expect(await second.cursor('file:/var/log/events')).toBe(1);
    await second[Symbol.asyncDispose]();
  });

  it('leaves an empty log and its index when it is closed, so that read-only accounts can open it', async () => {
    const directory = stateDirectory();
    const ledger = openLedger(directory);
    await ledger.commit(SHARD, 0, change({ records: [newRecord()] }));
    expect(statSync(join(directory, 'ledger.db-wal')).size).toBeGreaterThan(0);
    await ledger[Symbol.asyncDispose]();
    await ledger[Symbol.asyncDispose]();
    expect(statSync(join(directory, 'ledger.db-wal')).size).toBe(0);
    expect(statSync(join(directory, 'ledger.db-shm')).size).toBeGreaterThan(0);
  });

  it('keeps levels as the numbers of the Windows event schema', async () => {
    const directory = stateDirectory();
    const ledger = openLedger(directory);
    const records = (['Error', 'Warning', 'Information'] as const).map((level) => newRecord({ level }));
    await ledger.commit(SHARD, 0, change({ records }));
    await ledger[Symbol.asyncDispose]();
    const database = openSqlite(join(directory, 'ledger.db'), { readonly: true });
    expect(database.prepare('SELECT level FROM event_record').pluck().all()).toEqual([2, 3, 4]);
    database.close();
  });

  it('prunes a limited number of records a call', async () => {
    const ledger = openLedger(stateDirectory());
    await ledger.commit(SHARD, 0, change({ records: Array.from({ length: 3000 }, () => newRecord()) }));
    expect(await ledger.prune({ records: 10, days: 400 }, NOON)).toBe(2000);
    expect(await ledger.prune({ records: 10, days: 400 }, NOON)).toBe(990);
    expect(await ledger.prune({ records: 10, days: 400 }, NOON)).toBe(0);
    await ledger[Symbol.asyncDispose]();
  });

  it('prunes the subjects of a record with it, and resolved conditions with their last record', async () => {
    const directory = stateDirectory();
    const ledger = openLedger(directory);
    const [over, open] = [raised('over'), raised('open')];
    await ledger.commit(
      SHARD,
      0,
      change({ records: [over.record, open.record], open: [over.condition, open.condition] }),
    );
    await ledger.commit(SHARD, 1, change({ records: [recordOf(over.condition, 'cleared')], open: [open.condition] }));
    const database = openSqlite(join(directory, 'ledger.db'), { readonly: true });
    const left = (): readonly unknown[] => [
      database.prepare('SELECT DISTINCT event_record_id FROM event_subject ORDER BY 1').pluck().all(),
      database.prepare('SELECT condition_id FROM condition ORDER BY 1').pluck().all(),
    ];
    expect(left()).toEqual([
      [1, 2, 3],
      ['open', 'over'],
    ]);
    await ledger.prune({ records: 0, days: 400 }, NOON);
    expect(left()).toEqual([[2], ['open']]);
    database.close();
    await ledger[Symbol.asyncDispose]();
  });
});
