import { lstatSync, readlinkSync } from 'node:fs';
import { followLinks } from '../walk/follow-links.ts';
import type { OwnerAndMode } from './may-access.ts';

/** A directory, or a symbolic link to one, on the path to a file. */
export interface PathAncestor extends OwnerAndMode {
  readonly path: string;
  readonly inode: number;
  readonly ctimeMs: number;
  /** The target of a link. */
  readonly target: string | undefined;
}

/** The directories that an account traverses to reach a file, with symbolic links resolved. */
export interface AncestorPath {
  /** All traversed directories, from the root, each once. */
  readonly directories: readonly PathAncestor[];
  /**
   * The resolved path, also if the last name does not exist; undefined if a directory above is
   * missing or there are too many links.
   */
  readonly end: string | undefined;
}

/** Caches the directories above files until one of them changes. */
export class PathAncestors {
  readonly #ancestors: Map<string, PathAncestor | undefined> = new Map();
  readonly #pathsWithWatchedTime: Set<string> = new Set();

  /** Returns whether a cached entry has changed. If so, the cache is cleared. */
  haveChanged(): boolean {
    for (const [path, previous] of this.#ancestors) {
      if (isUnchanged(previous, readAncestor(path), this.#pathsWithWatchedTime.has(path))) continue;
      this.#ancestors.clear();
      this.#pathsWithWatchedTime.clear();
      return true;
    }
    return false;
  }

  /**
   * From now on, a change of the ctime is a change of the entry, because a change of its access
   * control list affects only the ctime.
   */
  watchTime({ path }: PathAncestor): void {
    this.#pathsWithWatchedTime.add(path);
  }

  /** Resolves a path with all symbolic links. The final file is not cached. */
  ancestorsOf(path: string): AncestorPath {
    const directories = new Map<string, PathAncestor>();
    const root = this.#ancestorAt('/');
    if (root === undefined) return { directories: [], end: undefined };
    directories.set('/', root);
    const end = followLinks(path, (step) => {
      if (step.isLast) return readLinkTarget(step.path);
      const ancestor = this.#ancestorAt(step.path);
      if (ancestor === undefined) return null;
      if (ancestor.target === undefined) directories.set(step.path, ancestor);
      return ancestor.target;
    });
    return { directories: [...directories.values()], end };
  }

  #ancestorAt(path: string): PathAncestor | undefined {
    if (this.#ancestors.has(path)) return this.#ancestors.get(path);
    const ancestor = readAncestor(path);
    this.#ancestors.set(path, ancestor);
    return ancestor;
  }
}

/** Returns the target of a link; undefined if it is not a link or cannot be examined. */
function readLinkTarget(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}

function readAncestor(path: string): PathAncestor | undefined {
  try {
    const { mode, uid, gid, ino, ctimeMs } = lstatSync(path);
    const isLink = (mode & 0o170000) === 0o120000;
    return { path, mode, uid, gid, inode: ino, ctimeMs, target: isLink ? readlinkSync(path) : undefined };
  } catch {
    return undefined;
  }
}

function isUnchanged(left: PathAncestor | undefined, right: PathAncestor | undefined, isTimeWatched: boolean): boolean {
  return (
    left?.inode === right?.inode &&
    left?.mode === right?.mode &&
    left?.uid === right?.uid &&
    left?.gid === right?.gid &&
    left?.target === right?.target &&
    (!isTimeWatched || left?.ctimeMs === right?.ctimeMs)
  );
}
