import type { Stats } from 'node:fs';
import type { StoreDefinition } from '../../domain/connector/connector.ts';
import { blind, type Look } from '../../domain/observation/look.ts';
import type { StoreSnapshot } from '../../domain/observation/observation.ts';
import type { Problem } from '../../domain/problem.ts';
import type { Instant } from '../../domain/time.ts';
import { ContentCache } from './content-cache.ts';
import { countOnce } from './count-once.ts';
import { type CertificateFile, FileJudge } from './judge-files.ts';
import { type Beside, Neighbours } from './neighbours.ts';
import { Pace } from './pace.ts';
import { ProblemList } from './problem-list.ts';
import { FileReader } from './read-file.ts';
import { sameSnapshot } from './same-snapshot.ts';
import { ServicesBeside } from './services-beside.ts';
import type { FoundFile } from './tree.ts';
import { walk } from './walk.ts';

export interface StoreReaderOptions {
  /** A store with more entries is not read. */
  readonly maxFiles: number;
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
  #last: StoreSnapshot | undefined;

  constructor(definition: StoreDefinition, options: StoreReaderOptions) {
    const reader = new FileReader();
    this.#definition = definition;
    this.#options = options;
    this.#cache = new ContentCache(reader);
    this.#judge = new FileJudge(definition.name, definition.services, reader, new ServicesBeside(reader));
  }

  /** Rejects only with the signal's reason. */
  async look(at: Instant, signal: AbortSignal, observer: LookObserver): Promise<Look<StoreSnapshot>> {
    signal.throwIfAborted();
    const pace = new Pace(signal);
    const { path, name } = this.#definition;
    const walked = await walk(path, { pace, ...this.#options, ...observer });
    if (walked.kind === 'blind') return blind(at, walked.problem);

    const problems = new ProblemList();
    for (const problem of walked.problems) problems.add(problem);
    const found = new Map<string, Beside>();
    // What could not be looked at is no proof that nothing is there.
    for (const problem of walked.problems) {
      if (problem.reason !== 'not_found')
        found.set(problem.location, { source: { kind: 'problem', problem }, identity: undefined });
    }
    this.#cache.begin();
    const files = await this.#readAll(walked.files, found, problems, pace);
    const refused = refusal(path, files, problems.all());
    if (refused !== undefined) return blind(at, refused);
    for (const { content } of files) for (const problem of content.problems) problems.add(problem);

    const neighbours = new Neighbours(found, walked.listed, this.#cache, pace);
    const holding = files.filter(({ content }) => content.certificates.length > 0);
    const judged = await this.#judge.judge(holding, { neighbours, problems, pace });
    this.#cache.end();
    const snapshot: StoreSnapshot = { name, certificates: countOnce(judged), isGlob: walked.isGlob };
    if (this.#last === undefined || !sameSnapshot(this.#last, snapshot)) this.#last = snapshot;
    return { kind: 'seen', at, value: this.#last, problems: problems.all() };
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

/**
 * Why a look is blind although the walk went through: the store is one file that cannot be read; or not one certificate
 * was read and something was refused, so that "there is none" would be no more than a guess.
 */
function refusal(path: string, files: readonly CertificateFile[], problems: readonly Problem[]): Problem | undefined {
  const own = problems.find(({ location }) => location === path);
  if (own !== undefined || files.some(({ content }) => content.certificates.length > 0)) return own;
  const denied = problems.find(({ reason }) => reason === 'permission_denied');
  return denied === undefined
    ? undefined
    : { ...denied, location: path, detail: `${denied.location}: ${denied.detail}` };
}
