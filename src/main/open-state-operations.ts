import { createHash } from 'node:crypto';
import { accessSync, closeSync, constants, existsSync, fstatSync, openSync, readSync } from 'node:fs';
import { dirname } from 'node:path';
import { openExportFile } from '../adapters/file-store/write/open-export-file.ts';
import { requireSpaceForBackup } from '../adapters/sqlite/backup/require-space.ts';
import { restoreBackup } from '../adapters/sqlite/backup/restore-backup.ts';
import { takeSnapshot } from '../adapters/sqlite/backup/take-snapshot.ts';
import { eventLogCause } from '../adapters/sqlite/ledger-failure.ts';
import { SCHEMA_VERSION } from '../adapters/sqlite/schema/schema.ts';
import { BACKUP_FAILURES } from '../domain/failure/backup-failures.ts';
import { EVENT_LOG_CAUSES } from '../domain/failure/event-log-cause-failures.ts';
import type { Failure } from '../domain/failure/failure.ts';
import { FailureError } from '../domain/failure/failure-error.ts';
import { FILE_CAUSE_FAILURES } from '../domain/failure/file-cause-failures.ts';
import type { StateBackup } from '../domain/status/state-backup.ts';
import { renderBackupHeader } from '../formats/backup/backup-header.ts';
import { errorCode, isGone } from '../formats/system/file-reason.ts';
import { BackupError, ExportError } from '../work/errors.ts';
import type { RestoredState, StateOperations } from '../work/operations/state-operations.ts';
import type { ReportProgress } from '../work/ports/progress.ts';
import type { Clock } from '../work/ports/system.ts';
import { becomeOwnerOf } from './become-owner-of.ts';
import { actAsStateOwner } from './state-owner.ts';
import { VERSION } from './version.ts';

/** The size of the pieces that are read and written at once, bytes. */
const PIECE_BYTES = 1024 * 1024;

interface StateOperationsOptions {
  readonly clock: Pick<Clock, 'now'>;
  /** Receives the progress; left out: it is not shown. */
  readonly reportProgress?: ReportProgress | undefined;
}

/** Returns the operations on the state in a directory. */
export function openStateOperations(stateDirectory: string, options: StateOperationsOptions): StateOperations {
  return {
    backUp: (target, signal) => backUp(stateDirectory, target, signal, options),
    restore: (path, signal) => restore(stateDirectory, path, signal, options),
  };
}

async function backUp(
  stateDirectory: string,
  target: { readonly path: string; readonly replaces: boolean },
  signal: AbortSignal,
  { clock, reportProgress }: StateOperationsOptions,
): Promise<StateBackup> {
  const { path } = target;
  // Each byte is copied twice: to the snapshot, then to the backup. A copy counts half.
  const report = (copied: number, total: number): void =>
    reportProgress?.({ activity: 'back-up', done: copied / 2, total });
  const onLongCheck = (total: number): void =>
    reportProgress?.({ activity: 'back-up', done: total / 2, total, isChecking: true });
  try {
    await using file = await openExportFile({ ...target, stateDirectory }, BACKUP_FAILURES.state_not_backed_up);
    requireSpaceForBackup(stateDirectory, dirname(path));
    const createdAt = clock.now();
    // Root writes the file, and the owner of the directory the copy in it.
    using snapshot = await actAsStateOwner(stateDirectory, () =>
      takeSnapshot(stateDirectory, signal, { onCopied: report, onLongCheck }),
    );
    const { descriptor, contents } = snapshot;
    const { size } = contents;
    const backup = { program: VERSION, createdAt, ...contents };
    const hash = createHash('sha256');
    const append = async (piece: Uint8Array): Promise<void> => {
      hash.update(piece);
      await file.append(piece);
    };
    await append(Buffer.from(renderBackupHeader(backup)));
    const piece = Buffer.alloc(PIECE_BYTES);
    let written = 0;
    for (let length = read(descriptor, piece); length > 0; length = read(descriptor, piece)) {
      signal.throwIfAborted();
      await append(piece.subarray(0, length));
      written += length;
      report(size + written, size);
    }
    await file.append(Buffer.from(`${hash.digest('hex')}\n`));
    await file.commit();
    return backup;
  } catch (error) {
    if (error instanceof ExportError || signal.aborted) throw error;
    const cause = isGone(error) ? EVENT_LOG_CAUSES.event_log_missing : causeInState(error);
    throw new BackupError(path, BACKUP_FAILURES.state_not_backed_up({ path, cause }), error);
  }
}

const read = (descriptor: number, piece: Buffer): number => readSync(descriptor, piece, 0, piece.length, null);

async function restore(
  stateDirectory: string,
  path: string,
  signal: AbortSignal,
  { reportProgress }: StateOperationsOptions,
): Promise<RestoredState> {
  try {
    // The account of the daemon may not be able to read the backup.
    using file = openBackup(path);
    if (process.getuid?.() === 0 && !existsSync(stateDirectory)) {
      throw new FailureError(BACKUP_FAILURES.state_directory_missing({ stateDirectory }));
    }
    becomeOwnerOf(stateDirectory);
    if (existsSync(stateDirectory)) accessSync(stateDirectory, constants.W_OK);
    const { backup, asidePath } = await restoreBackup(stateDirectory, file.descriptor, signal, reportProgress);
    return { backup, stateDirectory, previousPath: asidePath, supportedSchema: SCHEMA_VERSION };
  } catch (error) {
    if (signal.aborted) throw error;
    throw new BackupError(path, BACKUP_FAILURES.state_not_restored({ path, cause: causeInState(error) }), error);
  }
}

function openBackup(path: string): Disposable & { readonly descriptor: number } {
  let descriptor: number;
  try {
    // Without O_NONBLOCK, opening a FIFO without a writer would wait.
    descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    if (isGone(error)) throw new FailureError(BACKUP_FAILURES.backup_file_missing, error);
    if (errorCode(error) === 'EACCES') throw new FailureError(BACKUP_FAILURES.backup_file_denied, error);
    throw error;
  }
  const file = { descriptor, [Symbol.dispose]: () => closeSync(descriptor) };
  if (fstatSync(descriptor).isFile()) return file;
  file[Symbol.dispose]();
  throw new FailureError(FILE_CAUSE_FAILURES.file_not_regular);
}

/** Returns the cause of an error in the state directory. */
function causeInState(error: unknown): Failure | string {
  const code = errorCode(error);
  return code === 'EACCES' || code === 'EPERM' ? EVENT_LOG_CAUSES.account_may_not_write : eventLogCause(error);
}
