import { causeOf } from '../../domain/failure/cause-of.ts';
import { DAMAGE_FAILURES } from '../../domain/failure/damage-failures.ts';
import { EVENT_LOG_CAUSES } from '../../domain/failure/event-log-cause-failures.ts';
import type { EventLogOperation } from '../../domain/failure/event-log-failures.ts';
import type { Failure } from '../../domain/failure/failure.ts';
import { FailureError } from '../../domain/failure/failure-error.ts';
import { STORE_FAILURES } from '../../domain/failure/store-failures.ts';
import { errorCode } from '../../formats/system/file-reason.ts';
import { LedgerError, MailcertdError } from '../../work/errors.ts';
import { isSqliteError } from './better-sqlite3.ts';
import { findNoSpaceError, isNoSpace } from './find-no-space-error.ts';

/** Returns whether a failure of the database at a path means that its file system is full. */
export function isDiskFull(path: string, failure: unknown): boolean {
  return primaryCode(failure) === 'SQLITE_FULL' || isNoSpace(systemCause(path, failure));
}

/**
 * Returns whether a failed copy may succeed later, because its file system was full or failed a
 * write.
 */
export function canRetryCopy({ cause }: LedgerError): boolean {
  // For an exceeded disk quota, SQLite reports only an I/O error. `findNoSpaceError` cannot confirm
  // it, because SQLite has already removed the pages that did not fit.
  return primaryCode(cause) === 'SQLITE_FULL' || primaryCode(cause) === 'SQLITE_IOERR' || isNoSpace(cause);
}

/**
 * Returns the system error if SQLite reports an I/O error because of a full file system; otherwise
 * the failure itself.
 */
function systemCause(path: string, failure: unknown): unknown {
  return primaryCode(failure) === 'SQLITE_IOERR' ? (findNoSpaceError(path) ?? failure) : failure;
}

/**
 * Returns SQLite's primary result code, for example `SQLITE_IOERR` for `SQLITE_IOERR_WRITE`;
 * undefined for other failures.
 */
export function primaryCode(failure: unknown): string | undefined {
  return isSqliteError(failure) ? failure.code.split('_').slice(0, 2).join('_') : undefined;
}

/** The maximum length of a part of a key in a message, characters. */
const MAX_KEY_CHARACTERS = 80;

/** Returns the failure that names a value which its table does not allow. */
export function unreadableValue(table: string, column: string, key: readonly unknown[]): Failure {
  const parts = key.map((part) => JSON.stringify(part).slice(0, MAX_KEY_CHARACTERS));
  return DAMAGE_FAILURES.unreadable_value({ table, column, keys: parts });
}

/** Thrown for a value that its table does not allow. SQLite itself found no damage. */
export class UnreadableValueError extends FailureError {
  constructor(table: string, column: string, key: readonly unknown[]) {
    super(unreadableValue(table, column, key));
  }
}

/** Returns whether a failure means that the content of the file is damaged. */
export function isDamage(failure: unknown): boolean {
  const code = primaryCode(failure);
  return code === 'SQLITE_CORRUPT' || code === 'SQLITE_NOTADB' || failure instanceof UnreadableValueError;
}

type SqliteCause = (values: { readonly error: string }) => Failure;

/** The causes by the result code of SQLite, extended or primary. */
const CAUSE_BY_CODE: ReadonlyMap<string, SqliteCause> = new Map([
  ['SQLITE_FULL', EVENT_LOG_CAUSES.sqlite_full],
  ['SQLITE_IOERR', EVENT_LOG_CAUSES.sqlite_io_error],
  ['SQLITE_READONLY', EVENT_LOG_CAUSES.sqlite_read_only],
  ['SQLITE_READONLY_DIRECTORY', EVENT_LOG_CAUSES.sqlite_wal_missing],
  ['SQLITE_BUSY', EVENT_LOG_CAUSES.sqlite_busy],
  ['SQLITE_CANTOPEN', EVENT_LOG_CAUSES.sqlite_not_opened],
  ['SQLITE_PERM', EVENT_LOG_CAUSES.sqlite_permission_denied],
  ['SQLITE_CORRUPT', EVENT_LOG_CAUSES.sqlite_corrupt],
  ['SQLITE_NOTADB', EVENT_LOG_CAUSES.sqlite_not_a_database],
]);

/** Returns the cause of an error of SQLite or of the file system. */
export function eventLogCause(failure: unknown): Failure | string {
  if (failure instanceof UnreadableValueError) return EVENT_LOG_CAUSES.value_unreadable({ value: failure.failure });
  if (isSqliteError(failure)) {
    // The extended code is searched first.
    const cause = CAUSE_BY_CODE.get(failure.code) ?? CAUSE_BY_CODE.get(primaryCode(failure) ?? '');
    return cause?.({ error: `${failure.code}: ${failure.message}` }) ?? failure.message;
  }
  const code = isNoSpace(failure) ? errorCode(failure) : undefined;
  return code === undefined ? causeOf(failure) : STORE_FAILURES.disk_full({ code });
}

/**
 * Returns the error of a failed operation. A MailcertdError is returned unchanged. The error is
 * marked as broken, so that the daemon must be restarted, if the content or its file system is
 * damaged.
 * @param operation makes the failure
 */
export function ledgerFailure(path: string, operation: EventLogOperation, cause: unknown): MailcertdError {
  if (cause instanceof MailcertdError) return cause;
  const failure = systemCause(path, cause);
  const isBroken = isDamage(failure) || primaryCode(failure) === 'SQLITE_IOERR';
  return new LedgerError(path, operation({ path, cause: eventLogCause(failure) }), failure, isBroken);
}
