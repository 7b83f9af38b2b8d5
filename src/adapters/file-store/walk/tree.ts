import { type Dir, lstatSync, opendirSync, type Stats, statSync } from 'node:fs';
import type { Problem } from '../../../domain/problem.ts';
import { errorCode, fileReason, isGone } from '../../../formats/system/file-reason.ts';
import { type FileIdentity, fileIdentityOf, isIdentityOf } from './file-identity.ts';
import type { Listings, OtherEntry } from './listings.ts';
import { mergeInSlices } from './merge-in-slices.ts';
import type { TimeSlice } from './time-slice.ts';

/** A regular file that a walk came upon. */
export interface FoundFile {
  readonly path: string;
  /** Undefined: it was not looked at, since nothing is known of it and it has to be read anyhow. */
  readonly identity: FileIdentity | undefined;
  /** Whether the same file may be found under another path too: a symbolic link, or more than one hard link. */
  readonly mayRepeat: boolean;
}

/** An entry of a folder, as its listing shows it. */
export interface Entry extends OtherEntry {
  /** Whether it is surely a regular file. */
  readonly isFile: boolean;
}

/** What a walk is told on the way, and where it ends. */
export interface WalkOptions {
  readonly pace: TimeSlice;
  /** More entries than this end the walk. */
  readonly maxFiles: number;
  /** Called before a folder is listed, so that a watch set here misses nothing that the listing does. */
  readonly onFolder: (path: string, stats: Stats) => void;
  /** Called before the end of a symbolic link is looked at. */
  readonly onLink: (path: string) => void;
  /** Called for each regular file, each path once. */
  readonly onFile: (file: FoundFile) => void;
  /** Called in its place with paths of which nothing can be known, many at a time; undefined: something is known, or may be. */
  readonly onNewFiles: ((paths: readonly string[]) => void) | undefined;
  readonly listings: Listings;
  /** What is known of a path from before; the same object comes to `onFile` where nothing has changed. */
  readonly before: (path: string) => FoundFile | undefined;
  /** The paths of which alone a watch says that they may have changed; undefined: everything is looked at. */
  readonly hinted: ReadonlySet<string> | undefined;
  /** Entries that are passed over, besides hidden ones. */
  readonly isIgnored: (path: string) => boolean;
}

/** Ends a walk that has found too much. */
export class TooManyFiles extends Error {}

/** So many entries of a folder are taken from the system at once. */
const LISTED_AT_ONCE = 1024;
/** So many files are taken before it is asked whether others are to get their turn: asking costs as much as taking one that is known. */
const TAKEN_AT_ONCE = 8;
/** So many files of a folder are put in order at once, in some ms. */
const SORTED_AT_ONCE = 4096;

/**
 * Finds files folder by folder. A folder is entered once, whichever links lead to it: so loops end. Nothing is
 * opened; what is no regular file and no folder is a problem.
 */
export class Tree {
  readonly problems: Problem[] = [];
  /** Folders all of whose entries were taken in. */
  readonly listed: Set<string> = new Set();
  readonly #options: WalkOptions;
  readonly #entered: Set<string> = new Set();
  #seen = 0;
  /** Of all folders: most are small. */
  #taken = 0;

  constructor(options: WalkOptions) {
    this.#options = options;
  }

  /** Goes through the entries of a folder in no order, hidden and ignored ones left out; whether all of it could be listed. */
  async list(path: string, stats: Stats, take: (entry: Entry) => void): Promise<boolean> {
    const { onFolder, listings } = this.#options;
    onFolder(path, stats);
    const known = listings.known(path, stats);
    if (known === undefined) return this.#listAnew(path, stats, take);
    this.#count(known.files.length + known.others.length);
    await this.#takeFiles(known.files, take);
    await this.#takeOthers(known.others, take);
    return true;
  }

  /** Entries are taken while the folder is still being listed. False, with a problem where there is one, when its end is not reached. */
  async #listAnew(path: string, stats: Stats, take: (entry: Entry) => void): Promise<boolean> {
    const { listings } = this.#options;
    const before = path === '/' ? path : `${path}/`;
    const files: string[] = [];
    const others: OtherEntry[] = [];
    const runs: (readonly string[])[] = [];
    let names: string[] = [];
    const takeNames = async (): Promise<void> => {
      const ordered = await mergeInSlices(runs.splice(0), this.#options.pace);
      for (let from = 0; from < ordered.length; from += SORTED_AT_ONCE) {
        await this.#takeNames(ordered.slice(from, from + SORTED_AT_ONCE), before, files, take);
      }
    };
    const sortNames = (): void => {
      // What is read in order of name is in order when all of it is read, and lies together in memory.
      runs.push(names.sort());
      names = [];
    };
    const listedAt = Date.now();
    let folder: Dir | undefined;
    let isWhole = false;
    try {
      folder = opendirSync(path, { bufferSize: LISTED_AT_ONCE });
      while (!this.#listSome(folder, before, names, others)) {
        sortNames();
        // With the first of them the reading can begin.
        if (files.length === 0) await takeNames();
        else await this.breathe();
      }
      isWhole = true;
    } catch (error) {
      if (errorCode(error) === undefined) throw error;
      if (!isGone(error)) this.problems.push(fileReason(error, path));
    } finally {
      folder?.closeSync();
    }
    sortNames();
    await takeNames();
    await this.#takeOthers(others, take);
    if (isWhole) listings.keep(path, stats, { files, others }, listedAt);
    return isWhole;
  }

  /** Lists on until enough can be put in order at once; whether that was the end. */
  #listSome(folder: Dir, before: string, names: string[], others: OtherEntry[]): boolean {
    const { isIgnored } = this.#options;
    while (names.length < SORTED_AT_ONCE) {
      const entry = folder.readSync();
      if (entry === null) return true;
      const { name } = entry;
      if (name.startsWith('.') || isIgnored(before + name)) continue;
      this.#count(1);
      if (entry.isFile()) names.push(name);
      else others.push({ path: before + name, isLink: entry.isSymbolicLink(), isFolder: entry.isDirectory() });
    }
    return false;
  }

  /** Takes files of a folder by their names, and adds their paths to `files`. */
  async #takeNames(
    names: readonly string[],
    before: string,
    files: string[],
    take: (entry: Entry) => void,
  ): Promise<void> {
    const { onNewFiles, before: known } = this.#options;
    const all = onNewFiles && before + names.join(`\0${before}`);
    if (all === undefined || isNotUtf8(all)) {
      // A path that is known already is the same text: it need not lie there twice.
      const paths = names.map((name) => known(before + name)?.path ?? before + name);
      files.push(...paths);
      return this.#takeFiles(paths, take);
    }
    // Cut out of one text, where no name can go on: paths that are put together one by one are copied when they are opened.
    const paths = all.split('\0');
    files.push(...paths);
    onNewFiles?.(paths);
    return this.breathe();
  }

  async #takeFiles(paths: readonly string[], take: (entry: Entry) => void): Promise<void> {
    for (const path of paths) {
      take({ path, isLink: false, isFolder: false, isFile: true });
      this.#taken += 1;
      if (this.#taken % TAKEN_AT_ONCE === 0) await this.breathe();
    }
  }

  async #takeOthers(others: readonly OtherEntry[], take: (entry: Entry) => void): Promise<void> {
    for (const { path, isLink, isFolder } of others) {
      take({ path, isLink, isFolder, isFile: false });
      if (this.#options.pace.due()) await this.#options.pace.rest();
    }
  }

  #count(more: number): void {
    this.#seen += more;
    if (this.#seen > this.#options.maxFiles) throw new TooManyFiles();
  }

  /** Takes in a folder and all below it: the folder's own entries first, then what links lead to. */
  async folder(path: string, stats: Stats): Promise<void> {
    const links: { readonly path: string; readonly stats: Stats }[] = [];
    const waiting: { readonly path: string; readonly stats: Stats }[] = [{ path, stats }];
    const take = (entry: Entry): void => {
      if (this.#takeUnread(entry) || this.#takeUnchanged(entry)) return;
      const found = this.look(entry.path, entry.isLink);
      if (found?.isDirectory()) (entry.isLink ? links : waiting).push({ path: entry.path, stats: found });
      else if (found !== undefined) this.take(entry.path, found, entry.isLink);
    };
    // A folder keeps the name it has without links, whichever is found first.
    for (let next = waiting.pop() ?? links.shift(); next !== undefined; next = waiting.pop() ?? links.shift()) {
      if (!this.enter(next.stats)) continue;
      if (await this.list(next.path, next.stats, take)) this.listed.add(next.path);
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
      const problem = fileReason(error, path);
      if (wanted || problem.reason === 'permission_denied') this.problems.push(problem);
      return undefined;
    }
  }

  /** Takes in one file; what is not a regular one is a problem and is never opened. */
  take(path: string, stats: Stats, isLink: boolean): void {
    if (stats.isFile()) {
      const mayRepeat = isLink || stats.nlink > 1;
      const before = this.#options.before(path);
      const isSame =
        before?.identity !== undefined && before.mayRepeat === mayRepeat && isIdentityOf(before.identity, stats);
      this.#options.onFile(isSame ? before : { path, identity: fileIdentityOf(stats), mayRepeat });
    } else {
      this.problems.push({ reason: 'not_a_regular_file', location: path, detail: kindOf(stats) });
    }
  }

  /** Of a file that nobody knows, its reading will tell everything: looking at it first would be work done twice. */
  #takeUnread({ path, isFile }: Entry): boolean {
    if (!isFile || isNotUtf8(path) || this.#options.before(path) !== undefined) return false;
    this.#options.onFile({ path, identity: undefined, mayRepeat: false });
    return true;
  }

  /** Of a file that still stands there and that no watch named, what was known is taken. */
  #takeUnchanged({ path, isFile }: Entry): boolean {
    const { hinted, before, onFile } = this.#options;
    if (!isFile || hinted === undefined || hinted.has(path)) return false;
    const known = before(path);
    // A change by another name of the same file is hinted at under that name.
    if (known === undefined || known.mayRepeat) return false;
    onFile(known);
    return true;
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

/** What is not UTF-8 cannot be opened under the name that it is shown by, and is no file that is gone. */
function isNotUtf8(name: string): boolean {
  return name.includes('\uFFFD');
}

function kindOf(stats: Stats): string {
  if (stats.isFIFO()) return 'a FIFO';
  if (stats.isSocket()) return 'a socket';
  return 'a device';
}
