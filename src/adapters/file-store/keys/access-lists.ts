import { type AccessList, parseAccessLists } from '../../../formats/system/access-list.ts';
import { programOutput } from './run-program.ts';

/** The number of paths per call of `getfacl`. */
const BATCH = 200;
/** The maximum number of calls per scan. Further lists are read in later scans. */
const MAX_BATCHES = 25;

interface Cached {
  readonly ctimeMs: number;
  /** undefined: it could not be read. */
  readonly list: AccessList | undefined;
}

/** A file or directory that may have an access control list. */
export interface AccessListTarget {
  readonly path: string;
  readonly ctimeMs: number;
}

/**
 * Reads POSIX access control lists with `getfacl`, if it is installed. A list is read again only
 * when the inode has changed.
 */
export class AccessLists {
  #cached: Map<string, Cached> = new Map();

  of({ path, ctimeMs }: AccessListTarget): AccessList | undefined {
    const cached = this.#cached.get(path);
    return cached?.ctimeMs === ctimeMs ? cached.list : undefined;
  }

  /**
   * Reads unknown lists, and forgets the lists of all other paths.
   * @param wanted ctime by path, ms
   */
  async read(targets: ReadonlyMap<string, number>): Promise<void> {
    const previous = this.#cached;
    this.#cached = new Map();
    const unknown: string[] = [];
    for (const [path, ctimeMs] of targets) {
      const cached = previous.get(path);
      if (cached?.ctimeMs === ctimeMs) this.#cached.set(path, cached);
      else unknown.push(path);
    }
    for (let batch = 0; batch < MAX_BATCHES && batch * BATCH < unknown.length; batch += 1) {
      const paths = unknown.slice(batch * BATCH, (batch + 1) * BATCH);
      const printed = await programOutput('getfacl', ['-pn', '--', ...paths]);
      if (printed === undefined) return;
      const lists = parseAccessLists(printed);
      for (const path of paths) this.#cached.set(path, { ctimeMs: targets.get(path) ?? 0, list: lists.get(path) });
    }
  }
}
