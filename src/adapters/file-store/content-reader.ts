import { contentOf, type FileContent } from './file-content.ts';
import { identityOf } from './file-identity.ts';
import type { Pace } from './pace.ts';
import type { Packer } from './packed-readings.ts';
import type { PasswordFiles } from './password-files.ts';
import { FileReader, type FileReading } from './read-file.ts';
import type { Reading } from './reading.ts';
import { ABSENT } from './source.ts';

const GONE: Reading = { source: ABSENT, identity: undefined, isLinked: false };

/** Reads files and parses what stands in them. */
export class ContentReader {
  readonly #reader: FileReader = new FileReader();
  readonly #passwords: PasswordFiles;
  readonly #looksAgain: boolean;

  /** Without `looksAgain` most files are read without their state: nobody will compare it. */
  constructor(passwords: PasswordFiles, looksAgain: boolean) {
    this.#passwords = passwords;
    this.#looksAgain = looksAgain;
  }

  /** Reads a file and packs what stands in it: at once, unless a password is needed. One file at a time. */
  pack(path: string, pace: Pace, packer: Packer): void | Promise<void> {
    const file = this.#looksAgain ? this.#reader.read(path) : this.#reader.readUnlessTaken(path, packer);
    if (file === undefined) return;
    if (this.#looksAgain && file.kind === 'read' && packer.addRegular(file.bytes, file.state)) {
      file.bytes.fill(0);
      return;
    }
    const reading = this.#readingOf(file, path, pace);
    if (reading instanceof Promise) return reading.then((read) => packer.add(read));
    packer.add(reading);
  }

  #readingOf(file: FileReading, path: string, pace: Pace): Reading | Promise<Reading> {
    if (file.kind === 'gone') return GONE;
    if (file.kind === 'problem') return { source: file, identity: file.identity, isLinked: false };
    const identity = identityOf(file.state);
    const isLinked = file.state.nlink > 1;
    const read = (content: FileContent): Reading => ({
      source: { kind: 'content', content },
      identity,
      isLinked,
    });
    const content = contentOf(file.bytes, path, this.#passwords, pace);
    return content instanceof Promise ? content.then(read) : read(content);
  }
}
