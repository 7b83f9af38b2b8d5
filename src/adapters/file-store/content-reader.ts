import { contentOf, type FileContent } from './file-content.ts';
import type { FileIdentity } from './file-identity.ts';
import type { Pace } from './pace.ts';
import type { PasswordFiles } from './password-files.ts';
import { FileReader } from './read-file.ts';
import { ABSENT, type Source } from './source.ts';

/** What reading one file came to. */
export interface Reading {
  readonly source: Source;
  /** The state in which the file was read; undefined: it was not, for a reason that may pass without a trace in its state. */
  readonly identity: FileIdentity | undefined;
  /** Whether more than one name leads to the file. */
  readonly isLinked: boolean;
}

const GONE: Reading = { source: ABSENT, identity: undefined, isLinked: false };

/** Reads files and parses what stands in them. */
export class ContentReader {
  readonly #reader: FileReader = new FileReader();
  readonly #passwords: PasswordFiles;

  constructor(passwords: PasswordFiles) {
    this.#passwords = passwords;
  }

  /** Answers at once, unless a password is needed. One file at a time. */
  read(path: string, pace: Pace): Reading | Promise<Reading> {
    const file = this.#reader.read(path);
    if (file.kind === 'gone') return GONE;
    if (file.kind === 'problem') return { source: file, identity: file.identity, isLinked: false };
    const { identity, links } = file;
    const read = (content: FileContent): Reading => ({
      source: { kind: 'content', content },
      identity,
      isLinked: links > 1,
    });
    const content = contentOf(file.bytes, path, this.#passwords, pace);
    return content instanceof Promise ? content.then(read) : read(content);
  }
}
