import { existsSync, lstatSync, renameSync, rmSync } from 'node:fs';
import { EVENT_LOG_CAUSES } from '../../../domain/failure/event-log-cause-failures.ts';
import type { Failure } from '../../../domain/failure/failure.ts';

/** The suffixes of the files that SQLite keeps for an open database. */
const SUFFIXES = ['', '-wal', '-shm'] as const;
type Suffix = (typeof SUFFIXES)[number];

/**
 * Detects whether the files of an open database were moved, deleted or replaced, by their devices
 * and inodes. SQLite does not detect this, because it finds its files by name. It would also replay
 * a remaining write-ahead log into any new file with the name of the database.
 */
export class DatabaseFiles {
  // `copyLedger` sets these three fields, which it needs again if it repeats the copy.
  /** The new name for the -wal and -shm files of the lost database; undefined: not yet chosen. */
  asidePath: string | undefined;
  /** Makes the failure of the change of the file, with the lost rows; undefined: not yet known. */
  damageOf: ((rows: Failure) => Failure) | undefined;
  /** True if the content was copied to a new file, which the next start finds. */
  isCopied = false;
  readonly #path: string;
  /** Device and inode of each file; undefined if it did not exist. */
  readonly #identities: ReadonlyMap<Suffix, string | undefined>;

  constructor(path: string) {
    this.#path = path;
    this.#identities = new Map(SUFFIXES.map((suffix) => [suffix, identityOf(path + suffix)]));
  }

  /**
   * True if the database file is still at its path. Also true if the file system fails, because
   * scans then report the failure.
   */
  get isInPlace(): boolean {
    return !this.#isLost('');
  }

  /** Returns what happened to the database or its -wal file; undefined if both are in place. */
  misplacement(): Failure | undefined {
    const { event_log_replaced: replaced, event_log_moved: moved } = EVENT_LOG_CAUSES;
    if (this.#isLost('')) return existsSync(this.#path) ? replaced : moved;
    return this.#isLost('-wal') ? EVENT_LOG_CAUSES.event_log_wal_moved : undefined;
  }

  /**
   * Renames the -wal and -shm files of this database if they are in place, so that no other
   * database uses them.
   */
  setAside(name: string): void {
    for (const suffix of ['-wal', '-shm'] as const)
      if (!this.#isLost(suffix)) renameSync(this.#path + suffix, name + suffix);
  }

  /** Removes the files that `setAside` renamed, after their content was copied. */
  removeSetAside(name: string): void {
    for (const suffix of ['-wal', '-shm'] as const)
      if (identityOf(name + suffix) === this.#identities.get(suffix)) rmSync(name + suffix, { force: true });
  }

  #isLost(suffix: Suffix): boolean {
    try {
      return identityOf(this.#path + suffix) !== this.#identities.get(suffix);
    } catch {
      return false;
    }
  }
}

/**
 * Returns the device and inode of a file; undefined if it does not exist. Throws the error of the
 * file system.
 */
function identityOf(path: string): string | undefined {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  return stats && `${stats.dev}:${stats.ino}`;
}
