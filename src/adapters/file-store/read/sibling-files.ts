import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileReason } from '../../../formats/system/file-reason.ts';
import type { ContentCache } from '../cache/content-cache.ts';
import { ABSENT, type FileSource } from '../open/file-source.ts';
import type { ReadingLimits } from '../open/opening-budget.ts';
import { type FileIdentity, fileIdentityOf } from '../walk/file-identity.ts';
import type { TimeSlice } from '../walk/time-slice.ts';

/** A file next to a certificate, as one scan found it. */
export interface Sibling {
  readonly source: FileSource;
  readonly identity: FileIdentity | undefined;
}

const NOTHING: Sibling = { source: ABSENT, identity: undefined };

/**
 * Finds files next to certificates, whether or not the scan listed them. Each is examined once per
 * scan.
 */
export class SiblingFiles {
  readonly #unreadable: ReadonlyMap<string, FileSource>;
  readonly #listed: ReadonlySet<string>;
  readonly #cache: ContentCache;
  readonly #slice: TimeSlice;
  readonly #limits: ReadingLimits;
  readonly #examined: Map<string, Sibling> = new Map();
  readonly #directoriesWithProblems: ReadonlySet<string>;

  /**
   * Creates the search for one scan.
   * @param unreadable the unreadable files of this scan
   * @param listed the completely listed directories
   * @param cache the files that this scan has read
   */
  constructor(
    unreadable: ReadonlyMap<string, FileSource>,
    listed: ReadonlySet<string>,
    cache: ContentCache,
    { slice, limits }: { readonly slice: TimeSlice; readonly limits: ReadingLimits },
  ) {
    this.#unreadable = unreadable;
    this.#listed = listed;
    this.#cache = cache;
    this.#slice = slice;
    this.#limits = limits;
    this.#directoriesWithProblems = new Set([...unreadable.keys()].map((path) => dirname(path)));
  }

  /** Returns a file that this scan has examined; undefined if it must be examined. */
  findScanned(path: string): Sibling | undefined {
    const source = this.#unreadable.get(path);
    if (source !== undefined) return { source, identity: undefined };
    return (
      this.#cache.currentFileAt(path) ??
      this.#examined.get(path) ??
      (this.#listed.has(dirname(path)) ? NOTHING : undefined)
    );
  }

  /** Returns whether the directory was listed completely and without problems. */
  isFullyListed(directory: string): boolean {
    return this.#listed.has(directory) && !this.#directoriesWithProblems.has(directory);
  }

  /** Returns a file, which is examined if this scan has not done so. */
  async find(path: string): Promise<Sibling> {
    const scanned = this.findScanned(path);
    if (scanned !== undefined) return scanned;
    const sibling = await this.#examine(path);
    this.#examined.set(path, sibling);
    return sibling;
  }

  async #examine(path: string): Promise<Sibling> {
    try {
      const stats = statSync(path, { throwIfNoEntry: false });
      if (stats === undefined) return NOTHING;
      if (!stats.isFile()) {
        const problem = { reason: 'not_a_regular_file', location: path, detail: '' } as const;
        return { source: { kind: 'problem', problem }, identity: undefined };
      }
      const identity = fileIdentityOf(stats);
      const file = { path, identity, mayRepeat: true };
      const cached = this.#cache.reuse(file);
      if (cached !== undefined) return cached;
      const [read] = await this.#cache.read([path], new Set([path]), this.#slice, this.#limits);
      return { source: read?.source ?? ABSENT, identity };
    } catch (error) {
      return { source: { kind: 'problem', problem: fileReason(error, path) }, identity: undefined };
    }
  }
}
