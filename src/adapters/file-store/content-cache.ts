import { hash } from 'node:crypto';
import type { Problem } from '../../domain/problem.ts';
import { contentOf, type FileContent } from './file-content.ts';
import { type FileIdentity, sameIdentity } from './file-identity.ts';
import type { Pace } from './pace.ts';
import { PasswordFiles } from './password-files.ts';
import type { FileReader } from './read-file.ts';

/** What a file is to its reader. Absent: it is no longer there. */
export type Source =
  | { readonly kind: 'content'; readonly content: FileContent }
  | { readonly kind: 'problem'; readonly problem: Problem }
  | { readonly kind: 'absent' };

export const ABSENT: Source = { kind: 'absent' };

interface Entry {
  readonly identity: FileIdentity;
  /** False: written so shortly before it was read that a second writing might leave the same identity. */
  readonly settled: boolean;
  readonly sha256: string;
  readonly source: Source;
  round: number;
}

/** Reads a file again only when it has changed; the content's hash has the last word. */
export class ContentCache {
  readonly #reader: FileReader;
  readonly #settlesAfterMs: number;
  readonly #passwords: PasswordFiles;
  readonly #entries: Map<string, Entry> = new Map();
  #round = 0;
  #used = 0;

  /** A file younger than `settlesAfterMs` may be written again without its times showing it: it is read each time. */
  constructor(reader: FileReader, settlesAfterMs: number, passwords: PasswordFiles = new PasswordFiles([], 0)) {
    this.#reader = reader;
    this.#passwords = passwords;
    this.#settlesAfterMs = settlesAfterMs;
  }

  /** Begins a look at the whole store. What passwords were tried on is read anew when these may be others now. */
  begin(): void {
    this.#round += 1;
    this.#used = 0;
    if (!this.#passwords.haveChanged()) return;
    for (const [path, { source }] of this.#entries) {
      if (source.kind === 'content' && source.content.tookPasswords) this.#entries.delete(path);
    }
  }

  /** Whether what was asked for so far is all that the last look read. */
  get isComplete(): boolean {
    return this.#used === this.#entries.size;
  }

  /** Forgets what the look that ends here did not ask for. */
  end(): void {
    if (this.isComplete) return;
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
    if (reading.kind === 'problem') {
      // Of all troubles only the size is the file's own; the others may pass without a trace in its identity.
      if (reading.problem.reason === 'too_large') this.#keep(path, identity, '', reading);
      return reading;
    }
    const sha256 = hash('sha256', reading.bytes, 'base64');
    const before = this.#entries.get(path);
    const source: Source =
      before?.sha256 === sha256
        ? before.source
        : { kind: 'content', content: await contentOf(reading.bytes, path, this.#passwords, pace) };
    this.#keep(path, reading.identity, sha256, source);
    return source;
  }

  #keep(path: string, identity: FileIdentity, sha256: string, source: Source): void {
    // A file's times are set by the machine, so they are compared with the machine's clock.
    const settled = Date.now() - identity.ctimeMs > this.#settlesAfterMs;
    const round = this.#entries.get(path)?.round ?? 0;
    const entry: Entry = { identity, settled, sha256, source, round };
    this.#entries.set(path, entry);
    this.#use(entry);
  }

  #use(entry: Entry): void {
    if (entry.round === this.#round) return;
    entry.round = this.#round;
    this.#used += 1;
  }
}
