import { SharedFactsTable } from '../../../formats/certificate-table/shared-facts.ts';
import { isKeyName } from '../keys/key-paths.ts';
import { ContentReader } from '../read/content-reader.ts';
import type { FileContent } from '../read/file-content.ts';
import type { KnownFile } from '../read/known-file.ts';
import type { ReadingLimits } from '../read/opening-budget.ts';
import { PasswordFiles } from '../read/password-files.ts';
import type { Reading } from '../read/reading.ts';
import type { ReadPart } from '../read/reading-thread.ts';
import { type FileIdentity, sameIdentity } from '../walk/file-identity.ts';
import { sortInSlices } from '../walk/sort-in-slices.ts';
import type { FileSource } from '../walk/source.ts';
import type { TimeSlice } from '../walk/time-slice.ts';
import type { FoundFile } from '../walk/tree.ts';
import { Packer, unpack } from './packed-readings.ts';
import type { ReadingBlob } from './reading-blob.ts';

/** Whether two readings of a file came to the same: then what is known of it stays the same object. */
function sameContent(one: FileContent, other: FileContent): boolean {
  return (
    one.certificates.length === other.certificates.length &&
    one.certificates.every(({ block, alias, certificate }, at) => {
      const counterpart = other.certificates[at];
      return (
        counterpart?.block === block &&
        counterpart.alias === alias &&
        counterpart.certificate.sha256Fingerprint === certificate.sha256Fingerprint
      );
    }) &&
    one.tookPasswords === other.tookPasswords &&
    sameValues(one.requests, other.requests) &&
    sameValues(one.keys, other.keys) &&
    sameValues(one.problems, other.problems)
  );
}

/** Of plain values that were made in the same order. */
function sameValues(one: readonly unknown[], other: readonly unknown[]): boolean {
  return one.length === other.length && (one.length === 0 || JSON.stringify(one) === JSON.stringify(other));
}

/** A file that was read, and what the cache knows of the reading. */
export interface CachedFile extends KnownFile {
  mayHoldKey: boolean;
  identity: FileIdentity;
  mayRepeat: boolean;
  source: FileSource;
  /** False: written so shortly before it was read that a second writing might leave the same identity. */
  settled: boolean;
  round: number;
  /** The blob in which it lies for the next process, as it is here; 0: in none. */
  keptIn: number;
}

/** What came of reading a file; without an identity it is not kept. */
export type TakenFile =
  | CachedFile
  | { readonly path: string; readonly source: FileSource; readonly identity: undefined };

type Kept = Pick<CachedFile, 'source' | 'identity' | 'mayRepeat' | 'settled' | 'keptIn'>;

/** So many files are indexed before others get their turn. */
const INDEXED_AT_ONCE = 512;

/** Keeps what was read of each file, so that it is read again only when it has changed. */
export class ContentCache {
  readonly #reader: ContentReader;
  readonly #settlesAfterMs: number;
  readonly #willRescan: boolean;
  readonly #passwords: PasswordFiles;
  readonly #entries: Map<string, CachedFile> = new Map();
  /** What came to be known since, the first `#indexed` of them among the entries: whoever looks once asks for none by its path. */
  #fresh: CachedFile[] = [];
  #indexed = 0;
  readonly #packer: Packer = new Packer();
  readonly #shared: SharedFactsTable = new SharedFactsTable();
  /** What a look knew, in order of path: most often what the next one knows too. */
  #ordered: readonly CachedFile[] = [];
  /** Files come folder by folder, so that most share its text. */
  #lastFolder = '';
  #round = 0;
  #used = 0;
  #changes = 0;
  /** Whether the look under way began with nothing: then what it finds needs not be looked up. */
  #knowsNothing = true;

  /**
   * A file younger than `settlesAfterMs` may be written again without its times showing it: it is read each time. Without
   * `looksAgain` most files are.
   */
  constructor(settlesAfterMs: number, passwords: PasswordFiles = new PasswordFiles([], 0), willRescan = true) {
    this.#reader = new ContentReader(passwords, willRescan);
    this.#passwords = passwords;
    this.#willRescan = willRescan;
    this.#settlesAfterMs = settlesAfterMs;
  }

  /** Begins a look at the whole store. What passwords were tried on is read anew when these may be others now. */
  async begin(pace: TimeSlice): Promise<void> {
    await this.index(pace);
    this.#round += 1;
    this.#used = 0;
    this.#knowsNothing = this.#entries.size === 0;
    if (!this.#passwords.haveChanged()) return;
    for (const [path, { source }] of this.#entries) {
      if (tookPasswords(source)) this.#forget(path);
    }
  }

  /** Whether what was asked for so far is all that the last look read. */
  get isComplete(): boolean {
    return this.#used === this.#count;
  }

  /** Forgets what the look that ends here did not ask for. */
  end(): void {
    if (this.isComplete) return;
    for (const [path, entry] of this.#entries) if (entry.round !== this.#round) this.#forget(path);
  }

  /** Another number whenever something was read or forgotten. */
  get changes(): number {
    return this.#changes;
  }

  /** All that is known, in the order in which it came to be. */
  async known(pace: TimeSlice): Promise<Iterable<CachedFile>> {
    await this.index(pace);
    return this.#entries.values();
  }

  /** Makes what came to be known quick to find by its path. */
  async index(pace: TimeSlice): Promise<void> {
    for (let file = this.#fresh[this.#indexed]; file !== undefined; file = this.#fresh[this.#indexed]) {
      this.#entries.set(file.path, file);
      this.#indexed += 1;
      if (this.#indexed % INDEXED_AT_ONCE === 0 && pace.due()) await pace.rest();
    }
    this.#fresh = [];
    this.#indexed = 0;
  }

  /** Takes what an earlier process read, before the first look; the later of two readings of a file stands. */
  restore({ paths, packed, passwordState }: ReadingBlob, keptIn: number): void {
    this.#passwords.haveChanged();
    const arePasswordsSame = passwordState !== undefined && passwordState === this.#passwords.state;
    unpack(packed, paths, this.#shared, (path, { source, identity, isLinked }) => {
      if (identity === undefined || (!arePasswordsSame && tookPasswords(source))) return;
      this.#entries.set(path, this.#entryOf(path, { source, identity, mayRepeat: isLinked, settled: true, keptIn }));
    });
  }

  /** The state of the password files with which closed files were read; undefined: it is not settled. */
  get passwordState(): string | undefined {
    return this.#passwords.state;
  }

  /** Whether nothing was known of any path before this look. */
  get knowsNothing(): boolean {
    return this.#knowsNothing;
  }

  /** What was known of a path before this look. */
  before(path: string): FoundFile | undefined {
    return this.#knowsNothing ? undefined : this.#entries.get(path);
  }

  /** Whether a file is what is known of its path, as far as that is indexed. */
  isKnown(file: CachedFile): boolean {
    return this.#entries.get(file.path) === file;
  }

  /** What this look knows of a path so far. */
  now(path: string): KnownFile | undefined {
    const entry = this.#entries.get(path) ?? (this.#fresh.length > 0 ? findByPath(this.#ordered, path) : undefined);
    return entry?.round === this.#round ? entry : undefined;
  }

  /** The file, when it is as it was read; undefined: it has to be read. */
  use({ path, identity, mayRepeat }: FoundFile): CachedFile | undefined {
    if (identity === undefined) return undefined;
    const entry = this.#entries.get(path);
    if (!entry?.settled || !sameIdentity(entry.identity, identity)) return undefined;
    entry.mayRepeat = mayRepeat;
    this.#use(entry);
    return entry;
  }

  /**
   * Reads files now, one after the other; answers what each is, undefined for one that takes more than the limits. `linked`: of those
   * that may stand under another path too.
   */
  async read(
    paths: readonly string[],
    linked: ReadonlySet<string>,
    pace: TimeSlice,
    limits: ReadingLimits,
  ): Promise<readonly (TakenFile | undefined)[]> {
    this.#packer.begin();
    const left = await this.#reader.packAll(paths, pace, this.#packer, limits);
    return this.take(paths, linked, { packed: this.#packer.take(), left });
  }

  /** Takes what was read of files, and keeps what tells its state; answers what each file is, undefined for one that was left. */
  take(
    paths: readonly string[],
    linked: ReadonlySet<string>,
    { packed, left }: Pick<ReadPart, 'packed' | 'left'>,
  ): readonly (TakenFile | undefined)[] {
    // A file's times are set by the machine, so they are compared with the machine's clock.
    const settledBefore = Date.now() - this.#settlesAfterMs;
    const taken: TakenFile[] = [];
    const read = left === undefined ? paths : paths.filter((_, at) => !left.has(at));
    unpack(packed, read, this.#shared, (path, reading) => {
      taken.push(this.#keep(path, linked.size > 0 && linked.has(path), reading, settledBefore));
    });
    if (left === undefined) return taken;
    let next = 0;
    return paths.map((_, at) => (left.has(at) ? undefined : taken[next++]));
  }

  /** What this look knows of the files that it found, in order of path; the same list as in the look before where it is the same. */
  async ordered(found: readonly CachedFile[], pace: TimeSlice): Promise<readonly CachedFile[]> {
    const before = this.#ordered;
    if (before.length === this.#used && before.every(({ round }) => round === this.#round)) return before;
    const ordered = await sortInSlices(found, ({ path }) => path, pace);
    this.#ordered = ordered;
    return ordered;
  }

  #keep(path: string, isFoundByLink: boolean, reading: Reading, settledBefore: number): TakenFile {
    const { source, identity } = reading;
    if (identity === undefined) return { path, source, identity };
    // What was read without its state cannot be told from what comes after it.
    const settled = this.#willRescan && identity.ctimeMs < settledBefore;
    const mayRepeat = isFoundByLink || reading.isLinked;
    let entry = this.#knowsNothing ? undefined : this.#entries.get(path);
    this.#changes += 1;
    if (entry === undefined) {
      entry = this.#entryOf(path, { source, identity, mayRepeat, settled, keptIn: 0 });
      this.#fresh.push(entry);
    } else {
      Object.assign(entry, { identity, mayRepeat, settled, keptIn: 0 });
      if (!sameSource(entry.source, source)) {
        entry.source = source;
        entry.mayHoldKey = holdsKey(source) || isKeyName(path);
        entry.judged = undefined;
      }
    }
    this.#use(entry);
    return entry;
  }

  #entryOf(path: string, { source, identity, mayRepeat, settled, keptIn }: Kept): CachedFile {
    const folder = this.#folderOf(path);
    const mayHoldKey = holdsKey(source) || isKeyName(path);
    return { path, folder, identity, mayRepeat, source, mayHoldKey, settled, round: 0, judged: undefined, keptIn };
  }

  /** How many files are known. */
  get #count(): number {
    return this.#entries.size + this.#fresh.length - this.#indexed;
  }

  #forget(path: string): void {
    this.#entries.delete(path);
    this.#changes += 1;
  }

  #folderOf(path: string): string {
    const { length } = this.#lastFolder;
    // The end is looked for from the front: to look from behind is a call out of what is compiled.
    const isSame = path[length] === '/' && path.startsWith(this.#lastFolder) && !path.includes('/', length + 1);
    if (!isSame) this.#lastFolder = path.slice(0, path.lastIndexOf('/'));
    return this.#lastFolder;
  }

  #use(entry: CachedFile): void {
    if (entry.round === this.#round) return;
    entry.round = this.#round;
    this.#used += 1;
  }
}

/** The file of this path in a list that is in order of path. */
function findByPath(files: readonly CachedFile[], path: string): CachedFile | undefined {
  let [from, to] = [0, files.length];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((files[middle]?.path ?? '') < path) from = middle + 1;
    else to = middle;
  }
  const file = files[from];
  return file?.path === path ? file : undefined;
}

function tookPasswords(source: FileSource): boolean {
  return source.kind === 'content' && source.content.tookPasswords;
}

function holdsKey(source: FileSource): boolean {
  return source.kind !== 'content' || source.content.keys.length > 0;
}

function sameSource(one: FileSource, other: FileSource): boolean {
  return one.kind === 'content' && other.kind === 'content' && sameContent(one.content, other.content);
}
