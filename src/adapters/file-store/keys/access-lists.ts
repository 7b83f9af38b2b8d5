import { type AccessList, parseAccessLists } from '../../../formats/system/access-list.ts';
import { programOutput } from './run-program.ts';

/** The number of paths per call of `getfacl`. */
const BATCH = 200;
/** The maximum number of calls per scan. Further lists are read in later scans. */
const MAX_BATCHES = 25;

interface Known {
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
  #known: Map<string, Known> = new Map();

  of({ path, ctimeMs }: AccessListTarget): AccessList | undefined {
    const known = this.#known.get(path);
    return known?.ctimeMs === ctimeMs ? known.list : undefined;
  }

  /**
   * Reads unknown lists, and forgets the lists of all other paths.
   * @param wanted ctime by path, ms
   */
  async read(wanted: ReadonlyMap<string, number>): Promise<void> {
    const before = this.#known;
    this.#known = new Map();
    const unknown: string[] = [];
    for (const [path, ctimeMs] of wanted) {
      const known = before.get(path);
      if (known?.ctimeMs === ctimeMs) this.#known.set(path, known);
      else unknown.push(path);
    }
    for (let batch = 0; batch < MAX_BATCHES && batch * BATCH < unknown.length; batch += 1) {
      const paths = unknown.slice(batch * BATCH, (batch + 1) * BATCH);
      const printed = await programOutput('getfacl', ['-pn', '--', ...paths]);
      if (printed === undefined) return;
      const lists = parseAccessLists(printed);
      for (const path of paths) this.#known.set(path, { ctimeMs: wanted.get(path) ?? 0, list: lists.get(path) });
    }
  }
}
