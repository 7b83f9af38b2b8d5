import { closeSync, constants, fstatSync, lstatSync, openSync, readSync, realpathSync, type Stats } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Database as Connection, Options } from 'better-sqlite3';
import { EVENT_LOG_CAUSES } from '../../domain/failure/event-log-cause-failures.ts';
import { FailureError } from '../../domain/failure/failure-error.ts';
import { openSqlite } from './better-sqlite3.ts';

/**
 * The end of a journal that belongs to several databases.
 * @see https://www.sqlite.org/fileformat.html#the_rollback_journal
 */
const SUPER_JOURNAL_MAGIC: Buffer = Buffer.from('d9d505f920a163d7', 'hex');

/**
 * Opens an existing database. Rejects two attacks of the directory's owner on root: a symbolic link
 * to another database, to which root would write; and a journal that names another file, which
 * SQLite removes after it has replayed the journal. Throws the error of SQLite, or an error that
 * describes the file.
 */
export function openDatabase(path: string, options: Omit<Options, 'fileMustExist'> = {}): Connection {
  requireRegular(path);
  const database = openSqlite(path, { ...options, fileMustExist: true });
  try {
    requireOpenedPath(database, 'main', path);
    if (readEnd(`${path}-journal`)?.equals(SUPER_JOURNAL_MAGIC) === true)
      throw new FailureError(EVENT_LOG_CAUSES.journal_of_other_database);
    return database;
  } catch (failure) {
    database.close();
    throw failure;
  }
}

/**
 * Attaches an existing database to a connection, under a name. Rejects symbolic links, as
 * `openDatabase` does.
 */
export function attachDatabase(database: Connection, path: string, name: string): Disposable {
  requireRegular(path);
  database.prepare(`ATTACH ? AS ${name}`).run(path);
  const attached = { [Symbol.dispose]: () => void database.exec(`DETACH ${name}`) };
  try {
    requireOpenedPath(database, name, path);
    return attached;
  } catch (failure) {
    attached[Symbol.dispose]();
    throw failure;
  }
}

/**
 * Throws if a file of a database is not a regular file: SQLite would open a FIFO and wait for a
 * writer. Files that cannot be examined are skipped, because SQLite cannot open them either.
 */
function requireRegular(path: string): void {
  for (const suffix of ['', '-journal', '-wal', '-shm']) {
    const stats = statsOrUndefined(path + suffix);
    if (stats === undefined || stats.isFile()) continue;
    if (suffix === '' && stats.isSymbolicLink()) throw linkError();
    if (suffix === '') throw new FailureError(EVENT_LOG_CAUSES.event_log_not_regular);
    // SQLite does not follow links to these files.
    if (!stats.isSymbolicLink()) throw new FailureError(EVENT_LOG_CAUSES.event_log_part_not_regular({ suffix }));
  }
}

function linkError(): Error {
  return new FailureError(EVENT_LOG_CAUSES.event_log_is_link);
}

function statsOrUndefined(path: string): Stats | undefined {
  try {
    return lstatSync(path);
  } catch {
    return undefined;
  }
}

/**
 * Throws if SQLite has followed a symbolic link at the path. Checked before SQLite reads anything,
 * because the file may have been replaced by a link after `requireRegular`.
 */
function requireOpenedPath(database: Connection, schema: string, path: string): void {
  const opened = database.prepare<[], { readonly name: string; readonly file: string }>('PRAGMA database_list').all();
  const file = opened.find(({ name }) => name === schema)?.file;
  if (file !== join(realpathSync(dirname(path)), basename(path))) throw linkError();
}

/** Returns the last bytes of a file; undefined if it cannot be read. */
function readEnd(path: string): Buffer | undefined {
  let file: number | undefined;
  try {
    file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    const end = Buffer.alloc(SUPER_JOURNAL_MAGIC.length);
    readSync(file, end, 0, end.length, Math.max(0, fstatSync(file).size - end.length));
    return end;
  } catch {
    // SQLite cannot read such a file either, and does not follow a link to a journal.
    return undefined;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}
