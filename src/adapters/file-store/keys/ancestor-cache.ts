import { constants, lstatSync, readlinkSync } from 'node:fs';
import { followLinks } from '../walk/follow-links.ts';
import type { OwnerAndMode } from './may-access.ts';

/** A directory, or a symbolic link to a directory, on the path to a file. */
export interface AncestorDirectory extends OwnerAndMode {
  readonly path: string;
  readonly inode: number;
  readonly ctimeMs: number;
  /** The target of a link; undefined for a directory. */
  readonly target: string | undefined;
}

/** The directories that an account traverses to reach a file, with symbolic links resolved. */
export interface ResolvedPath {
  /** All traversed directories, from the root, each once; no links. */
  readonly directories: readonly AncestorDirectory[];
  /**
   * The resolved path, also if the last name does not exist; undefined if a directory above is
   * missing or there are too many links.
   */
  readonly resolvedPath: string | undefined;
}

/** Caches the directories above files until one of them changes. */
export class AncestorCache {
  /** By path; undefined if the path does not exist or cannot be examined. */
  readonly #ancestors: Map<string, AncestorDirectory | undefined> = new Map();
  /** The paths of which the ctime is also compared. */
  readonly #ctimePaths: Set<string> = new Set();

  /** Clears the cache if a cached entry has changed, and returns whether it has. */
  clearIfChanged(): boolean {
    for (const [path, previous] of this.#ancestors) {
      if (isUnchanged(previous, readAncestor(path), this.#ctimePaths.has(path))) continue;
      this.#ancestors.clear();
      this.#ctimePaths.clear();
      return true;
    }
    return false;
  }

  /**
   * Also compares the ctime of this directory from now on, because a change of its access control
   * list changes only the ctime.
   */
  compareCtime({ path }: AncestorDirectory): void {
    this.#ctimePaths.add(path);
  }

  /** Resolves a path through all symbolic links. The last name is not cached. */
  resolve(path: string): ResolvedPath {
    const directories = new Map<string, AncestorDirectory>();
    const root = this.#ancestorAt('/');
    if (root === undefined) return { directories: [], resolvedPath: undefined };
    directories.set('/', root);
    const resolvedPath = followLinks(path, (step) => {
      if (step.isLast) return readLinkTarget(step.path);
      const ancestor = this.#ancestorAt(step.path);
      // null: the path cannot be resolved further.
      if (ancestor === undefined) return null;
      if (ancestor.target === undefined) directories.set(step.path, ancestor);
      return ancestor.target;
    });
    return { directories: [...directories.values()], resolvedPath };
  }

  #ancestorAt(path: string): AncestorDirectory | undefined {
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

function readAncestor(path: string): AncestorDirectory | undefined {
  try {
    const { mode, uid, gid, ino, ctimeMs } = lstatSync(path);
    const isLink = (mode & constants.S_IFMT) === constants.S_IFLNK;
    return { path, mode, uid, gid, inode: ino, ctimeMs, target: isLink ? readlinkSync(path) : undefined };
  } catch {
    return undefined;
  }
}

function isUnchanged(
  previous: AncestorDirectory | undefined,
  current: AncestorDirectory | undefined,
  comparesCtime: boolean,
): boolean {
  return (
    previous?.inode === current?.inode &&
    previous?.mode === current?.mode &&
    previous?.uid === current?.uid &&
    previous?.gid === current?.gid &&
    previous?.target === current?.target &&
    (!comparesCtime || previous?.ctimeMs === current?.ctimeMs)
  );
}
