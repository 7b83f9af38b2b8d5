import type { Stats } from 'node:fs';
import type { StoreDefinition } from '../../domain/connector/connector.ts';
import { blind, type Look, type SeenLook } from '../../domain/observation/look.ts';
import type { StoreSnapshot } from '../../domain/observation/observation.ts';
import type { Problem, Reason } from '../../domain/problem.ts';
import type { Instant } from '../../domain/time.ts';
import { ContentCache } from './content-cache.ts';
import { countOnce } from './count-once.ts';
import { type CertificateFile, FileJudge } from './judge-files.ts';
import { type Beside, Neighbours } from './neighbours.ts';
import { Pace } from './pace.ts';
import { PasswordFiles } from './password-files.ts';
import { ProblemList } from './problem-list.ts';
import { FileReader } from './read-file.ts';
import { sameSnapshot } from './same-snapshot.ts';
import type { FoundFile } from './tree.ts';
import { type Walked, walk } from './walk.ts';

export interface StoreReaderOptions {
  /** A store with more entries is not read. */
  readonly maxFiles: number;
  /** Files younger than this are read each time: their times might not show another change. */
  readonly settlesAfterMs: number;
  /** Entries that are passed over, besides hidden ones. */
  readonly isIgnored: (path: string) => boolean;
}

/** What a look tells on its way, so that watches can be set before anything is read. */
export interface LookObserver {
  readonly onFolder: (path: string, stats: Stats) => void;
  readonly onLink: (path: string) => void;
}

/** Looks at one store again and again, and reads only what is new. One look at a time. */
export class StoreReader {
  readonly #definition: StoreDefinition;
  readonly #options: StoreReaderOptions;
  readonly #cache: ContentCache;
  readonly #judge: FileJudge;
  /** The snapshot that was shown last, blind looks between or not. */
  #shown: StoreSnapshot | undefined;
  /** The last look, where it met no trouble that may pass without a trace in a file's identity. */
  #last: SeenLook<StoreSnapshot> | undefined;

  constructor(definition: StoreDefinition, options: StoreReaderOptions) {
    const reader = new FileReader();
    this.#definition = definition;
    this.#options = options;
    const passwords = new PasswordFiles(definition.passwordFiles ?? [], options.settlesAfterMs);
    this.#cache = new ContentCache(reader, options.settlesAfterMs, passwords);
    this.#judge = new FileJudge(definition, reader, passwords);
  }

  /** Rejects only with the signal's reason. */
  async look(at: Instant, signal: AbortSignal, observer: LookObserver): Promise<Look<StoreSnapshot>> {
    signal.throwIfAborted();
    const pace = new Pace(signal);
    const { path, name } = this.#definition;
    const walked = await walk(path, { pace, ...this.#options, ...observer });
    if (walked.kind === 'blind') return blind(at, walked.problem);

    this.#cache.begin();
    if (this.#isUnchanged(walked) && this.#last !== undefined) return { ...this.#last, at };
    this.#last = undefined;

    const files = [...walked.files].sort(byPath);
    const problems = new ProblemList();
    const found = new Map<string, Beside>();
    for (const problem of [...walked.problems].sort(byLocation)) {
      problems.add(problem);
      // What could not be looked at is no proof that nothing is there.
      if (problem.reason !== 'not_found') {
        found.set(problem.location, { source: { kind: 'problem', problem }, identity: undefined });
      }
    }
    const read = await this.#readAll(files, found, problems, pace);
    const troubles = problems.all();
    const refused = refusal(path, read, troubles);
    if (refused !== undefined) return blind(at, refused);
    for (const { content } of read) for (const problem of content.problems) problems.add(problem);

    const neighbours = new Neighbours(found, walked.listed, this.#cache, pace);
    const holding = read.filter(({ content }) => content.certificates.length > 0);
    const judged = await this.#judge.judge(holding, { neighbours, problems, pace });
    this.#cache.end();
    const unseen = troubles.filter(({ reason }) => HIDES.has(reason)).map(({ location }) => location);
    const snapshot: StoreSnapshot = {
      name,
      certificates: countOnce(judged),
      isGlob: walked.isGlob,
      unseen,
      neverSeen: unseen,
    };
    if (this.#shown === undefined || !sameSnapshot(this.#shown, snapshot)) this.#shown = snapshot;
    const look: SeenLook<StoreSnapshot> = { kind: 'seen', at, value: this.#shown, problems: problems.all() };
    if (troubles.every(({ reason }) => reason === 'too_large')) this.#last = look;
    return look;
  }

  /**
   * Whether every file is as it was in the last look, and all that it read is among them. Of a file or a glob nobody
   * can say so: a key may have come to lie beside it.
   */
  #isUnchanged({ files, listed, problems, isGlob }: Walked): boolean {
    return (
      this.#last !== undefined &&
      listed.size > 0 &&
      !isGlob &&
      problems.length === 0 &&
      files.every(({ path, identity }) => this.#cache.known(path, identity) !== undefined) &&
      this.#cache.isComplete
    );
  }

  async #readAll(
    files: readonly FoundFile[],
    found: Map<string, Beside>,
    problems: ProblemList,
    pace: Pace,
  ): Promise<readonly CertificateFile[]> {
    const read: CertificateFile[] = [];
    for (const file of files) {
      if (pace.due()) await pace.rest();
      const { path, identity } = file;
      const source = this.#cache.known(path, identity) ?? (await this.#cache.read(path, identity, pace));
      found.set(path, { source, identity });
      if (source.kind === 'content') read.push({ file, content: source.content });
      else if (source.kind === 'problem') problems.add(source.problem);
      else if (path === this.#definition.path) problems.add({ reason: 'not_found', location: path, detail: '' });
    }
    return read;
  }
}

/** Trouble that hides what a server may well read; a loop or a giant is nothing to a server either. */
const HIDES: ReadonlySet<Reason> = new Set(['permission_denied', 'io_error', 'changed_while_reading']);

/** What a keystore that may be full of certificates is closed by. */
const STAYS_CLOSED: ReadonlySet<Reason> = new Set([
  'password_missing',
  'password_wrong',
  'mac_unsupported',
  'cipher_unsupported',
  'too_many_rounds',
]);

/**
 * Why a look is blind although the walk went through: the store is one file that cannot be read; or not one certificate
 * was read and something was refused or stayed closed, so that "there is none" would be no more than a guess.
 */
function refusal(path: string, files: readonly CertificateFile[], problems: readonly Problem[]): Problem | undefined {
  const own = problems.find(({ location }) => location === path);
  if (own !== undefined || files.some(({ content }) => content.certificates.length > 0)) return own;
  const refused =
    problems.find(({ reason }) => reason === 'permission_denied') ??
    files.flatMap(({ content }) => content.problems).find(({ reason }) => STAYS_CLOSED.has(reason));
  return refused === undefined || refused.location === path
    ? refused
    : { ...refused, location: path, detail: `${refused.location}: ${refused.detail}` };
}

function byPath(one: FoundFile, other: FoundFile): number {
  return one.path < other.path ? -1 : 1;
}

function byLocation(one: Problem, other: Problem): number {
  return one.location < other.location ? -1 : 1;
}
