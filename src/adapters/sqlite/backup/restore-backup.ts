import { createHash } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { BACKUP_FAILURES } from '../../../domain/failure/backup-failures.ts';
import type { Failure } from '../../../domain/failure/failure.ts';
import { FailureError } from '../../../domain/failure/failure-error.ts';
import { messageOf } from '../../../domain/failure/message-of.ts';
import type { StateBackup } from '../../../domain/status/state-backup.ts';
import {
  BACKUP_END_BYTES,
  BACKUP_FORMAT,
  MAX_HEADER_BYTES,
  readBackupHeader,
} from '../../../formats/backup/backup-header.ts';
import { fillBufferSync } from '../../../formats/system/fill-buffer.ts';
import { AlreadyRunningError } from '../../../work/errors.ts';
import type { ReportProgress } from '../../../work/ports/progress.ts';
import { createFile } from '../create-state.ts';
import { markDamaged } from '../damage-mark.ts';
import { isLongCheck } from '../is-long-check.ts';
import { finishCopy } from '../ledger/finish-copy.ts';
import { finishRestore, restoredPath, syncLedgerDirectory } from '../ledger/finish-restore.ts';
import { ledgerFile } from '../ledger/ledger-file.ts';
import { finishRebuild } from '../ledger/rebuild-ledger.ts';
import { holdStateDirectory } from '../lock/hold-state-directory.ts';
import { openDatabase } from '../open-database.ts';
import { SCHEMA_VERSION, schemaVersion } from '../schema/schema.ts';
import { schemaError } from '../schema/schema-error.ts';
import { requireSpaceForRestore } from './require-space.ts';
import { integrityError } from './take-snapshot.ts';

/** The mode of an event log if there is none to replace: the group may read it. */
const MODE = 0o640;
/** The size of the pieces that are copied at once, bytes. */
const PIECE_BYTES = 1024 * 1024;

/** The result of a restore. */
export interface InstalledBackup {
  readonly backup: StateBackup;
  /** The new path of the replaced event log; undefined: there was none. */
  readonly asidePath: string | undefined;
}

/**
 * Replaces the event log of a state directory with the one of a backup. Steps:
 * 1. lock the directory, so that no daemon starts
 * 2. copy the event log of the backup to `ledger.db.restoring`, and check it
 * 3. rename it to `ledger.db.restored`; from now on, the next start uses it
 * 4. rename the files of the replaced event log, then the new one to its path
 * A process that is killed before step 3 has changed nothing.
 * @param descriptor the open backup, read from its start
 * @param reportProgress receives how much of the event log is copied, bytes
 * @throws the error of the file system or of SQLite, a FailureError, a MailcertdError, or the reason
 * of the signal
 */
export async function restoreBackup(
  stateDirectory: string,
  descriptor: number,
  signal: AbortSignal,
  reportProgress?: ReportProgress,
): Promise<InstalledBackup> {
  using _ = lock(stateDirectory);
  const path = ledgerFile(stateDirectory);
  // An earlier process may have been killed while it replaced the event log.
  finishRestore(path);
  finishCopy(path);
  finishRebuild(path);
  const copy = `${path}.restoring`;
  let backup: StateBackup;
  try {
    removeCopy(copy);
    backup = await copyDatabase(descriptor, copy, signal, reportProgress);
    if (isLongCheck(backup.size)) {
      reportProgress?.({ activity: 'restore', done: backup.size, total: backup.size, isChecking: true });
    }
    checkDatabase(copy, backup);
    const mode = statSync(path, { throwIfNoEntry: false })?.mode;
    if (mode !== undefined) chmodSync(copy, mode & 0o777);
    signal.throwIfAborted();
    // The check above does not compare indexes with tables. The next start does.
    markDamaged(path);
  } catch (error) {
    removeCopy(copy);
    throw error;
  }
  renameSync(copy, restoredPath(path));
  removeCopy(copy);
  syncLedgerDirectory(path);
  return { backup, asidePath: finishRestore(path) };
}

/** Removes a copy, and the files that SQLite may have created next to it. */
function removeCopy(copy: string): void {
  for (const suffix of ['', '-journal', '-wal', '-shm']) rmSync(copy + suffix, { force: true });
}

function lock(stateDirectory: string): Disposable {
  try {
    return holdStateDirectory(stateDirectory);
  } catch (error) {
    if (!(error instanceof AlreadyRunningError)) throw error;
    const { processId } = error;
    throw new FailureError(BACKUP_FAILURES.restore_while_daemon_runs({ processId }), error);
  }
}

/** Copies the database of a backup to a new file, and checks the checksum. */
async function copyDatabase(
  descriptor: number,
  copy: string,
  signal: AbortSignal,
  reportProgress: ReportProgress | undefined,
): Promise<StateBackup> {
  const start = readAt(descriptor, 0, MAX_HEADER_BYTES);
  const header = readBackupHeader(start);
  if (header.kind === 'unrecognized') throw new FailureError(BACKUP_FAILURES.backup_not_recognized);
  if (header.kind === 'newer') {
    const { program, format: version } = header;
    throw new FailureError(BACKUP_FAILURES.backup_format_newer({ program, version, supported: BACKUP_FORMAT }));
  }
  const { backup, bytes } = header;
  const { program, schemaVersion: version } = backup;
  if (version > SCHEMA_VERSION) {
    throw new FailureError(BACKUP_FAILURES.backup_schema_newer({ program, version, supported: SCHEMA_VERSION }));
  }
  const { size } = fstatSync(descriptor);
  const expected = bytes + backup.size + BACKUP_END_BYTES;
  if (size !== expected) throw new FailureError(BACKUP_FAILURES.backup_size_wrong({ size, expected }));
  requireSpaceForRestore(dirname(copy), backup.size);
  const hash = createHash('sha256').update(start.subarray(0, bytes));
  createFile(copy, MODE);
  const target = openSync(copy, constants.O_WRONLY | constants.O_NOFOLLOW);
  try {
    const databaseEnd = size - BACKUP_END_BYTES;
    for (let offset = bytes; offset < databaseEnd; ) {
      reportProgress?.({ activity: 'restore', done: offset - bytes, total: backup.size });
      // Meanwhile, the progress is drawn, and a signal can end the command.
      await setImmediate();
      signal.throwIfAborted();
      const piece = readAt(descriptor, offset, Math.min(PIECE_BYTES, databaseEnd - offset));
      if (piece.length === 0) throw new FailureError(BACKUP_FAILURES.backup_size_wrong({ size: offset, expected }));
      hash.update(piece);
      writeWhole(target, piece);
      offset += piece.length;
    }
    const end = readAt(descriptor, databaseEnd, BACKUP_END_BYTES).toString('latin1');
    if (end !== `${hash.digest('hex')}\n`) throw new FailureError(BACKUP_FAILURES.backup_checksum_wrong);
    fsyncSync(target);
  } finally {
    closeSync(target);
  }
  return backup;
}

function writeWhole(target: number, piece: Buffer): void {
  for (let written = 0; written < piece.length; ) written += writeSync(target, piece, written);
}

function readAt(descriptor: number, start: number, size: number): Buffer {
  const bytes = Buffer.alloc(size);
  const length = fillBufferSync(size, (offset, count) => readSync(descriptor, bytes, offset, count, start + offset));
  return bytes.subarray(0, length);
}

/** Throws a failure if the database is damaged, or is not what the header says. */
function checkDatabase(copy: string, backup: StateBackup): void {
  const damaged = (error: string | Failure): FailureError =>
    new FailureError(BACKUP_FAILURES.backup_database_damaged({ error }));
  try {
    const database = openDatabase(copy, { readonly: true });
    try {
      const version = schemaVersion(database);
      const error = version === backup.schemaVersion ? (integrityError(database) ?? schemaError(database)) : undefined;
      if (version !== backup.schemaVersion || version === 0) throw damaged(`schema ${version}`);
      if (error !== undefined) throw damaged(error);
    } finally {
      database.close();
    }
  } catch (error) {
    throw error instanceof FailureError ? error : damaged(messageOf(error));
  }
}
