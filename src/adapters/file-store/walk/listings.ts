import type { Stats } from 'node:fs';

/**
 * The age from which the times of a directory show every further change, ms. File systems store
 * times coarsely, so two changes at about the same time can leave the same times.
 */
const MIN_RELIABLE_AGE_MS = 100;

/** A directory entry that is not a regular file. */
export interface OtherEntry {
  readonly path: string;
  readonly isLink: boolean;
  readonly isDirectory: boolean;
}

/** The entries of a directory, without hidden and ignored entries. */
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
 * Caches the listings of the previous scan. A directory whose times are the same as in the previous
 * scan has the same entries, and is not listed again.
 */
export class Listings {
  readonly #minReliableAgeMs: number;
  #previous: ReadonlyMap<string, CachedListing> = new Map();
  #current: Map<string, CachedListing> = new Map();

  constructor(minReliableAgeMs: number) {
    this.#minReliableAgeMs = Math.max(minReliableAgeMs, MIN_RELIABLE_AGE_MS);
  }

  /** Starts a scan. Listings that the previous scan did not use are forgotten. */
  begin(): void {
    this.#previous = this.#current;
    this.#current = new Map();
  }

  /** Returns the cached listing of a directory with these stats; undefined if it must be listed. */
  find(path: string, { dev, ino, mtimeMs, ctimeMs }: Stats): Listing | undefined {
    const cached = this.#current.get(path) ?? this.#previous.get(path);
    if (cached?.ctimeMs !== ctimeMs || cached.mtimeMs !== mtimeMs || cached.inode !== ino || cached.device !== dev) {
      return undefined;
    }
    this.#current.set(path, cached);
    return cached;
  }

  /**
   * Caches a listing, unless the times of the directory are too recent to show a further change.
   * @param stats those of the directory before it was listed
   * @param listedAt the time when listing began, epoch ms
   */
  add(path: string, stats: Stats, { files, otherEntries }: Listing, listedAt: number): void {
    const { dev, ino, mtimeMs, ctimeMs } = stats;
    if (listedAt - Math.max(mtimeMs, ctimeMs) <= this.#minReliableAgeMs) return;
    this.#current.set(path, { files, otherEntries, device: dev, inode: ino, mtimeMs, ctimeMs });
  }
}
