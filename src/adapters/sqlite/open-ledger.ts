import type { Database as Connection } from 'better-sqlite3';
import type { Problem } from '../../domain/problem.ts';
import type { Instant } from '../../domain/time.ts';
import type { Cursors, Ledger, Outbox, ReadHealth, ReadSilences } from '../../work/ports.ts';
import { createFile, createStateDirectory } from './create-state.ts';
import { clearDoubt } from './doubtful.ts';
import { findDamage } from './find-damage.ts';
import { ledgerFailure } from './ledger-failure.ts';
import { ledgerFile } from './ledger-file.ts';
import { openDatabase } from './open-database.ts';
import { migrate } from './schema.ts';
import { lastKnownId, setAside } from './set-aside.ts';
import { SqliteLedger } from './sqlite-ledger.ts';

/** What a test may want otherwise. */
export interface LedgerOptions {
  /** Names what is set aside; the present time unless given. */
  readonly now?: Instant;
  /** How often to ask whether another process has committed, ms; 250 unless given. */
  readonly pollIntervalMs?: number;
  /** How long to wait for another process's lock, ms; 5000 unless given. */
  readonly busyTimeoutMs?: number;
}

/** All that the daemon remembers, in one file. */
export interface OpenLedger extends Ledger, Cursors {
  readonly outbox: Outbox & ReadSilences & ReadHealth;
}

/** KiB. With eight times as much, 100,000 records are not stored in less time. */
const CACHE_SIZE = 4 * 1024;
/** Bytes. Above it the write-ahead log is cut back after a checkpoint: one huge pass must not leave a huge file. */
const JOURNAL_SIZE_LIMIT = 64 * 1024 * 1024;

/**
 * Opens the ledger of the one daemon, and creates it where there is none. After an unclean stop all of it is checked
 * first; a damaged one is set aside and a new one begun, which `damage` tells of. Hold the state directory before.
 * @throws {LedgerError} when it cannot be opened, or a newer mailcertd wrote it
 */
export function openLedger(stateDirectory: string, options: LedgerOptions = {}): OpenLedger {
  const path = ledgerFile(stateDirectory);
  let database: Connection | undefined;
  try {
    createStateDirectory(stateDirectory);
    const why = findDamage(path);
    const damage = why === undefined ? undefined : setAside(path, options.now ?? Date.now(), why);
    createFile(path, 0o640);
    database = openDatabase(path, { timeout: options.busyTimeoutMs ?? 5000 });
    prepareForWriting(database, damage);
    // Only now: a crash in between must not pass for a clean stop.
    clearDoubt(path);
    const polling = { intervalMs: options.pollIntervalMs ?? 250, keepsProcessAlive: false };
    return new SqliteLedger(database, path, polling, damage);
  } catch (failure) {
    database?.close();
    throw ledgerFailure(path, 'opening the ledger', failure);
  }
}

function prepareForWriting(database: Connection, damage: Problem | undefined): void {
  database.pragma('journal_mode = WAL');
  // better-sqlite3 is built with NORMAL, which loses the last commits when the power fails.
  database.pragma('synchronous = FULL');
  database.pragma(`journal_size_limit = ${JOURNAL_SIZE_LIMIT}`);
  database.pragma(`cache_size = -${CACHE_SIZE}`);
  migrate(database);
  if (damage === undefined) return;
  // Ids go on where the damaged one stopped, as far as it can tell: whoever follows them sees none twice.
  const goOn = database.prepare('UPDATE head SET event_record_id = max(event_record_id, ?)');
  goOn.run(lastKnownId(damage.location));
}
