import { LedgerError, MailcertdError } from '../../work/errors.ts';
import { isSqliteError } from './better-sqlite3.ts';

/** What SQLite's result codes mean to an operator; the longer code is asked for first. */
const MEANINGS: ReadonlyMap<string, string> = new Map([
  ['SQLITE_FULL', 'no space is left on its file system'],
  ['SQLITE_IOERR', 'its file system reports an error'],
  ['SQLITE_READONLY', 'it cannot be written'],
  ['SQLITE_READONLY_DIRECTORY', 'its -wal and -shm files are missing and cannot be made here; start mailcertd once'],
  ['SQLITE_BUSY', 'another process keeps it locked'],
  ['SQLITE_CANTOPEN', 'it, its -wal or its -shm file cannot be opened'],
  ['SQLITE_PERM', 'permission denied'],
  ['SQLITE_CORRUPT', 'it is damaged; the next start of mailcertd sets it aside'],
  ['SQLITE_NOTADB', 'it is not a database; the next start of mailcertd sets it aside'],
]);

/** What the system's codes mean, where SQLite was not asked yet. */
function systemMeaning(failure: unknown): string | undefined {
  const code = failure instanceof Error && 'code' in failure ? failure.code : undefined;
  if (code !== 'ENOSPC' && code !== 'EDQUOT') return undefined;
  return `${code}: no room is left on its file system; make some and try again`;
}

/** Returns whether a failure of the event log says that its file system is full. */
export function isDiskFull(failure: unknown): boolean {
  const cause = failure instanceof LedgerError ? failure.cause : failure;
  return primaryCode(cause) === 'SQLITE_FULL' || systemMeaning(cause) !== undefined;
}

/** SQLite's primary result code: `SQLITE_IOERR` of `SQLITE_IOERR_WRITE`; undefined for any other failure. */
export function primaryCode(failure: unknown): string | undefined {
  return isSqliteError(failure) ? failure.code.split('_').slice(0, 2).join('_') : undefined;
}

/** Thrown for a value that cannot be read: the file is a sound database, and its content is damaged. */
export class UnreadableValueError extends Error {
  constructor(table: string, column: string, key: readonly unknown[]) {
    super(`${column} of ${table} ${key.map((part) => JSON.stringify(part).slice(0, LONGEST_KEY)).join(', ')}`);
  }
}

/** Characters of a key that a message shows. */
const LONGEST_KEY = 80;

/** Whether the failure says that the file's content is damaged, not that it could not be reached. */
export function saysDamaged(failure: unknown): boolean {
  const code = primaryCode(failure);
  return code === 'SQLITE_CORRUPT' || code === 'SQLITE_NOTADB' || failure instanceof UnreadableValueError;
}

/** One line that says what was being done, to which file, and what came back. The project's own failures pass as they are. */
export function ledgerFailure(path: string, doing: string, failure: unknown): MailcertdError {
  if (failure instanceof MailcertdError) return failure;
  const cameBack = failure instanceof Error ? failure.message : String(failure);
  if (failure instanceof UnreadableValueError) {
    const why = `it is damaged; the next start of mailcertd sets it aside (a value cannot be read: ${cameBack})`;
    return new LedgerError(path, `${doing} ${path}: ${why}`, failure, true);
  }
  const code = isSqliteError(failure) ? failure.code : '';
  const meaning = MEANINGS.get(code) ?? MEANINGS.get(primaryCode(failure) ?? '');
  const why = meaning === undefined ? (systemMeaning(failure) ?? cameBack) : `${meaning} (${code}: ${cameBack})`;
  const isBroken = saysDamaged(failure) || primaryCode(failure) === 'SQLITE_IOERR';
  return new LedgerError(path, `${doing} ${path}: ${why}`, failure, isBroken);
}
