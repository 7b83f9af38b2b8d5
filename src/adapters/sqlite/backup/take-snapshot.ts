import { closeSync, constants, fstatSync, openSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Database as Connection } from 'better-sqlite3';
import { BACKUP_FAILURES } from '../../../domain/failure/backup-failures.ts';
import { FailureError } from '../../../domain/failure/failure-error.ts';
import { messageOf } from '../../../domain/failure/message-of.ts';
import type { StateBackup } from '../../../domain/status/state-backup.ts';
import { createFile } from '../create-state.ts';
import { isLongCheck } from '../is-long-check.ts';
import { ledgerFile } from '../ledger/ledger-file.ts';
import { isDamage } from '../ledger-failure.ts';
import { isRunning } from '../lock/state-holder.ts';
import { openDatabase } from '../open-database.ts';
import { newerSchema } from '../schema/newer-schema.ts';
import { SCHEMA_VERSION, schemaVersion } from '../schema/schema.ts';

const { O_NOFOLLOW, O_RDONLY } = constants;

/** The pages that are copied at once; other tasks of the process run between. */
const PAGES_AT_ONCE = 1000;

/** The name of an unfinished copy, around the process ID of its command. */
const [NAME_START, NAME_END] = ['backup-', '.part'] as const;

/** The files of a copy: the database, and those that SQLite may create next to it. */
const COPY_SUFFIXES = ['', '-journal', '-wal', '-shm'];

/** Receives the progress of a copy. Sizes are in bytes. */
export interface SnapshotProgress {
  onCopied(done: number, total: number): void;
  /** Called before a check of the copy that takes longer than a second. Nothing else runs meanwhile. */
  onLongCheck(size: number): void;
}

/** A copy of the event log that no other process can open or change. */
export interface Snapshot extends Disposable {
  /** An open file without a name. It is read from its start. */
  readonly descriptor: number;
  readonly contents: Pick<StateBackup, 'schemaVersion' | 'size' | 'lastRecordId' | 'computers'>;
}

/**
 * Copies the event log of a state directory as it is at one moment. A daemon can write meanwhile:
 * readers do not lock it in WAL mode. The directory must have space for the copy.
 * @throws the error of SQLite or of the file system, a FailureError, or the reason of the signal
 */
export async function takeSnapshot(
  stateDirectory: string,
  signal: AbortSignal,
  progress?: SnapshotProgress,
): Promise<Snapshot> {
  const path = join(stateDirectory, `${NAME_START}${process.pid}${NAME_END}`);
  removeUnfinished(stateDirectory);
  try {
    createFile(path, 0o600);
    await copyLedgerTo(path, ledgerFile(stateDirectory), signal, progress);
    const { size } = statSync(path);
    if (isLongCheck(size)) progress?.onLongCheck(size);
    const contents = examine(path);
    const descriptor = openSync(path, O_RDONLY | O_NOFOLLOW);
    return {
      descriptor,
      contents: { ...contents, size: fstatSync(descriptor).size },
      [Symbol.dispose]: () => closeSync(descriptor),
    };
  } finally {
    for (const suffix of COPY_SUFFIXES) rmSync(path + suffix, { force: true });
  }
}

/**
 * Removes copies of commands that were killed. In a container, such a command may have had the
 * process ID of this one.
 */
function removeUnfinished(stateDirectory: string): void {
  for (const name of readdirSync(stateDirectory)) {
    if (!name.startsWith(NAME_START) || !name.includes(NAME_END)) continue;
    const processId = Number(name.slice(NAME_START.length, name.indexOf(NAME_END)));
    if (processId === process.pid || (processId > 0 && !isRunning(processId)))
      rmSync(join(stateDirectory, name), { force: true });
  }
}

/** Copies all pages of the event log into an empty file. */
async function copyLedgerTo(
  path: string,
  source: string,
  signal: AbortSignal,
  progress: SnapshotProgress | undefined,
): Promise<void> {
  const database = openDatabase(source, { readonly: true, timeout: 5000 });
  try {
    const version = schemaVersion(database);
    if (version > SCHEMA_VERSION) throw new FailureError(newerSchema(version));
    // All steps of the copy are in this transaction. Otherwise SQLite would begin again after each
    // commit of the daemon.
    database.exec('BEGIN');
    database.prepare('SELECT event_record_id FROM head').get();
    const pageSize = Number(database.pragma('page_size', { simple: true }));
    await database.backup(path, {
      progress: ({ totalPages, remainingPages }) => {
        signal.throwIfAborted();
        progress?.onCopied((totalPages - remainingPages) * pageSize, totalPages * pageSize);
        return PAGES_AT_ONCE;
      },
    });
    signal.throwIfAborted();
  } catch (failure) {
    throw isDamage(failure) ? damaged(messageOf(failure)) : failure;
  } finally {
    database.close();
  }
}

/** Checks a copy, and reads what is in it. Leaves one file, without a write-ahead log. */
function examine(path: string): Omit<Snapshot['contents'], 'size'> {
  const database = openDatabase(path);
  try {
    database.pragma('journal_mode = DELETE');
    const damage = integrityError(database);
    if (damage !== undefined) throw damaged(damage);
    return {
      schemaVersion: schemaVersion(database),
      lastRecordId: database.prepare<[], number>('SELECT event_record_id FROM head').pluck().get() ?? 0,
      computers: database.prepare<[], string>('SELECT shard FROM shard ORDER BY shard').pluck().all(),
    };
  } catch (failure) {
    throw isDamage(failure) ? damaged(messageOf(failure)) : failure;
  } finally {
    database.close();
  }
}

const damaged = (error: string): FailureError => new FailureError(BACKUP_FAILURES.backed_up_log_damaged({ error }));

/** Returns the first damage that SQLite finds in a database; undefined if it finds none. */
export function integrityError(database: Connection): string | undefined {
  const found = String(database.pragma('quick_check(1)', { simple: true }));
  return found === 'ok' ? undefined : found;
}
