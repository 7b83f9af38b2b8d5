import type { FileIdentity } from '../walk/file-identity.ts';
import type { AncestorPath, PathAncestors } from './path-ancestors.ts';

interface Known {
  readonly device: number;
  readonly inode: number;
  readonly way: AncestorPath;
}

/**
 * The paths to private keys. A path is resolved again only if its file or a directory above it has
 * changed.
 */
export class KeyPathAccess {
  readonly #places: PathAncestors;
  readonly #known: Map<string, Known> = new Map();
  /** One object for all files of a directory. */
  readonly #ofDirectories: Map<string, AncestorPath['directories']> = new Map();

  constructor(places: PathAncestors) {
    this.#places = places;
  }

  forget(): void {
    this.#known.clear();
    this.#ofDirectories.clear();
  }

  to(path: string, { device, inode }: FileIdentity): AncestorPath {
    const known = this.#known.get(path);
    if (known !== undefined && known.device === device && known.inode === inode) return known.way;
    const way = this.#follow(path);
    this.#known.set(path, { device, inode, way });
    return way;
  }

  /** Removes paths that a scan did not use. */
  keep(paths: ReadonlySet<string>): void {
    if (paths.size === this.#known.size) return;
    for (const path of this.#known.keys()) if (!paths.has(path)) this.#known.delete(path);
  }

  #follow(path: string): AncestorPath {
    const { directories, end } = this.#places.wayTo(path);
    const key = directories.map((directory) => directory.path).join('\0');
    const known = this.#ofDirectories.get(key) ?? directories;
    this.#ofDirectories.set(key, known);
    return { directories: known, end };
  }
}
