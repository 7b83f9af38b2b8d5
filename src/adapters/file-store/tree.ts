import { type Dirent, lstatSync, type Stats, statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import type { Problem } from '../../domain/problem.ts';
import { type FileIdentity, identityOf } from './file-identity.ts';
import { fileTrouble, isGone } from './file-trouble.ts';
import type { Pace } from './pace.ts';

/** A regular file that a walk came upon. */
export interface FoundFile {
  readonly path: string;
  readonly identity: FileIdentity;
  /** Whether the same file may be found under another path too: a symbolic link, or more than one hard link. */
  readonly mayRepeat: boolean;
}

/** An entry of a folder, as its listing shows it. */
export interface Entry {
  readonly path: string;
  readonly name: string;
  readonly isLink: boolean;
  readonly isFolder: boolean;
}

/** What a walk is told on the way, and where it ends. */
export interface WalkOptions {
  readonly pace: Pace;
  /** More entries than this end the walk. */
  readonly maxFiles: number;
  /** Called before a folder is listed, so that a watch set here misses nothing that the listing does. */
  readonly onFolder: (path: string, stats: Stats) => void;
  /** Called before the end of a symbolic link is looked at. */
  readonly onLink: (path: string) => void;
  /** Entries that are passed over, besides hidden ones. */
  readonly isIgnored: (path: string) => boolean;
}

/** Ends a walk that has found too much. */
export class TooManyFiles extends Error {}

/**
 * Collects files folder by folder. A folder is entered once, whichever links lead to it: so loops end. Nothing is
 * opened; what is no regular file and no folder is a problem.
 */
export class Tree {
  readonly files: FoundFile[] = [];
  readonly problems: Problem[] = [];
  /** Folders all of whose entries were taken in. */
  readonly listed: Set<string> = new Set();
  readonly #options: WalkOptions;
  readonly #entered: Set<string> = new Set();
  #seen = 0;

  constructor(options: WalkOptions) {
    this.#options = options;
  }

  /** The entries of a folder in no order, hidden and ignored ones left out; undefined when it cannot be listed. */
  async list(path: string, stats: Stats): Promise<readonly Entry[] | undefined> {
    this.#options.onFolder(path, stats);
    let entries: readonly Dirent[];
    try {
      entries = await readdir(path, { withFileTypes: true });
    } catch (error) {
      if (!isGone(error)) this.problems.push(fileTrouble(error, path));
      return undefined;
    }
    this.#seen += entries.length;
    if (this.#seen > this.#options.maxFiles) throw new TooManyFiles();
    const before = path === '/' ? path : `${path}/`;
    const taken: Entry[] = [];
    for (const entry of entries) {
      const child = before + entry.name;
      if (entry.name.startsWith('.') || this.#options.isIgnored(child)) continue;
      taken.push({ path: child, name: entry.name, isLink: entry.isSymbolicLink(), isFolder: entry.isDirectory() });
    }
    return taken;
  }

  /** Takes in a folder and all below it: the folder's own entries first, then what links lead to. */
  async folder(path: string, stats: Stats): Promise<void> {
    const links: { readonly path: string; readonly stats: Stats }[] = [];
    const waiting: { readonly path: string; readonly stats: Stats }[] = [{ path, stats }];
    // A folder keeps the name it has without links, whichever is found first.
    for (let next = waiting.pop() ?? links.shift(); next !== undefined; next = waiting.pop() ?? links.shift()) {
      if (!this.enter(next.stats)) continue;
      const folder = next.path;
      const entries = await this.list(folder, next.stats);
      if (entries === undefined) continue;
      this.listed.add(folder);
      for (const { path: child, isLink } of entries) {
        const found = this.look(child, isLink);
        if (found?.isDirectory()) (isLink ? links : waiting).push({ path: child, stats: found });
        else if (found !== undefined) this.take(child, found, isLink);
        if (this.#options.pace.due()) await this.#options.pace.rest();
      }
      if (waiting.length === 0) links.sort((one, other) => (one.path < other.path ? -1 : 1));
    }
  }

  async breathe(): Promise<void> {
    if (this.#options.pace.due()) await this.#options.pace.rest();
  }

  /** Whether a folder is entered for the first time; `step` tells apart the several ways in which a glob enters one. */
  enter(stats: Stats, step = 0): boolean {
    const key = `${step}:${stats.dev}:${stats.ino}`;
    if (this.#entered.has(key)) return false;
    this.#entered.add(key);
    return true;
  }

  /**
   * What stands at the end of a path; undefined, with a problem where there is one, when nothing can be said.
   * `wanted` is false on the way to something else: then only a refusal is a problem.
   */
  look(path: string, isLink: boolean, wanted = true): Stats | undefined {
    if (isLink) this.#options.onLink(path);
    try {
      const stats = statSync(path, { throwIfNoEntry: false });
      if (stats === undefined && wanted) this.#missing(path, isLink);
      return stats;
    } catch (error) {
      const problem = fileTrouble(error, path);
      if (wanted || problem.reason === 'permission_denied') this.problems.push(problem);
      return undefined;
    }
  }

  /** Takes in one file; what is not a regular one is a problem and is never opened. */
  take(path: string, stats: Stats, isLink: boolean): void {
    if (stats.isFile()) {
      this.files.push({ path, identity: identityOf(stats), mayRepeat: isLink || stats.nlink > 1 });
    } else {
      this.problems.push({ reason: 'not_a_regular_file', location: path, detail: kindOf(stats) });
    }
  }

  /** Gone between the listing and the look is nothing; a link that leads nowhere is a problem. */
  #missing(path: string, isLink: boolean): void {
    if (isLink && lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink()) {
      this.problems.push({ reason: 'not_found', location: path, detail: 'the link leads to nothing' });
    } else if (path.includes('\uFFFD')) {
      this.problems.push({ reason: 'io_error', location: path, detail: 'the name is not UTF-8' });
    }
  }
}

function kindOf(stats: Stats): string {
  if (stats.isFIFO()) return 'a FIFO';
  if (stats.isSocket()) return 'a socket';
  return 'a device';
}
