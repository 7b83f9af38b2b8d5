import { join } from 'node:path';
import type Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openSqlite } from '../../../src/adapters/sqlite/better-sqlite3.ts';
import { Changes } from '../../../src/adapters/sqlite/changes.ts';
import { stateDirectories } from './state-directories.ts';

const stateDirectory = stateDirectories();
let asked: Database.Database;
let other: Database.Database;
beforeEach(() => {
  const path = join(stateDirectory(), 'some.db');
  asked = openSqlite(path, { timeout: 0 });
  asked.exec('CREATE TABLE some (one INTEGER)');
  other = openSqlite(path);
});
afterEach(() => {
  asked.close();
  other.close();
});

it('a waiter that starts while SQLite does not respond has to read, and is then woken by commits', async () => {
  using changes = new Changes(asked, { intervalMs: 1, keepsProcessAlive: true });
  other.exec('BEGIN EXCLUSIVE');
  expect(() => asked.pragma('data_version')).toThrow('database is locked');
  const waiting = changes.commits(new AbortController().signal);
  expect(await waiting.next()).toMatchObject({ done: false });
  other.exec('COMMIT');
  expect(await waiting.next()).toMatchObject({ done: false });
  other.exec('INSERT INTO some VALUES (1)');
  expect(await waiting.next()).toMatchObject({ done: false });
  await waiting.return?.();
});
