import { lstatSync, readlinkSync } from 'node:fs';
import { followLinks } from '../walk/follow-links.ts';
import type { OwnerAndMode } from './may-access.ts';

/** A folder, or a symbolic link in place of one, on the way to a file. */
export interface PathAncestor extends OwnerAndMode {
  readonly path: string;
  readonly inode: number;
  readonly ctimeMs: number;
  /** Where it leads, when it is a link. */
  readonly target: string | undefined;
}

/** What an account passes through on its way to a file, symbolic links followed. */
export interface AncestorPath {
  /** Every folder that is passed, from the root, each once. */
  readonly folders: readonly PathAncestor[];
  /** Where the file stands, free of links; undefined: the way could not be seen to its end. */
  readonly end: string | undefined;
}

/** Folders above files, each looked at once until something about one of them changes. */
export class PathAncestors {
  readonly #seen: Map<string, PathAncestor | undefined> = new Map();
  readonly #timed: Set<string> = new Set();

  /** Whether another look at every place shows something else; all of it is forgotten then. */
  haveChanged(): boolean {
    for (const [path, before] of this.#seen) {
      if (isSame(before, lookAt(path), this.#timed.has(path))) continue;
      this.#seen.clear();
      this.#timed.clear();
      return true;
    }
    return false;
  }

  /** From now on any change of its inode counts: its access control list was read, and shows in nothing else. */
  watchTime({ path }: PathAncestor): void {
    this.#timed.add(path);
  }

  /** The way to what a path names, to the end of all links. The end itself is not kept in mind as a place. */
  wayTo(path: string): AncestorPath {
    const folders = new Map<string, PathAncestor>();
    const root = this.#at('/');
    if (root === undefined) return { folders: [], end: undefined };
    folders.set('/', root);
    const end = followLinks(path, (step) => {
      if (step.isLast) return targetOf(step.path);
      const place = this.#at(step.path);
      if (place === undefined) return null;
      if (place.target === undefined) folders.set(step.path, place);
      return place.target;
    });
    return { folders: [...folders.values()], end };
  }

  #at(path: string): PathAncestor | undefined {
    if (this.#seen.has(path)) return this.#seen.get(path);
    const place = lookAt(path);
    this.#seen.set(path, place);
    return place;
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

function lookAt(path: string): PathAncestor | undefined {
  try {
    const { mode, uid, gid, ino, ctimeMs } = lstatSync(path);
    const isLink = (mode & 0o170000) === 0o120000;
    return { path, mode, uid, gid, inode: ino, ctimeMs, target: isLink ? readlinkSync(path) : undefined };
  } catch {
    return undefined;
  }
}

function isSame(one: PathAncestor | undefined, other: PathAncestor | undefined, isTimed: boolean): boolean {
  return (
    one?.inode === other?.inode &&
    one?.mode === other?.mode &&
    one?.uid === other?.uid &&
    one?.gid === other?.gid &&
    one?.target === other?.target &&
    (!isTimed || one?.ctimeMs === other?.ctimeMs)
  );
}
