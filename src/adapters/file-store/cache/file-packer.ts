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

/**
 * Reads files, and adds their contents to a `Packer`, so that no objects of a file remain.
 */
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
   * Reads and packs files, one after the other. Returns the indexes of files that exceed the limits
   * and were skipped; undefined if there are none.
   */
  async packAll(
    paths: readonly string[],
    slice: TimeSlice,
    packer: Packer,
    limits: ReadingLimits,
  ): Promise<ReadonlySet<number> | undefined> {
    let tooCostlyIndexes: Set<number> | undefined;
    for (let index = 0; index < paths.length; index++) {
      const packed = this.#packFile(paths[index] ?? '', slice, packer, limits);
      // Most files are packed synchronously. Awaiting each of them would take too long.
      const isPacked = typeof packed === 'boolean' ? packed : await packed;
      if (isPacked) continue;
      tooCostlyIndexes ??= new Set();
      tooCostlyIndexes.add(index);
    }
    return tooCostlyIndexes;
  }

  /**
   * Reads a file and packs its content, synchronously unless a password is needed. Returns false,
   * without packing anything, if the file exceeds the limits.
   */
  #packFile(path: string, slice: TimeSlice, packer: Packer, limits: ReadingLimits): boolean | Promise<boolean> {
    const { maxBytes } = limits;
    const file = this.#willRescan ? this.#reader.read(path, maxBytes) : this.#reader.readInto(path, packer, maxBytes);
    // `readInto` has added the content to the packer.
    if (file === undefined) return true;
    if (file.kind === 'large') return false;
    // Without `willRescan`, `readInto` has already offered the content to the packer.
    if (this.#willRescan && file.kind === 'read' && packer.addRegularCertificate(file.bytes, file.stats)) {
      // The buffer may contain a private key.
      file.bytes.fill(0);
      return true;
    }
    const reading = this.#parseFile(file, path, slice, limits);
    if (reading instanceof Promise) return reading.then((parsed) => packReading(parsed, packer));
    return packReading(reading, packer);
  }

  /** Parses a file, and opens its encrypted parts. Returns undefined if it exceeds the limits. */
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
    const toReading = (content: FileContent | undefined): Reading | undefined =>
      content && { source: { kind: 'content', content }, state, mayHaveOtherPaths };
    const effort = createEffort(yieldWithin(slice), limits.maxKdfIterations);
    const content = fileContentFrom(file.bytes, path, this.#passwords, effort);
    if (!(content instanceof Promise)) return toReading(content);
    // Only encrypted content needs key derivation iterations, and it is opened asynchronously.
    return content.then(toReading).finally(() => limits.spend(effort.maxIterations - effort.iterationsLeft));
  }
}

/** Returns false if there is nothing to pack. */
function packReading(reading: Reading | undefined, packer: Packer): boolean {
  if (reading !== undefined) packer.add(reading);
  return reading !== undefined;
}
