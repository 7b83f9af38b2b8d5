import { EVENT_LOG_CAUSES, SQLITE_CAUSES } from '../../domain/event/event-log-sentences.ts';
import { messageOf } from '../../domain/message-of.ts';
import { fill } from '../../domain/sentence.ts';
import { STORE_CAUSES } from '../../domain/store-change/store-sentences.ts';
import { errorCode } from '../../formats/system/file-reason.ts';
import { LedgerError, MailcertdError } from '../../work/errors.ts';
import { isSqliteError } from './better-sqlite3.ts';
import { findNoSpaceError, isNoSpace } from './find-no-space-error.ts';

/**
 * Returns an explanation for a system error that reports a full file system; otherwise undefined.
 */
function describeFullDisk(failure: unknown): string | undefined {
  const code = isNoSpace(failure) ? errorCode(failure) : undefined;
  return code === undefined ? undefined : fill(STORE_CAUSES.diskFull.en, { code });
}

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

/** Thrown for a value that its table does not allow. SQLite itself found no damage. */
export class UnreadableValueError extends Error {
  constructor(table: string, column: string, key: readonly unknown[]) {
    super(`${column} of ${table} ${key.map((part) => JSON.stringify(part).slice(0, MAX_KEY_CHARACTERS)).join(', ')}`);
  }
}

/** The maximum length of a key in a message, characters. */
const MAX_KEY_CHARACTERS = 80;

/** Returns whether a failure means that the content of the file is damaged. */
export function isDamage(failure: unknown): boolean {
  const code = primaryCode(failure);
  return code === 'SQLITE_CORRUPT' || code === 'SQLITE_NOTADB' || failure instanceof UnreadableValueError;
}

/**
 * Returns an error with a one-line message. A MailcertdError is returned unchanged. The error is
 * marked as broken, so that the daemon must be restarted, if the content or its file system is
 * damaged.
 * @param operation what failed, with the name of the file, for example `cannot open the event log
 * X`
 */
export function ledgerFailure(path: string, operation: string, cause: unknown): MailcertdError {
  if (cause instanceof MailcertdError) return cause;
  const failure = systemCause(path, cause);
  const message = messageOf(failure);
  const isBroken = isDamage(failure) || primaryCode(failure) === 'SQLITE_IOERR';
  if (failure instanceof UnreadableValueError) {
    const reason = fill(EVENT_LOG_CAUSES.unreadableValue.en, { value: message });
    return new LedgerError(path, `${operation}: ${reason}`, failure, isBroken);
  }
  const code = isSqliteError(failure) ? failure.code : '';
  // The extended code is searched first.
  const knownCause = SQLITE_CAUSES[code] ?? SQLITE_CAUSES[primaryCode(failure) ?? ''];
  const causeText =
    knownCause === undefined
      ? (describeFullDisk(failure) ?? message)
      : fill(knownCause.en, { error: `${code}: ${message}` });
  return new LedgerError(path, `${operation}: ${causeText}`, failure, isBroken);
}
