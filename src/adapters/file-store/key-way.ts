import { readlinkSync } from 'node:fs';
import { dirname } from 'node:path';
import type { FileIdentity } from './file-identity.ts';
import type { Place, Places } from './places.ts';

/** The way to a private key's file, to the end of all links. */
export interface KeyWay {
  readonly folders: readonly Place[];
  /** The path without links; undefined: the way could not be seen to its end. */
  readonly end: string | undefined;
}

interface Known {
  readonly device: number;
  readonly inode: number;
  readonly way: KeyWay;
}

/** The kernel follows no more of them. */
const MAX_LINKS = 40;

/** The ways to private keys. One whose file is the same as before is not asked for again while no folder has changed. */
export class KeyWays {
  readonly #places: Places;
  readonly #known: Map<string, Known> = new Map();
  /** One object for all files of a folder. */
  readonly #ofFolders: Map<string, KeyWay['folders']> = new Map();

  constructor(places: Places) {
    this.#places = places;
  }

  forget(): void {
    this.#known.clear();
    this.#ofFolders.clear();
  }

  to(path: string, { device, inode }: FileIdentity): KeyWay {
    const known = this.#known.get(path);
    if (known !== undefined && known.device === device && known.inode === inode) return known.way;
    const way = this.#follow(path);
    this.#known.set(path, { device, inode, way });
    return way;
  }

  /** Keeps only the ways that a look asked for, when it asked for fewer than are known. */
  keep(paths: ReadonlySet<string>): void {
    if (paths.size === this.#known.size) return;
    for (const path of this.#known.keys()) if (!paths.has(path)) this.#known.delete(path);
  }

  #follow(path: string): KeyWay {
    let folders: readonly Place[] = [];
    let here = path;
    for (let links = 0; links <= MAX_LINKS; links += 1) {
      const way = this.#places.wayTo(here);
      folders = this.#joined(folders, way.folders, dirname(here));
      const { end } = way;
      if (end === undefined) return { folders, end };
      const target = targetOf(end);
      if (target === undefined) return { folders, end };
      here = target.startsWith('/') ? target : `${dirname(end)}/${target}`;
    }
    return { folders, end: undefined };
  }

  #joined(before: readonly Place[], added: readonly Place[], folder: string): readonly Place[] {
    const key = [...before.map(({ path }) => path), folder].join('\0');
    const known = this.#ofFolders.get(key);
    if (known !== undefined) return known;
    const all = [...new Set([...before, ...added])];
    this.#ofFolders.set(key, all);
    return all;
  }
}

/** Where a link leads; undefined: it is none, or cannot be looked at. */
function targetOf(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}
