import { accessSync, constants } from 'node:fs';
import type { Database as Connection } from 'better-sqlite3';
import { EVENT_LOG_CAUSES } from '../../../domain/failure/event-log-cause-failures.ts';
import { EVENT_LOG_FAILURES } from '../../../domain/failure/event-log-failures.ts';
import type { Failure } from '../../../domain/failure/failure.ts';
import { LedgerError } from '../../../work/errors.ts';
import type { LedgerReader } from '../../../work/ports/ledger.ts';
import type { Deliveries, HealthReader, SilenceReader } from '../../../work/ports/outbox.ts';
import { ledgerFailure } from '../ledger-failure.ts';
import { openDatabase } from '../open-database.ts';
import { SqliteOutboxReader } from '../outbox/sqlite-outbox-reader.ts';
import { newerSchema } from '../schema/newer-schema.ts';
import { SCHEMA_VERSION, schemaVersion } from '../schema/schema.ts';
import { ledgerFile } from './ledger-file.ts';
import { SqliteLedgerReader } from './sqlite-ledger-reader.ts';

/** Options of `openLedgerReader`, for tests. */
export interface LedgerReaderOptions {
  /** The interval of checks for commits of other processes, ms; default 250. */
  readonly pollIntervalMs?: number;
}

/** The ledger (the database with the event log) for commands that only read. */
export interface OpenLedgerReader extends LedgerReader {
  readonly notifications: Deliveries & SilenceReader & HealthReader;
  /**
   * Returns a number that changes when another process or thread commits, while this reader is
   * open.
   */
  readonly dataVersion: () => number;
}

/**
 * Opens the ledger read-only for commands, whether or not a daemon is running. Creates no files,
 * even as root.
 * @throws {LedgerError} with a one-line message, if the ledger is missing, not readable, damaged or
 * of another version
 */
export function openLedgerReader(stateDirectory: string, options: LedgerReaderOptions = {}): OpenLedgerReader {
  const path = ledgerFile(stateDirectory);
  let database: Connection | undefined;
  try {
    accessSync(path, constants.R_OK);
    database = openDatabase(path, { readonly: true, timeout: 5000 });
    requireSchema(database, path);
    const polling = { intervalMs: options.pollIntervalMs ?? 250, keepsProcessAlive: true };
    const reader = new SqliteLedgerReader(database, path, polling);
    const version = database.prepare<[], number>('PRAGMA data_version').pluck();
    return Object.assign(reader, {
      notifications: new SqliteOutboxReader(database, path),
      dataVersion: () => version.get() ?? 0,
    });
  } catch (failure) {
    database?.close();
    throw accessError(path, failure) ?? ledgerFailure(path, EVENT_LOG_FAILURES.event_log_not_read, failure);
  }
}

const notReadError = (path: string, cause: Failure, error?: unknown): LedgerError =>
  new LedgerError(path, EVENT_LOG_FAILURES.event_log_not_read({ path, cause }), error);

/**
 * Returns the error for a ledger that is missing or not accessible; otherwise undefined. SQLite
 * would only report "unable to open database file".
 */
export function accessError(path: string, failure: unknown): LedgerError | undefined {
  const code = failure instanceof Error && 'code' in failure ? failure.code : undefined;
  if (code === 'ENOENT' || code === 'ENOTDIR') return notReadError(path, EVENT_LOG_CAUSES.event_log_missing, failure);
  if (code === 'EACCES' || code === 'EPERM')
    return notReadError(path, EVENT_LOG_CAUSES.event_log_permission_denied, failure);
  return undefined;
}

/**
 * Checks the schema version.
 * @throws {LedgerError} if another version wrote the ledger
 */
export function requireSchema(database: Connection, path: string): void {
  const version = schemaVersion(database);
  if (version === SCHEMA_VERSION) return;
  if (version > SCHEMA_VERSION) throw notReadError(path, newerSchema(version));
  throw notReadError(path, EVENT_LOG_CAUSES.event_log_not_upgraded({ version, supported: SCHEMA_VERSION }));
}
