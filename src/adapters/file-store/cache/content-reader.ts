import { effortOf } from '../../../formats/keystore/keystore.ts';
import { contentOf, type FileContent } from '../open/file-content.ts';
import { ABSENT } from '../open/file-source.ts';
import type { ReadingLimits } from '../open/opening-budget.ts';
import type { PasswordFiles } from '../open/password-files.ts';
import { FileReader, type FileReading } from '../open/read-file.ts';
import type { Reading } from '../open/reading.ts';
import { fileIdentityOf } from '../walk/file-identity.ts';
import { type TimeSlice, yieldWithin } from '../walk/time-slice.ts';
import type { Packer } from './packed-readings.ts';

const GONE: Reading = { source: ABSENT, identity: undefined, isLinked: false };

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
  #pack(path: string, slice: TimeSlice, packer: Packer, limits: ReadingLimits): boolean | Promise<boolean> {
    const { bytes } = limits;
    const file = this.#willRescan ? this.#reader.read(path, bytes) : this.#reader.readUnlessTaken(path, packer, bytes);
    if (file === undefined) return true;
    if (file.kind === 'large') return false;
    if (this.#willRescan && file.kind === 'read' && packer.addRegular(file.bytes, file.state)) {
      file.bytes.fill(0);
      return true;
    }
    const reading = this.#readingOf(file, path, slice, limits);
    if (reading instanceof Promise) return reading.then((read) => packed(read, packer));
    return packed(reading, packer);
  }

  /**
   * Packs files in order. Returns the indexes of files that exceed the limits; undefined if there
   * are none.
   */
  async packAll(
    paths: readonly string[],
    slice: TimeSlice,
    packer: Packer,
    limits: ReadingLimits,
  ): Promise<ReadonlySet<number> | undefined> {
    let leftOut: Set<number> | undefined;
    for (let index = 0; index < paths.length; index++) {
      const packing = this.#pack(paths[index] ?? '', slice, packer, limits);
      // Most files are read synchronously.
      if (packing === true || (packing !== false && (await packing))) continue;
      leftOut ??= new Set();
      leftOut.add(index);
    }
    return leftOut;
  }

  #readingOf(
    file: Exclude<FileReading, { kind: 'large' }>,
    path: string,
    slice: TimeSlice,
    limits: ReadingLimits,
  ): Reading | undefined | Promise<Reading | undefined> {
    if (file.kind === 'gone') return GONE;
    if (file.kind === 'problem') return { source: file, identity: file.identity, isLinked: false };
    const identity = fileIdentityOf(file.state);
    const isLinked = file.state.nlink > 1;
    const read = (content: FileContent | undefined): Reading | undefined =>
      content && { source: { kind: 'content', content }, identity, isLinked };
    const effort = effortOf(yieldWithin(slice), limits.rounds);
    const content = contentOf(file.bytes, path, this.#passwords, effort);
    if (!(content instanceof Promise)) return read(content);
    return content.then(read).finally(() => limits.spend(effort.limit - effort.rounds));
  }
}

function packed(reading: Reading | undefined, packer: Packer): boolean {
  if (reading !== undefined) packer.add(reading);
  return reading !== undefined;
}
