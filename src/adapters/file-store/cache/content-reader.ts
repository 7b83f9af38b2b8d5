import { createEffort } from '../../../formats/keystore/keystore.ts';
import { type FileContent, fileContentFrom } from '../open/file-content.ts';
import { ABSENT } from '../open/file-source.ts';
import type { ReadingLimits } from '../open/opening-budget.ts';
import type { PasswordFiles } from '../open/password-files.ts';
import { FileReader, type FileReading } from '../open/read-file.ts';
import type { Reading } from '../open/reading.ts';
import { fileStateOf } from '../walk/file-state.ts';
import { type TimeSlice, yieldWithin } from '../walk/time-slice.ts';
import type { Packer } from './packer.ts';

const GONE: Reading = { source: ABSENT, state: undefined, mayHaveOtherPaths: false };

/** Reads and parses files. */
export class ContentReader {
  readonly #reader: FileReader = new FileReader();
  readonly #passwords: PasswordFiles;
  readonly #willRescan: boolean;

  /**
   * Creates a reader. Without `willRescan`, most files are read without their state, because it
   * will not be compared.
   */
  constructor(passwords: PasswordFiles, willRescan: boolean) {
    this.#passwords = passwords;
    this.#willRescan = willRescan;
  }

  /**
   * Reads a file and packs its content, synchronously unless a password is needed. One file at a
   * time. Returns false, without packing anything, if the file exceeds the limits.
   */
  #packFile(path: string, slice: TimeSlice, packer: Packer, limits: ReadingLimits): boolean | Promise<boolean> {
    const { maxBytes } = limits;
    const file = this.#willRescan
      ? this.#reader.read(path, maxBytes)
      : this.#reader.readUnlessAccepted(path, packer, maxBytes);
    if (file === undefined) return true;
    if (file.kind === 'large') return false;
    if (this.#willRescan && file.kind === 'read' && packer.addRegular(file.bytes, file.stats)) {
      file.bytes.fill(0);
      return true;
    }
    const reading = this.#readingOf(file, path, slice, limits);
    if (reading instanceof Promise) return reading.then((read) => packReading(read, packer));
    return packReading(reading, packer);
  }

  /**
   * Reads and packs files in order. Returns the indexes of files that exceed the limits; undefined if
   * there are none.
   */
  async packAll(
    paths: readonly string[],
    slice: TimeSlice,
    packer: Packer,
    limits: ReadingLimits,
  ): Promise<ReadonlySet<number> | undefined> {
    let skippedIndexes: Set<number> | undefined;
    for (let index = 0; index < paths.length; index++) {
      const packing = this.#packFile(paths[index] ?? '', slice, packer, limits);
      // Most files are read synchronously.
      if (packing === true || (packing !== false && (await packing))) continue;
      skippedIndexes ??= new Set();
      skippedIndexes.add(index);
    }
    return skippedIndexes;
  }

  #readingOf(
    file: Exclude<FileReading, { kind: 'large' }>,
    path: string,
    slice: TimeSlice,
    limits: ReadingLimits,
  ): Reading | undefined | Promise<Reading | undefined> {
    if (file.kind === 'gone') return GONE;
    if (file.kind === 'problem') return { source: file, state: file.state, mayHaveOtherPaths: false };
    const state = fileStateOf(file.stats);
    const mayHaveOtherPaths = file.stats.nlink > 1;
    const read = (content: FileContent | undefined): Reading | undefined =>
      content && { source: { kind: 'content', content }, state, mayHaveOtherPaths };
    const effort = createEffort(yieldWithin(slice), limits.maxIterations);
    const content = fileContentFrom(file.bytes, path, this.#passwords, effort);
    if (!(content instanceof Promise)) return read(content);
    return content.then(read).finally(() => limits.spend(effort.maxIterations - effort.iterationsLeft));
  }
}

function packReading(reading: Reading | undefined, packer: Packer): boolean {
  if (reading !== undefined) packer.add(reading);
  return reading !== undefined;
}
