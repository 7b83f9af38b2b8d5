import { createRequire } from 'node:module';
import type Database from 'better-sqlite3';
import { loadFailure } from './load-failure.ts';

const require: NodeJS.Require = createRequire(import.meta.url);

/**
 * The better-sqlite3 package for the running Node version: version 12 on Node 20, version 13 on
 * newer versions. With version 12, Node 24.19 and newer abort when objects are freed outside
 * JavaScript. Version 13 uses Node-API and contains its binaries, but crashes on Node 20.
 */
export const SQLITE_PACKAGE: string =
  Number.parseInt(process.versions.node, 10) >= 22 ? 'better-sqlite3-13' : 'better-sqlite3';

let sqliteClass: typeof Database | undefined;

function load(): typeof Database {
  try {
    const Sqlite = require(SQLITE_PACKAGE) as typeof Database;
    // better-sqlite3 loads its native part when the first database is opened.
    new Sqlite(':memory:').close();
    return Sqlite;
  } catch (failure) {
    throw loadFailure(failure, SQLITE_PACKAGE);
  }
}

/**
 * Loads better-sqlite3 unless it is already loaded. A process of root calls this function before it
 * becomes another account, which may not be able to read the program files.
 * @throws {NativeModuleError}
 */
export function loadSqlite(): void {
  sqliteClass ??= load();
}

/**
 * Opens a database.
 * @throws {NativeModuleError} if better-sqlite3 cannot be loaded; otherwise the error of SQLite
 */
export function openSqlite(path: string, options: Database.Options = {}): Database.Database {
  sqliteClass ??= load();
  return new sqliteClass(path, options);
}

/** Returns whether a failure is an error of SQLite, with its result code in `code`. */
export function isSqliteError(failure: unknown): failure is InstanceType<typeof Database.SqliteError> {
  return sqliteClass !== undefined && failure instanceof sqliteClass.SqliteError;
}
