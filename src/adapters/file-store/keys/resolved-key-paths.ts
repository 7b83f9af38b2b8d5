import type { FileState } from '../walk/file-state.ts';
import type { AncestorCache, ResolvedPath } from './ancestor-cache.ts';

interface CachedPath {
  readonly device: number;
  readonly inode: number;
  readonly resolved: ResolvedPath;
}

/**
 * Caches the resolved paths of private keys. A path is resolved again if another file has replaced
 * the key. The caller clears the cache if a directory above a key has changed.
 */
export class ResolvedKeyPaths {
  readonly #ancestors: AncestorCache;
  readonly #cachedPaths: Map<string, CachedPath> = new Map();
  /** The list of directories above a file: one object for all files with the same directories. */
  readonly #sharedDirectories: Map<string, ResolvedPath['directories']> = new Map();

  constructor(ancestors: AncestorCache) {
    this.#ancestors = ancestors;
  }

  clear(): void {
    this.#cachedPaths.clear();
    this.#sharedDirectories.clear();
  }

  resolve(path: string, { device, inode }: FileState): ResolvedPath {
    const cached = this.#cachedPaths.get(path);
    if (cached !== undefined && cached.device === device && cached.inode === inode) return cached.resolved;
    const resolved = this.#resolveNow(path);
    this.#cachedPaths.set(path, { device, inode, resolved });
    return resolved;
  }

  /** Removes paths that a scan did not use. */
  removeUnused(usedPaths: ReadonlySet<string>): void {
    if (usedPaths.size === this.#cachedPaths.size) return;
    for (const path of this.#cachedPaths.keys()) if (!usedPaths.has(path)) this.#cachedPaths.delete(path);
  }

  #resolveNow(path: string): ResolvedPath {
    const { directories, resolvedPath } = this.#ancestors.resolve(path);
    const key = directories.map((directory) => directory.path).join('\0');
    const shared = this.#sharedDirectories.get(key) ?? directories;
    this.#sharedDirectories.set(key, shared);
    return { directories: shared, resolvedPath };
  }
}
