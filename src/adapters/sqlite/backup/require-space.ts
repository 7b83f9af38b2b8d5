import { statfsSync, statSync } from 'node:fs';
import { BACKUP_FAILURES } from '../../../domain/failure/backup-failures.ts';
import { FailureError } from '../../../domain/failure/failure-error.ts';
import { ledgerFile } from '../ledger/ledger-file.ts';

const MEBIBYTE: number = 1024 * 1024;
/** The space that is left for the daemon in addition to a quarter of its event log, bytes. */
const MIN_RESERVE_BYTES: number = 4 * MEBIBYTE;

/**
 * Throws if there is too little space for a backup. Otherwise the copy could fill the file system of
 * a running daemon, which then could not store events. The write-ahead log also grows during the
 * copy, because SQLite does not reuse it while a reader is open.
 * @throws {FailureError}
 */
export function requireSpaceForBackup(stateDirectory: string, targetDirectory: string): void {
  const path = ledgerFile(stateDirectory);
  const size = sizeOf(path) + sizeOf(`${path}-wal`);
  // Reported later: the event log does not exist.
  if (size === 0) return;
  const isSameDisk = statSync(stateDirectory).dev === statSync(targetDirectory).dev;
  requireFree(stateDirectory, (isSameDisk ? 2 : 1) * size + reserveFor(size));
  if (!isSameDisk) requireFree(targetDirectory, size);
}

/**
 * Throws if there is too little space in the state directory for a restored event log.
 * @param size bytes
 * @throws {FailureError}
 */
export function requireSpaceForRestore(stateDirectory: string, size: number): void {
  requireFree(stateDirectory, size + reserveFor(size));
}

const reserveFor = (size: number): number => Math.ceil(size / 4) + MIN_RESERVE_BYTES;

const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;

function requireFree(directory: string, needed: number): void {
  const { bavail, bsize, blocks } = statfsSync(directory);
  const free = bavail * bsize;
  // Some file systems in user space do not report their size.
  if (blocks === 0 || free >= needed) return;
  throw new FailureError(
    BACKUP_FAILURES.too_little_space({
      directory,
      free: Math.floor(free / MEBIBYTE),
      needed: Math.ceil(needed / MEBIBYTE),
    }),
  );
}
