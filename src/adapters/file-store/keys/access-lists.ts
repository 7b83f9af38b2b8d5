import { type AccessList, parseAccessLists } from '../../../formats/system/access-list.ts';
import { programOutput } from './run-program.ts';

/** So many paths are asked about at a time. */
const BATCH = 200;
/** A look asks about no more; the others stay unjudged until a later one. */
const MAX_BATCHES = 25;

interface Known {
  readonly ctimeMs: number;
  /** undefined: it could not be read. */
  readonly list: AccessList | undefined;
}

/** Something that may have an access control list, as it was looked at. */
export interface AccessListTarget {
  readonly path: string;
  readonly ctimeMs: number;
}

/** POSIX access control lists, read by `getfacl` where it is installed, again only when the inode has changed. */
export class AccessLists {
  #known: Map<string, Known> = new Map();

  of({ path, ctimeMs }: AccessListTarget): AccessList | undefined {
    const known = this.#known.get(path);
    return known?.ctimeMs === ctimeMs ? known.list : undefined;
  }

  /** Reads those that are not known; forgets all that are not among these. */
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
