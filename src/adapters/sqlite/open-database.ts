import { closeSync, constants, fstatSync, lstatSync, openSync, readSync, realpathSync, type Stats } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Database as Connection, Options } from 'better-sqlite3';
import { openSqlite } from './better-sqlite3.ts';

/** How a journal ends that belongs to several databases. @see https://www.sqlite.org/fileformat.html#the_rollback_journal */
const NAMES_ANOTHER: Buffer = Buffer.from('d9d505f920a163d7', 'hex');

/**
 * Opens a database that is there. Whoever owns its folder may lead root astray: by a link, to have another database written,
 * and by a journal that names a file, which SQLite removes once it has played the journal back. Neither is taken.
 * Throws what SQLite says, or what stands there.
 */
export function openDatabase(path: string, options: Omit<Options, 'fileMustExist'> = {}): Connection {
  requireRegular(path);
  const database = openSqlite(path, { ...options, fileMustExist: true });
  try {
    requireOwnFile(database, 'main', path);
    if (endOf(`${path}-journal`)?.equals(NAMES_ANOTHER) === true)
      throw new Error('its -journal file names another file, which no mailcertd has written; remove that journal');
    return database;
  } catch (failure) {
    database.close();
    throw failure;
  }
}

/** Attaches a database that is there to a connection, under a name. Throws for a link, as `openDatabase` does. */
export function attachDatabase(database: Connection, path: string, name: string): Disposable {
  requireRegular(path);
  database.prepare(`ATTACH ? AS ${name}`).run(path);
  const attached = { [Symbol.dispose]: () => void database.exec(`DETACH ${name}`) };
  try {
    requireOwnFile(database, name, path);
    return attached;
  } catch (failure) {
    attached[Symbol.dispose]();
    throw failure;
  }
}

/**
 * Throws unless the files of a database are regular files, because SQLite opens a FIFO like a file
 * and then waits for a writer. A file that cannot be examined here cannot be opened by SQLite
 * either.
 */
function requireRegular(path: string): void {
  for (const suffix of ['', '-journal', '-wal', '-shm']) {
    const stats = lstat(path + suffix);
    if (stats === undefined || stats.isFile()) continue;
    if (suffix === '' && stats.isSymbolicLink()) throw isLink();
    if (suffix === '') throw new Error('something stands there that is no regular file; remove it');
    // SQLite does not follow links to these files.
    if (!stats.isSymbolicLink()) throw new Error(`its ${suffix} file is not a regular file; remove it`);
  }
}

function isLink(): Error {
  return new Error('it is a link, which is not followed; put the file itself there, or remove it');
}

function lstat(path: string): Stats | undefined {
  try {
    return lstatSync(path);
  } catch {
    return undefined;
  }
}

/** Asked of SQLite, which has read nothing by now: whatever stands at the path meanwhile may be another file. */
function requireOwnFile(database: Connection, schema: string, path: string): void {
  const opened = database.prepare<[], { readonly name: string; readonly file: string }>('PRAGMA database_list').all();
  const file = opened.find(({ name }) => name === schema)?.file;
  if (file !== join(realpathSync(dirname(path)), basename(path))) throw isLink();
}

/** The last octets of a file; undefined where there is none. */
function endOf(path: string): Buffer | undefined {
  let file: number | undefined;
  try {
    file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    const end = Buffer.alloc(NAMES_ANOTHER.length);
    readSync(file, end, 0, end.length, Math.max(0, fstatSync(file).size - end.length));
    return end;
  } catch {
    // What cannot be read here, SQLite cannot read either; it follows no link to a journal.
    return undefined;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}
