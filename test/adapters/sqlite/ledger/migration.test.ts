import { readFileSync } from 'node:fs';
import type { Database } from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSqlite } from '../../../../src/adapters/sqlite/better-sqlite3.ts';
import { openLedger } from '../../../../src/adapters/sqlite/ledger/open-ledger.ts';
import { openLedgerReader } from '../../../../src/adapters/sqlite/ledger/open-ledger-reader.ts';
import { migrate, SCHEMA_VERSION, schemaVersion } from '../../../../src/adapters/sqlite/schema/schema.ts';
import { TABLE_SHAPES } from '../../../../src/adapters/sqlite/schema/table-shapes.ts';
import { saying } from '../../../domain/failure/saying.ts';

import { stateDirectories } from '../state-directories.ts';

const stateDirectory = stateDirectories();

const FIRST = 'CREATE TABLE a (id INTEGER) STRICT; INSERT INTO a VALUES (1);';
const SECOND = 'ALTER TABLE a ADD COLUMN name TEXT; UPDATE a SET name = id;';

describe('a database', () => {
  let database: Database;
  beforeEach(() => {
    database = openSqlite(':memory:');
  });
  afterEach(() => void database.close());

  it('that is empty has version 0, and gets every migration in order', () => {
    expect(schemaVersion(database)).toBe(0);
    migrate(database, 2, [FIRST, SECOND]);
    expect(schemaVersion(database)).toBe(2);
    expect(database.prepare('SELECT * FROM a').all()).toEqual([{ id: 1, name: '1' }]);
  });

  it('of an earlier version gets only the migrations that it lacks', () => {
    migrate(database, 1, [FIRST, SECOND]);
    database.exec('INSERT INTO a VALUES (2)');
    migrate(database, 2, [FIRST, SECOND]);
    expect(database.prepare('SELECT * FROM a').all()).toEqual([
      { id: 1, name: '1' },
      { id: 2, name: '2' },
    ]);
  });

  it('of the current or a newer version is not changed', () => {
    migrate(database, 1, [FIRST]);
    migrate(database, 1, [FIRST]);
    database.pragma('user_version = 7');
    migrate(database, 2, [FIRST, SECOND]);
    expect(schemaVersion(database)).toBe(7);
    expect(database.prepare('SELECT * FROM a').all()).toEqual([{ id: 1 }]);
  });

  it('keeps its version and content if a migration fails in the middle', () => {
    migrate(database, 1, [FIRST]);
    expect(() => migrate(database, 2, [FIRST, 'DELETE FROM a; SELECT * FROM b;'])).toThrow('no such table: b');
    expect(schemaVersion(database)).toBe(1);
    expect(database.prepare('SELECT * FROM a').all()).toEqual([{ id: 1 }]);
  });

  it('of the current version has the tables and columns that the event log reads', () => {
    migrate(database);
    const columns = database
      .prepare<[], { readonly name: string; readonly columns: string }>(
        `SELECT schema.name, group_concat(col.name) AS columns FROM sqlite_schema AS schema
        JOIN pragma_table_info(schema.name) AS col WHERE schema.type = 'table' GROUP BY schema.name`,
      )
      .all();
    expect(new Map(columns.map((table) => [table.name, table.columns.split(',').toSorted()]))).toEqual(
      new Map(Object.entries(TABLE_SHAPES).map(([name, shape]) => [name, Object.keys(shape.columns).toSorted()])),
    );
  });
});

describe('an event log', () => {
  it('that is new has the current version', async () => {
    const directory = stateDirectory();
    await openLedger(directory)[Symbol.asyncDispose]();
    const database = openSqlite(`${directory}/ledger.db`);
    expect([schemaVersion(database), SCHEMA_VERSION]).toEqual([3, 3]);
    database.close();
  });

  it('that is migrated has its new version in the file itself while it is open', async () => {
    const directory = stateDirectory();
    await openLedger(directory)[Symbol.asyncDispose]();
    const database = openSqlite(`${directory}/ledger.db`);
    for (const table of ['attempt', 'notifier_health', 'log_output', 'damage'])
      database.exec(`ALTER TABLE ${table} DROP COLUMN failure`);
    database.pragma('user_version = 1');
    database.close();
    const versionInFile = (): number => readFileSync(`${directory}/ledger.db`).readUInt32BE(60);
    expect(versionInFile()).toBe(1);
    await using _ledger = openLedger(directory);
    expect(versionInFile()).toBe(SCHEMA_VERSION);
  });

  it.each([openLedger, openLedgerReader])('of an unknown, newer version is refused by %o', async (open) => {
    const directory = stateDirectory();
    await openLedger(directory)[Symbol.asyncDispose]();
    const database = openSqlite(`${directory}/ledger.db`);
    database.pragma(`user_version = ${SCHEMA_VERSION + 1}`);
    database.close();
    expect(() => open(directory)).toThrow('it was written by a newer mailcertd (schema 4, this version supports 3)');
  });

  it('of the first version keeps its rows, whose errors have no failure', async () => {
    const directory = stateDirectory();
    await openLedger(directory)[Symbol.asyncDispose]();
    const database = openSqlite(`${directory}/ledger.db`);
    for (const table of ['attempt', 'notifier_health', 'log_output', 'damage'])
      database.exec(`ALTER TABLE ${table} DROP COLUMN failure`);
    database.exec(`INSERT INTO notifier_health (notifier, failing_since, failed_at, reason, detail)
      VALUES ('ops', 1, 1, 'timed_out', 'no response');
      PRAGMA user_version = 1`);
    database.close();
    await using ledger = openLedger(directory);
    expect(ledger.damage).toBeUndefined();
    expect(await ledger.outbox.health()).toMatchObject([
      { notifier: 'ops', failing: { since: 1, reason: 'timed_out', failure: saying('no response') } },
    ]);
  });
});
