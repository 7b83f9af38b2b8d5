import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileReason } from '../../../formats/system/file-reason.ts';
import type { ContentCache } from '../cache/content-cache.ts';
import type { ReadingLimits } from '../open/opening-budget.ts';
import { ABSENT, type FileSource } from '../open/source.ts';
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
  readonly #troubles: ReadonlyMap<string, FileSource>;
  readonly #listed: ReadonlySet<string>;
  readonly #cache: ContentCache;
  readonly #slice: TimeSlice;
  readonly #limits: ReadingLimits;
  readonly #asked: Map<string, Sibling> = new Map();
  readonly #troubled: ReadonlySet<string>;

  /**
   * Creates the search for one scan.
   * @param troubles the unreadable files of this scan
   * @param listed the completely listed directories
   * @param cache the files that this scan has read
   */
  constructor(
    troubles: ReadonlyMap<string, FileSource>,
    listed: ReadonlySet<string>,
    cache: ContentCache,
    { slice, limits }: { readonly slice: TimeSlice; readonly limits: ReadingLimits },
  ) {
    this.#troubles = troubles;
    this.#listed = listed;
    this.#cache = cache;
    this.#slice = slice;
    this.#limits = limits;
    this.#troubled = new Set([...troubles.keys()].map((path) => dirname(path)));
  }

  /** Returns a known file; undefined if it must be examined. */
  known(path: string): Sibling | undefined {
    const source = this.#troubles.get(path);
    if (source !== undefined) return { source, identity: undefined };
    return this.#cache.now(path) ?? this.#asked.get(path) ?? (this.#listed.has(dirname(path)) ? NOTHING : undefined);
  }

  /** Returns whether the directory was listed completely and without problems. */
  isAllSeen(directory: string): boolean {
    return this.#listed.has(directory) && !this.#troubled.has(directory);
  }

  async at(path: string): Promise<Sibling> {
    const known = this.known(path);
    if (known !== undefined) return known;
    const sibling = await this.#examine(path);
    this.#asked.set(path, sibling);
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
      const known = this.#cache.use(file);
      if (known !== undefined) return known;
      const [read] = await this.#cache.read([path], new Set([path]), this.#slice, this.#limits);
      return { source: read?.source ?? ABSENT, identity };
    } catch (error) {
      return { source: { kind: 'problem', problem: fileReason(error, path) }, identity: undefined };
    }
  }
}
