import type { FileState } from '../walk/file-state.ts';
import type { AncestorCache, ResolvedPath } from './ancestor-cache.ts';

interface CachedPath {
  readonly device: number;
  readonly inode: number;
  readonly ancestors: ResolvedPath;
}

/**
 * The paths to private keys. A path is resolved again only if its file or a directory above it has
 * changed.
 */
export class ResolvedKeyPaths {
  readonly #ancestors: AncestorCache;
  readonly #cachedPaths: Map<string, CachedPath> = new Map();
  /** One object for all files of a directory. */
  readonly #sharedDirectories: Map<string, ResolvedPath['directories']> = new Map();

  constructor(ancestors: AncestorCache) {
    this.#ancestors = ancestors;
  }

  clear(): void {
    this.#cachedPaths.clear();
    this.#sharedDirectories.clear();
  }

  ancestorsOf(path: string, { device, inode }: FileState): ResolvedPath {
    const cached = this.#cachedPaths.get(path);
    if (cached !== undefined && cached.device === device && cached.inode === inode) return cached.ancestors;
    const ancestors = this.#resolve(path);
    this.#cachedPaths.set(path, { device, inode, ancestors });
    return ancestors;
  }

  /** Removes paths that a scan did not use. */
  removeUnused(usedPaths: ReadonlySet<string>): void {
    if (usedPaths.size === this.#cachedPaths.size) return;
    for (const path of this.#cachedPaths.keys()) if (!usedPaths.has(path)) this.#cachedPaths.delete(path);
  }

  #resolve(path: string): ResolvedPath {
    const { directories, resolvedPath: end } = this.#ancestors.ancestorsOf(path);
    const key = directories.map((directory) => directory.path).join('\0');
    const cached = this.#sharedDirectories.get(key) ?? directories;
    this.#sharedDirectories.set(key, cached);
    return { directories: cached, resolvedPath: end };
  }
}
