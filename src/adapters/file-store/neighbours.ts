import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import { ABSENT, type ContentCache, type Source } from './content-cache.ts';
import { type FileIdentity, identityOf } from './file-identity.ts';
import { fileTrouble } from './file-trouble.ts';
import type { Pace } from './pace.ts';

/** A file beside a certificate, as one look found it. */
export interface Beside {
  readonly source: Source;
  readonly identity: FileIdentity | undefined;
}

const NOTHING: Beside = { source: ABSENT, identity: undefined };

/** Finds files that lie beside certificates, whether the walk came upon them or not; each is looked at once a look. */
export class Neighbours {
  readonly #found: Map<string, Beside>;
  readonly #listed: ReadonlySet<string>;
  readonly #cache: ContentCache;
  readonly #pace: Pace;

  /** `found` holds what the walk came upon; `listed` the folders in which there is nothing else. */
  constructor(found: Map<string, Beside>, listed: ReadonlySet<string>, cache: ContentCache, pace: Pace) {
    this.#found = found;
    this.#listed = listed;
    this.#cache = cache;
    this.#pace = pace;
  }

  /** What the walk, or an earlier question, found there; undefined: it has to be looked at. */
  known(path: string): Beside | undefined {
    const known = this.#found.get(path);
    if (known !== undefined) return known;
    return this.#listed.has(dirname(path)) ? NOTHING : undefined;
  }

  async at(path: string): Promise<Beside> {
    const known = this.known(path);
    if (known !== undefined) return known;
    const beside = await this.#lookAt(path);
    this.#found.set(path, beside);
    return beside;
  }

  async #lookAt(path: string): Promise<Beside> {
    try {
      const stats = statSync(path, { throwIfNoEntry: false });
      if (stats === undefined) return NOTHING;
      if (!stats.isFile()) {
        const problem = { reason: 'not_a_regular_file', location: path, detail: '' } as const;
        return { source: { kind: 'problem', problem }, identity: undefined };
      }
      const identity = identityOf(stats);
      const source = this.#cache.known(path, identity) ?? (await this.#cache.read(path, identity, this.#pace));
      return { source, identity };
    } catch (error) {
      return { source: { kind: 'problem', problem: fileTrouble(error, path) }, identity: undefined };
    }
  }
}
