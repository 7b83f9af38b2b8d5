import { type AccessList, parseAccessLists } from '../../../formats/system/access-list.ts';
import { programOutput } from './program-output.ts';

/** The maximum number of paths per call of `getfacl`. */
const MAX_PATHS_PER_CALL = 200;
/** The maximum number of calls per scan. Further lists are read in later scans. */
const MAX_CALLS_PER_SCAN = 25;

interface CachedList {
  /** The ctime of the file or directory when its list was read. */
  readonly ctimeMs: number;
  /** Undefined if it could not be read. */
  readonly list: AccessList | undefined;
}

/** A file or directory that may have an access control list. */
export interface AccessListTarget {
  readonly path: string;
  readonly ctimeMs: number;
}

/**
 * Reads POSIX access control lists with `getfacl`, if it is installed. A list is read again only
 * when the ctime of its file has changed.
 */
export class AccessLists {
  #cachedLists: Map<string, CachedList> = new Map();

  /** Returns a list that `read` has read; undefined if it could not be read. */
  get({ path, ctimeMs }: AccessListTarget): AccessList | undefined {
    const cached = this.#cachedLists.get(path);
    return cached?.ctimeMs === ctimeMs ? cached.list : undefined;
  }

  /**
   * Reads the lists of these paths that are not cached, and forgets the lists of all other paths.
   * @param targets ctime by path, ms
   */
  async read(targets: ReadonlyMap<string, number>): Promise<void> {
    const previous = this.#cachedLists;
    this.#cachedLists = new Map();
    const uncachedPaths: string[] = [];
    for (const [path, ctimeMs] of targets) {
      const cached = previous.get(path);
      if (cached?.ctimeMs === ctimeMs) this.#cachedLists.set(path, cached);
      else uncachedPaths.push(path);
    }
    for (let batch = 0; batch < MAX_CALLS_PER_SCAN && batch * MAX_PATHS_PER_CALL < uncachedPaths.length; batch += 1) {
      const paths = uncachedPaths.slice(batch * MAX_PATHS_PER_CALL, (batch + 1) * MAX_PATHS_PER_CALL);
      // `-p`: paths are printed absolute; `-n`: IDs instead of names.
      const printed = await programOutput('getfacl', ['-pn', '--', ...paths]);
      // getfacl is missing or too slow. The next scan tries again.
      if (printed === undefined) return;
      const lists = parseAccessLists(printed);
      for (const path of paths) this.#cachedLists.set(path, { ctimeMs: targets.get(path) ?? 0, list: lists.get(path) });
    }
  }
}
