import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { openSqlite, SQLITE_PACKAGE } from '../../../../src/adapters/sqlite/better-sqlite3.ts';
import { openLedger } from '../../../../src/adapters/sqlite/ledger/open-ledger.ts';
import { temporaryDirectory } from '../../../fixtures/temporary-directory.ts';

/**
 * A script that creates a database as SQLite does before it has a write-ahead log, and is killed
 * during the write.
 */
const KILLED = `
const Database = require(${JSON.stringify(createRequire(import.meta.url).resolve(SQLITE_PACKAGE))});
const database = new Database(process.argv[1]);
database.exec('CREATE TABLE begun (text TEXT)');
database.pragma('cache_size = 1');
database.exec('BEGIN');
for (let row = 0; row < 2000; row += 1) database.prepare('INSERT INTO begun VALUES (?)').run('x'.repeat(1000));
process.kill(process.pid, 'SIGKILL');
`;

test('a ledger whose daemon was killed during its creation opens, and nothing is set aside', async () => {
  using directory = temporaryDirectory();
  const path = directory.at('ledger.db');
  spawnSync(process.execPath, ['-e', KILLED, path]);
  expect(existsSync(`${path}-journal`)).toBe(true);
  const reader = openSqlite(path, { readonly: true });
  expect(() => reader.pragma('user_version')).toThrow(expect.objectContaining({ code: 'SQLITE_READONLY_ROLLBACK' }));
  reader.close();

  await using ledger = openLedger(directory.path);
  expect(ledger.damage).toBeUndefined();
  expect(await ledger.newestRecordId()).toBe(0);
});
