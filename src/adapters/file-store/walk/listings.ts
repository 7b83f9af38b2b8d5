import type { Stats } from 'node:fs';

/**
 * The minimum age of a directory whose times are reliable, ms. The clocks of file systems are
 * coarse.
 */
const SETTLES_AFTER_MS = 100;

/** A directory entry that is not a regular file. */
export interface OtherEntry {
  readonly path: string;
  readonly isLink: boolean;
  readonly isDirectory: boolean;
}

/** The entries of a directory, without hidden and ignored ones. */
export interface Listing {
  /** The paths of regular files. */
  readonly files: readonly string[];
  readonly otherEntries: readonly OtherEntry[];
}

interface CachedListing extends Listing {
  readonly device: number;
  readonly inode: number;
  readonly mtimeMs: number;
  readonly ctimeMs: number;
}

/**
 * Caches the listings of the previous scan. A directory with the same times has the same entries,
 * and is not listed again.
 */
export class Listings {
  readonly #settlesAfterMs: number;
  #previous: ReadonlyMap<string, CachedListing> = new Map();
  #current: Map<string, CachedListing> = new Map();

  constructor(settlesAfterMs: number) {
    this.#settlesAfterMs = Math.max(settlesAfterMs, SETTLES_AFTER_MS);
  }

  /** Starts a scan. Listings that the previous scan did not use are forgotten. */
  begin(): void {
    this.#previous = this.#current;
    this.#current = new Map();
  }

  /** Returns the listing of a directory in this state; undefined if it must be listed. */
  find(path: string, { dev, ino, mtimeMs, ctimeMs }: Stats): Listing | undefined {
    const cached = this.#current.get(path) ?? this.#previous.get(path);
    if (cached?.ctimeMs !== ctimeMs || cached.mtimeMs !== mtimeMs || cached.inode !== ino || cached.device !== dev) {
      return undefined;
    }
    this.#current.set(path, cached);
    return cached;
  }

  /**
   * Caches a listing that was made after the directory was in this state, unless its times are too
   * recent to show a later change.
   */
  add(path: string, { dev, ino, mtimeMs, ctimeMs }: Stats, { files, otherEntries }: Listing, listedAt: number): void {
    // The machine sets the times of directories, so they are compared with the clock of the
    // machine.
    if (listedAt - Math.max(mtimeMs, ctimeMs) <= this.#settlesAfterMs) return;
    this.#current.set(path, { files, otherEntries, device: dev, inode: ino, mtimeMs, ctimeMs });
  }
}
