import { createRequire } from 'node:module';
import type Database from 'better-sqlite3';
import { loadFailure } from './load-failure.ts';

const require: NodeJS.Require = createRequire(import.meta.url);

/**
 * The package of better-sqlite3 for this Node. 12 is taken on Node 20 only: on Node 24.19 and newer the process aborts when
 * its objects are freed outside of JavaScript. 13 uses Node-API, has its binaries in the package, and crashes on Node 20.
 */
export const SQLITE_PACKAGE: string =
  Number.parseInt(process.versions.node, 10) >= 22 ? 'better-sqlite3-13' : 'better-sqlite3';

let loaded: typeof Database | undefined;

function load(): typeof Database {
  try {
    const Opened = require(SQLITE_PACKAGE) as typeof Database;
    // The native part is loaded with the first database.
    new Opened(':memory:').close();
    return Opened;
  } catch (failure) {
    throw loadFailure(failure, SQLITE_PACKAGE);
  }
}

/**
 * Loads better-sqlite3, if that was not done before. Root calls this before it acts as another
 * account, which may not be able to read the program. @throws {NativeModuleError}
 */
export function loadSqlite(): void {
  loaded ??= load();
}

/** Opens a database. @throws {NativeModuleError} if better-sqlite3 cannot be loaded, and otherwise what SQLite throws */
export function openSqlite(path: string, options: Database.Options = {}): Database.Database {
  loaded ??= load();
  return new loaded(path, options);
}

/** Whether a failure comes from SQLite, with its result code in `code`. */
export function isSqliteError(failure: unknown): failure is InstanceType<typeof Database.SqliteError> {
  return loaded !== undefined && failure instanceof loaded.SqliteError;
}
