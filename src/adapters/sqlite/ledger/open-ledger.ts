import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Database as Connection } from 'better-sqlite3';
import type { UnreadableSilence } from '../../../domain/alert/silence.ts';
import type { NewEventRecord } from '../../../domain/event/event-record.ts';
import { DAMAGE_FAILURES } from '../../../domain/failure/damage-failures.ts';
import { EVENT_LOG_FAILURES } from '../../../domain/failure/event-log-failures.ts';
import type { Failure } from '../../../domain/failure/failure.ts';
import { failureText } from '../../../domain/failure/failure-text.ts';
import { messageOf } from '../../../domain/failure/message-of.ts';
import { oneLine } from '../../../domain/one-line.ts';
import type { Instant } from '../../../domain/time.ts';
import type { LedgerError } from '../../../work/errors.ts';
import type { Cursors, Ledger } from '../../../work/ports/ledger.ts';
import type { HealthReader, Outbox, SilenceReader } from '../../../work/ports/outbox.ts';
import { createFile, createStateDirectory } from '../create-state.ts';
import { clearDamageMark } from '../damage-mark.ts';
import { isDamage, ledgerFailure, primaryCode } from '../ledger-failure.ts';
import { openDatabase } from '../open-database.ts';
import { migrate, SCHEMA_VERSION, schemaVersion } from '../schema/schema.ts';
import { findDamage } from './find-damage.ts';
import { finishCopy } from './finish-copy.ts';
import { finishRestore } from './finish-restore.ts';
import { ledgerFile } from './ledger-file.ts';
import { finishRebuild, rebuildLedger, reportDamage } from './rebuild-ledger.ts';
import { readDamage, SqliteLedger } from './sqlite-ledger.ts';
import { findUnreadable } from './unreadable-rows.ts';

/** Options of `openLedger`, for the daemon and for tests. */
export interface LedgerOptions {
  /** The time for the new name of a damaged ledger; default now. */
  readonly now?: Instant;
  /** The interval of checks for commits of other processes, ms; default 250. */
  readonly pollIntervalMs?: number;
  /** The maximum time to wait for the lock of another process, ms; default 5000. */
  readonly busyTimeoutMs?: number;
  /** Names of files in the state directory that show that a daemon ran there before. */
  readonly earlierFiles?: readonly string[];
  /** Called before a check of the whole file that takes longer than a second, with its size in bytes. */
  readonly onLongCheck?: (size: number) => void;
}

/** The ledger for the daemon: its persistent state, in one file. */
export interface OpenLedger extends Ledger, Cursors {
  /** Removes unreadable silences and appends a record for each. Returns their number. */
  removeUnreadableSilences(recordOf: (silence: UnreadableSilence) => NewEventRecord): Promise<number>;
  /** Returns an error if the file of the ledger is no longer at its path; otherwise undefined. */
  misplaced(): LedgerError | undefined;
  /**
   * Copies the content to a new file if the file of the ledger is no longer at its path. Returns an
   * error if the file system failed or is full, and the copy must be retried.
   */
  copyMisplaced(): LedgerError | undefined;
  readonly outbox: Outbox & SilenceReader & HealthReader;
}

/**
 * The size of SQLite's page cache, KiB. A larger cache has no use: with eight times this size,
 * storing 100,000 records is not faster.
 */
const CACHE_SIZE_KIB = 4 * 1024;
/**
 * The maximum size of the write-ahead log after a checkpoint, bytes. Without it, one large scan
 * would leave a large file.
 */
const JOURNAL_SIZE_LIMIT_BYTES = 64 * 1024 * 1024;

/**
 * Opens the ledger for the daemon, and creates it if it does not exist. Checks every value that the
 * daemon needs; after an unclean shutdown, checks the whole file first. A damaged ledger
 * is renamed, its readable rows are copied to a new ledger, and `damage` describes the damage. The
 * caller must hold the state directory.
 * @throws {LedgerError} if the ledger cannot be opened, or if a newer mailcertd wrote it
 */
export function openLedger(stateDirectory: string, options: LedgerOptions = {}): OpenLedger {
  const path = ledgerFile(stateDirectory);
  try {
    createStateDirectory(stateDirectory);
    // If a process was killed while it replaced the ledger, the new file still has another name.
    finishRestore(path);
    finishCopy(path);
    finishRebuild(path);
    // Determined before the next step creates the file.
    const isLost = isLogLost(path, options.earlierFiles ?? []);
    const database = openOrRebuild(path, options);
    if (isLost && readDamage(database) === undefined)
      reportDamage(database, '', DAMAGE_FAILURES.event_log_missing_at_start);
    // The mark of an unclean shutdown is cleared last, so that the next start checks the file again
    // if the process ends before.
    clearDamageMark(path);
    const polling = { intervalMs: options.pollIntervalMs ?? 250, keepsProcessAlive: false };
    return new SqliteLedger(database, path, polling);
  } catch (failure) {
    throw ledgerFailure(path, EVENT_LOG_FAILURES.event_log_not_opened, failure);
  }
}

/** Returns whether the ledger is missing in a state directory that a daemon has used before. */
function isLogLost(path: string, earlierFiles: readonly string[]): boolean {
  const isFile = (name: string): boolean =>
    statSync(join(dirname(path), name), { throwIfNoEntry: false })?.isFile() === true;
  return !existsSync(path) && earlierFiles.some(isFile);
}

function openOrRebuild(path: string, options: LedgerOptions): Connection {
  const damage = findDamage(path, options.onLongCheck);
  const opened = damage === undefined ? openForWriting(path, options) : { damage };
  if ('database' in opened) return opened.database;
  rebuildLedger(path, options.now ?? Date.now(), opened.damage);
  // The values are not checked again: unreadable values were not copied.
  const rebuilt = openForWriting(path, options, () => undefined);
  if ('database' in rebuilt) return rebuilt.database;
  // The new file cannot be used either.
  throw new Error(failureText(rebuilt.damage, 'en'));
}

/**
 * Opens an intact ledger file, or describes the value in it that is damaged. Throws other errors of
 * SQLite.
 */
function openForWriting(
  path: string,
  { busyTimeoutMs = 5000 }: LedgerOptions,
  findDamagedValue: (database: Connection) => Failure | undefined = findUnreadable,
): { readonly database: Connection } | { readonly damage: Failure | string } {
  createFile(path, 0o640);
  const database = openDatabase(path, { timeout: busyTimeoutMs });
  try {
    prepareForWriting(database);
    const damage = findDamagedValue(database);
    if (damage === undefined) return { database };
    database.close();
    return { damage };
  } catch (failure) {
    database.close();
    // SQLITE_ERROR, SQLITE_CONSTRAINT: the tables do not match the schema version, so a migration
    // failed.
    const isUnusable = isDamage(failure) || ['SQLITE_ERROR', 'SQLITE_CONSTRAINT'].includes(primaryCode(failure) ?? '');
    if (isUnusable) return { damage: oneLine(messageOf(failure)) };
    throw failure;
  }
}

function prepareForWriting(database: Connection): void {
  database.pragma('journal_mode = WAL');
  // better-sqlite3 is compiled with NORMAL, which loses the last commits in a power failure.
  database.pragma('synchronous = FULL');
  database.pragma(`journal_size_limit = ${JOURNAL_SIZE_LIMIT_BYTES}`);
  database.pragma(`cache_size = -${CACHE_SIZE_KIB}`);
  if (schemaVersion(database) === SCHEMA_VERSION) return;
  migrate(database);
  // The scripts of the Debian package read the version in the file itself, without its log. If
  // other processes still read the previous version, a later commit writes it. The log is emptied
  // too, so that a small disk has its space.
  database.pragma('wal_checkpoint(TRUNCATE)');
}
