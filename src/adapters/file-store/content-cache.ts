import { createHash } from 'node:crypto';
import type { Problem } from '../../domain/problem.ts';
import { contentOf, type FileContent } from './file-content.ts';
import { type FileIdentity, sameIdentity } from './file-identity.ts';
import type { Pace } from './pace.ts';
import type { FileReader } from './read-file.ts';

/** What a file is to its reader. Absent: it is no longer there. */
export type Source =
  | { readonly kind: 'content'; readonly content: FileContent }
  | { readonly kind: 'problem'; readonly problem: Problem }
  | { readonly kind: 'absent' };

export const ABSENT: Source = { kind: 'absent' };

/** Younger than this, a file may be written again without its times showing it, ms. */
const SETTLES_AFTER_MS = 2000;

interface Entry {
  identity: FileIdentity;
  /** Whether the identity can be trusted to change with the content. */
  settled: boolean;
  sha256: string;
  source: Source & { readonly kind: 'content' };
  round: number;
}

/** Reads a file again only when it has changed; the content's hash has the last word. */
export class ContentCache {
  readonly #reader: FileReader;
  readonly #entries: Map<string, Entry> = new Map();
  #round = 0;
  #used = 0;

  constructor(reader: FileReader) {
    this.#reader = reader;
  }

  /** Begins a look at the whole store. */
  begin(): void {
    this.#round += 1;
    this.#used = 0;
  }

  /** Forgets what the look that ends here did not ask for. */
  end(): void {
    if (this.#used === this.#entries.size) return;
    for (const [path, entry] of this.#entries) if (entry.round !== this.#round) this.#entries.delete(path);
  }

  /** The content, when the file is as it was; undefined: it has to be read. */
  known(path: string, identity: FileIdentity): Source | undefined {
    const entry = this.#entries.get(path);
    if (entry === undefined || !entry.settled || !sameIdentity(entry.identity, identity)) return undefined;
    this.#use(entry);
    return entry.source;
  }

  async read(path: string, identity: FileIdentity, pace: Pace): Promise<Source> {
    const reading = await this.#reader.read(path, identity, pace);
    if (reading.kind === 'gone') return ABSENT;
    if (reading.kind === 'problem') return reading;
    // A file's own times are set by the machine, so they are compared with the machine's clock.
    const settled = Date.now() - reading.identity.ctimeMs > SETTLES_AFTER_MS;
    const sha256 = createHash('sha256').update(reading.bytes).digest('base64');
    const before = this.#entries.get(path);
    if (before?.sha256 === sha256) {
      before.identity = reading.identity;
      before.settled = settled;
      this.#use(before);
      return before.source;
    }
    const source = { kind: 'content', content: contentOf(reading.bytes, path) } as const;
    const entry: Entry = { identity: reading.identity, settled, sha256, source, round: 0 };
    this.#entries.set(path, entry);
    this.#use(entry);
    return source;
  }

  #use(entry: Entry): void {
    if (entry.round === this.#round) return;
    entry.round = this.#round;
    this.#used += 1;
  }
}
