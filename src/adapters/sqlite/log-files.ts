import { existsSync, lstatSync, renameSync, rmSync } from 'node:fs';

/** The files that SQLite keeps for an open database, by how their names end. */
const SUFFIXES = ['', '-wal', '-shm'] as const;
type Suffix = (typeof SUFFIXES)[number];

/**
 * The files of a database as they were when it was opened. SQLite finds files by name: it does not
 * notice that one of them is gone, and it replays a write-ahead log that was left in the directory
 * into any file that takes the name of its database.
 */
export class LogFiles {
  readonly #path: string;
  /** Device and inode. */
  readonly #identities: ReadonlyMap<Suffix, string | undefined>;

  constructor(path: string) {
    this.#path = path;
    this.#identities = new Map(SUFFIXES.map((suffix) => [suffix, identityOf(path + suffix)]));
  }

  /** Whether the database is where it was opened. A file system that does not answer counts as yes: scans fail then. */
  get isInPlace(): boolean {
    return !this.#isLost('');
  }

  /** Returns what happened to the files; undefined: nothing. */
  whyMisplaced(): string | undefined {
    if (this.#isLost('')) return existsSync(this.#path) ? 'another file has replaced it' : 'it was deleted or moved';
    return this.#isLost('-wal') ? 'its -wal file was deleted or moved' : undefined;
  }

  /** Renames the -wal and -shm files that belong to this database, so that they belong to no other. */
  setAside(name: string): void {
    for (const suffix of ['-wal', '-shm'] as const)
      if (!this.#isLost(suffix)) renameSync(this.#path + suffix, name + suffix);
  }

  /** Removes the files that `setAside` renamed, once their content was copied. */
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

/** Returns device and inode of a file; undefined if there is none. Throws what the file system says. */
function identityOf(path: string): string | undefined {
  const found = lstatSync(path, { throwIfNoEntry: false });
  return found && `${found.dev}:${found.ino}`;
}
