import type { Stats } from 'node:fs';

/** A younger folder may gain and lose entries without its times showing it, however files are trusted: clocks of file systems are coarse, ms. */
const SETTLES_AFTER_MS = 100;

/** An entry of a folder that is no plain file. */
export interface OtherEntry {
  readonly path: string;
  readonly isLink: boolean;
  readonly isFolder: boolean;
}

/** What stands in a folder, hidden and ignored entries left out. */
export interface Listing {
  /** The paths of what surely are regular files. */
  readonly files: readonly string[];
  readonly others: readonly OtherEntry[];
}

interface Kept extends Listing {
  readonly device: number;
  readonly inode: number;
  readonly mtimeMs: number;
  readonly ctimeMs: number;
}

/** The listings of the look before: a folder whose times are the same has the same entries, and is not listed again. */
export class Listings {
  readonly #settlesAfterMs: number;
  #before: ReadonlyMap<string, Kept> = new Map();
  #now: Map<string, Kept> = new Map();

  constructor(settlesAfterMs: number) {
    this.#settlesAfterMs = Math.max(settlesAfterMs, SETTLES_AFTER_MS);
  }

  /** Begins a look: what the one before did not go through is forgotten. */
  begin(): void {
    this.#before = this.#now;
    this.#now = new Map();
  }

  /** What stands in a folder in this state; undefined: it has to be listed. */
  known(path: string, { dev, ino, mtimeMs, ctimeMs }: Stats): Listing | undefined {
    const kept = this.#now.get(path) ?? this.#before.get(path);
    if (kept?.ctimeMs !== ctimeMs || kept.mtimeMs !== mtimeMs || kept.inode !== ino || kept.device !== dev) {
      return undefined;
    }
    this.#now.set(path, kept);
    return kept;
  }

  /** Keeps what was listed after the folder was seen in this state, unless that was too young to tell of a later change. */
  keep(path: string, { dev, ino, mtimeMs, ctimeMs }: Stats, { files, others }: Listing, listedAt: number): void {
    // The times of folders are set by the machine, so they are compared with the machine's clock.
    if (listedAt - Math.max(mtimeMs, ctimeMs) <= this.#settlesAfterMs) return;
    this.#now.set(path, { files, others, device: dev, inode: ino, mtimeMs, ctimeMs });
  }
}
