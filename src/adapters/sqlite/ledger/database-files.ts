import { existsSync, lstatSync, renameSync, rmSync } from 'node:fs';

/** The suffixes of the files that SQLite keeps for an open database. */
const SUFFIXES = ['', '-wal', '-shm'] as const;
type Suffix = (typeof SUFFIXES)[number];

/**
 * The files of a database as they were when it was opened. SQLite finds its files by name. It does
 * not detect that a file was deleted. It replays a remaining write-ahead log into any new file with
 * the name of the database.
 */
export class DatabaseFiles {
  /** The name for renamed files, once it is chosen. */
  asidePath: string | undefined;
  /** A description of what happened to the file of the ledger, once it is known. */
  reason: string | undefined;
  /** True after the content was copied to a new file, which the next start finds. */
  isCopied = false;
  readonly #path: string;
  /** Device and inode of each file; undefined if it did not exist. */
  readonly #identities: ReadonlyMap<Suffix, string | undefined>;

  constructor(path: string) {
    this.#path = path;
    this.#identities = new Map(SUFFIXES.map((suffix) => [suffix, identityOf(path + suffix)]));
  }

  /**
   * True if the database is still at its path, or if the file system does not respond. In the
   * latter case, scans fail.
   */
  get isInPlace(): boolean {
    return !this.#isLost('');
  }

  /** Describes what happened to the files; undefined if they are in place. */
  describeMisplacement(): string | undefined {
    if (this.#isLost('')) return existsSync(this.#path) ? 'another file has replaced it' : 'it was deleted or moved';
    return this.#isLost('-wal') ? 'its -wal file was deleted or moved' : undefined;
  }

  /** Renames the -wal and -shm files of this database, so that no other database uses them. */
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
