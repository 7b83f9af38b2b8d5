import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Database as Connection } from 'better-sqlite3';
import type { UnreadableSilence } from '../../../domain/alert/silence.ts';
import type { NewEventRecord } from '../../../domain/event/event-record.ts';
import type { Instant } from '../../../domain/time.ts';
import type { LedgerError } from '../../../work/errors.ts';
import type { Cursors, Ledger } from '../../../work/ports/ledger.ts';
import type { Outbox, ReadHealth, ReadSilences } from '../../../work/ports/outbox.ts';
import { createFile, createStateDirectory } from '../create-state.ts';
import { openDatabase } from '../open-database.ts';
import { clearDamageMark } from './doubtful.ts';
import { findDamage, withoutLineBreaks } from './find-damage.ts';
import { finishCopy } from './finish-copy.ts';
import { ledgerFailure, primaryCode, saysDamaged } from './ledger-failure.ts';
import { ledgerFile } from './ledger-file.ts';
import { finishRebuild, rebuildLedger, reportDamage } from './rebuild-ledger.ts';
import { migrate } from './schema.ts';
import { readDamage, SqliteLedger } from './sqlite-ledger.ts';
import { findUnreadable } from './unreadable-rows.ts';

/** What a test may want otherwise. */
export interface LedgerOptions {
  /** Names what is set aside; the present time unless given. */
  readonly now?: Instant;
  /** How often to ask whether another process has committed, ms; 250 unless given. */
  readonly pollIntervalMs?: number;
  /** How long to wait for another process's lock, ms; 5000 unless given. */
  readonly busyTimeoutMs?: number;
  /** The names of files in the state directory that show that a daemon ran there before. */
  readonly earlierFiles?: readonly string[];
}

/** All that the daemon remembers, in one file. */
export interface OpenLedger extends Ledger, Cursors {
  /** Removes the silences that cannot be read and appends a record of each. Returns how many. */
  removeUnreadableSilences(happened: (silence: UnreadableSilence) => NewEventRecord): Promise<number>;
  /** Returns an error if the file of the log is no longer at its path; undefined: it is. */
  misplaced(): LedgerError | undefined;
  /**
   * Copies the content to a new file if the file of the log is no longer at its path. Returns an
   * error if the disk is full and the copy must be tried again.
   */
  copyMisplaced(): LedgerError | undefined;
  readonly outbox: Outbox & ReadSilences & ReadHealth;
}

/** KiB. With eight times as much, 100,000 records are not stored in less time. */
const CACHE_SIZE = 4 * 1024;
/** Bytes. Above it the write-ahead log is cut back after a checkpoint: one huge pass must not leave a huge file. */
const JOURNAL_SIZE_LIMIT = 64 * 1024 * 1024;

/**
 * Opens the ledger of the one daemon, and creates it where there is none. After an unclean stop all of it is checked first, and
 * every value that the daemon depends on always. A damaged one is set aside and a new one begun with every row that can be
 * read; `damage` says so. Hold the state directory before.
 * @throws {LedgerError} when it cannot be opened, or a newer mailcertd wrote it
 */
export function openLedger(stateDirectory: string, options: LedgerOptions = {}): OpenLedger {
  const path = ledgerFile(stateDirectory);
  try {
    createStateDirectory(stateDirectory);
    finishCopy(path);
    finishRebuild(path);
    const isLost = isLogLost(path, options.earlierFiles ?? []);
    const database = openSound(path, options);
    if (isLost && readDamage(database) === undefined) reportDamage(database, '', LOST);
    // Only now: a crash in between must not pass for a clean stop.
    clearDamageMark(path);
    const polling = { intervalMs: options.pollIntervalMs ?? 250, keepsProcessAlive: false };
    return new SqliteLedger(database, path, polling);
  } catch (failure) {
    throw ledgerFailure(path, 'opening the ledger', failure);
  }
}

/** The detail of 1105 for a log that was missing at the start. */
const LOST =
  'its file was missing at the start, but other files of mailcertd were in the state directory; a new log was begun';

/** Returns whether there is no log in a state directory that a daemon has used before. */
function isLogLost(path: string, earlierFiles: readonly string[]): boolean {
  const isFile = (name: string): boolean =>
    statSync(join(dirname(path), name), { throwIfNoEntry: false })?.isFile() === true;
  return !existsSync(path) && earlierFiles.some(isFile);
}

function openSound(path: string, options: LedgerOptions): Connection {
  const why = findDamage(path);
  if (why === undefined) {
    const opened = openForWriting(path, options);
    if ('database' in opened) return opened.database;
    rebuildLedger(path, options.now ?? Date.now(), opened.damage);
  } else rebuildLedger(path, options.now ?? Date.now(), why);
  const rebuilt = openForWriting(path, options, () => undefined);
  if ('database' in rebuilt) return rebuilt.database;
  throw new Error(rebuilt.damage);
}

/** Opens a ledger whose file is sound, or says which of its values is damaged. Throws what SQLite says otherwise. */
function openForWriting(
  path: string,
  { busyTimeoutMs = 5000 }: LedgerOptions,
  find: (database: Connection) => string | undefined = findUnreadable,
): { readonly database: Connection } | { readonly damage: string } {
  createFile(path, 0o640);
  const database = openDatabase(path, { timeout: busyTimeoutMs });
  try {
    prepareForWriting(database);
    const damage = find(database);
    if (damage === undefined) return { database };
    database.close();
    return { damage };
  } catch (failure) {
    database.close();
    // SQLITE_ERROR, SQLITE_CONSTRAINT: what a migration finds is not what its version promises.
    const isDamage = saysDamaged(failure) || ['SQLITE_ERROR', 'SQLITE_CONSTRAINT'].includes(primaryCode(failure) ?? '');
    if (isDamage && failure instanceof Error) return { damage: withoutLineBreaks(failure.message) };
    throw failure;
  }
}

function prepareForWriting(database: Connection): void {
  database.pragma('journal_mode = WAL');
  // better-sqlite3 is built with NORMAL, which loses the last commits when the power fails.
  database.pragma('synchronous = FULL');
  database.pragma(`journal_size_limit = ${JOURNAL_SIZE_LIMIT}`);
  database.pragma(`cache_size = -${CACHE_SIZE}`);
  migrate(database);
}
