import { createEffort } from '../../../formats/keystore/keystore.ts';
import { type FileContent, fileContentFrom } from '../open/file-content.ts';
import { ABSENT } from '../open/file-source.ts';
import type { ReadingLimits } from '../open/opening-budget.ts';
import type { PasswordFiles } from '../open/password-files.ts';
import { FileReader, type FileReadResult } from '../open/read-file.ts';
import type { Reading } from '../open/reading.ts';
import { fileStateOf } from '../walk/file-state.ts';
import { type TimeSlice, yieldWithin } from '../walk/time-slice.ts';
import type { Packer } from './packer.ts';

const GONE: Reading = { source: ABSENT, state: undefined, mayHaveOtherPaths: false };

/** Reads files and packs their contents. */
export class FilePacker {
  readonly #reader: FileReader = new FileReader();
  readonly #passwords: PasswordFiles;
  readonly #willRescan: boolean;

  /**
   * @param willRescan false: this scan is the only one, so file states are not needed to detect
   * changes, and most files are read without them
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
    const file = this.#willRescan ? this.#reader.read(path, maxBytes) : this.#reader.readInto(path, packer, maxBytes);
    // The packer has accepted the file.
    if (file === undefined) return true;
    if (file.kind === 'large') return false;
    if (this.#willRescan && file.kind === 'read' && packer.addRegular(file.bytes, file.stats)) {
      // The buffer may contain a private key.
      file.bytes.fill(0);
      return true;
    }
    const reading = this.#parseFile(file, path, slice, limits);
    if (reading instanceof Promise) return reading.then((toReading) => packReading(toReading, packer));
    return packReading(reading, packer);
  }

  /**
   * Reads and packs files in order. Returns the indexes of files that exceed the limits; undefined
   * if there are none.
   */
  async packAll(
    paths: readonly string[],
    slice: TimeSlice,
    packer: Packer,
    limits: ReadingLimits,
  ): Promise<ReadonlySet<number> | undefined> {
    let tooCostlyIndexes: Set<number> | undefined;
    for (let index = 0; index < paths.length; index++) {
      const packing = this.#packFile(paths[index] ?? '', slice, packer, limits);
      // Most files are read synchronously.
      if (packing === true || (packing !== false && (await packing))) continue;
      tooCostlyIndexes ??= new Set();
      tooCostlyIndexes.add(index);
    }
    return tooCostlyIndexes;
  }

  #parseFile(
    file: Exclude<FileReadResult, { kind: 'large' }>,
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
    // Only encrypted content is read asynchronously and uses iterations.
    return content.then(read).finally(() => limits.spend(effort.maxIterations - effort.iterationsLeft));
  }
}

function packReading(reading: Reading | undefined, packer: Packer): boolean {
  if (reading !== undefined) packer.add(reading);
  return reading !== undefined;
}
