import type { FileState } from '../walk/file-state.ts';
import type { AncestorPath, PathAncestors } from './path-ancestors.ts';

interface Cached {
  readonly device: number;
  readonly inode: number;
  readonly ancestors: AncestorPath;
}

/**
 * The paths to private keys. A path is resolved again only if its file or a directory above it has
 * changed.
 */
export class KeyPathAccess {
  readonly #ancestors: PathAncestors;
  readonly #cached: Map<string, Cached> = new Map();
  /** One object for all files of a directory. */
  readonly #ofDirectories: Map<string, AncestorPath['directories']> = new Map();

  constructor(ancestors: PathAncestors) {
    this.#ancestors = ancestors;
  }

  clear(): void {
    this.#cached.clear();
    this.#ofDirectories.clear();
  }

  ancestorsOf(path: string, { device, inode }: FileState): AncestorPath {
    const cached = this.#cached.get(path);
    if (cached !== undefined && cached.device === device && cached.inode === inode) return cached.ancestors;
    const ancestors = this.#follow(path);
    this.#cached.set(path, { device, inode, ancestors });
    return ancestors;
  }

  /** Removes paths that a scan did not use. */
  removeOthers(paths: ReadonlySet<string>): void {
    if (paths.size === this.#cached.size) return;
    for (const path of this.#cached.keys()) if (!paths.has(path)) this.#cached.delete(path);
  }

  #follow(path: string): AncestorPath {
    const { directories, end } = this.#ancestors.ancestorsOf(path);
    const key = directories.map((directory) => directory.path).join('\0');
    const cached = this.#ofDirectories.get(key) ?? directories;
    this.#ofDirectories.set(key, cached);
    return { directories: cached, end };
  }
}
