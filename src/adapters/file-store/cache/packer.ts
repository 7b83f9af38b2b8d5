import { RegularCertificate } from '../../../formats/certificate-table/regular-certificate.ts';
import { RowWriter } from '../../../formats/certificate-table/row-writer.ts';
import { type SharedFacts, SharedFactsTable } from '../../../formats/certificate-table/shared-facts.ts';
import { ParsedValueCache } from '../../../formats/der/parsed-value-cache.ts';
import { decodeSinglePem } from '../../../formats/pem/decode-single-pem.ts';
import { parseCertificate } from '../../../formats/x509/parse-certificate.ts';
import type { FileContent } from '../open/file-content.ts';
import type { FileSource } from '../open/file-source.ts';
import type { Reading } from '../open/reading.ts';
import type { FileState, StatsFields } from '../walk/file-state.ts';
import { writeFileState, writeStats } from '../walk/file-state-array.ts';
import {
  COUNT_OFFSET,
  FLAGS_OFFSET,
  HAS_OTHER_PATHS,
  HAS_STATE,
  NUMBERS_PER_FILE,
  type OtherSource,
  type PackedReadings,
  WITHOUT_STAT,
} from './packed-readings.ts';

/**
 * The maximum size of a certificate that is decoded by this class, bytes. Files with larger
 * certificates are parsed by the caller.
 */
const MAX_DER_BYTES: number = 16 * 1024;
/** The number of files for which memory is allocated at the start. */
const INITIAL_CAPACITY = 256;
const NO_CERTIFICATES: readonly never[] = [];
const NO_STATE: FileState = { device: 0, inode: 0, size: 0, mtimeMs: 0, ctimeMs: 0, mode: 0, uid: 0, gid: 0 };

/**
 * Packs the results of reading files, one by one: it writes them into a few arrays, so that no
 * objects of a file remain in memory. Call `begin`, then `add` or `addRegularCertificate` for each
 * file, then `take`. A regular certificate has the usual structure, so that its parts are located
 * and copied without parsing it.
 */
export class Packer {
  readonly #writer: RowWriter = new RowWriter();
  readonly #sharedFacts: SharedFactsTable = new SharedFactsTable();
  readonly #factsIndexes: Map<SharedFacts, number> = new Map();
  /** The parts of the current regular certificate. */
  readonly #located: RegularCertificate = new RegularCertificate();
  /** Shared facts, by the bytes from which they were parsed. */
  readonly #factsByBytes: ParsedValueCache<SharedFacts> = new ParsedValueCache();
  /**
   * A reused buffer for the decoded certificate. A new buffer for each would take a third of the
   * decoding time.
   */
  readonly #der: Buffer = Buffer.allocUnsafeSlow(MAX_DER_BYTES);
  #certificates: number[] = [];
  #files: Float64Array = new Float64Array(INITIAL_CAPACITY * NUMBERS_PER_FILE);
  #fileCount = 0;
  #otherSources: (readonly [fileIndex: number, OtherSource])[] = [];

  /** Starts a new pack, and discards results that were added but not taken. */
  begin(): void {
    this.#writer.reset();
    this.#sharedFacts.clear();
    this.#factsIndexes.clear();
    this.#certificates = [];
    this.#fileCount = 0;
    this.#otherSources = [];
  }

  /** Adds the result of reading a file, of any kind. */
  add({ source, state, mayHaveOtherPaths }: Reading): void {
    const certificates = source.kind === 'content' ? source.content.certificates : NO_CERTIFICATES;
    const otherSource = otherSourceOf(source);
    if (otherSource !== undefined) this.#otherSources.push([this.#fileCount, otherSource]);
    const start = this.#addFile();
    writeFileState(state ?? NO_STATE, this.#files, start);
    const stateFlag = state === undefined ? 0 : HAS_STATE;
    this.#files[start + FLAGS_OFFSET] = stateFlag + (mayHaveOtherPaths ? HAS_OTHER_PATHS : 0);
    this.#files[start + COUNT_OFFSET] = certificates.length;
    for (const { certificate } of certificates) {
      const facts = this.#sharedFacts.intern(certificate);
      this.#certificates.push(this.#writer.add(certificate), this.#indexOf(facts));
    }
  }

  /**
   * Adds a file that is exactly one PEM certificate of the usual structure, without creating
   * objects. Returns false, without adding anything, for other files.
   * @param stats undefined if no stat call was made; `unpack` then gives a `LazyFileStat`
   * @see RegularCertificate
   */
  addRegularCertificate(bytes: Buffer, stats: StatsFields | undefined): boolean {
    if (this.#addSinglePem(bytes, stats)) return true;
    // A private key may have been decoded, under any label.
    this.#der.fill(0);
    return false;
  }

  #addSinglePem(bytes: Buffer, stats: StatsFields | undefined): boolean {
    const der = decodeSinglePem(bytes, this.#der);
    const located = this.#located;
    if (der === undefined || !located.locate(der)) return false;
    const facts = this.#factsByBytes.get(located.sharedKey, 0, located.sharedKeyLength) ?? this.#parseFacts(der);
    if (facts === undefined) return false;
    const start = this.#addFile();
    if (stats !== undefined) writeStats(stats, this.#files, start);
    this.#files[start + FLAGS_OFFSET] =
      stats === undefined ? WITHOUT_STAT : HAS_STATE + (stats.nlink > 1 ? HAS_OTHER_PATHS : 0);
    this.#files[start + COUNT_OFFSET] = 1;
    this.#certificates.push(this.#writer.addRegular(located), this.#indexOf(facts));
    return true;
  }

  /** Reserves the numbers of another file in `#files`, and returns their start. */
  #addFile(): number {
    const start = this.#fileCount * NUMBERS_PER_FILE;
    this.#fileCount += 1;
    if (start === this.#files.length) this.#growFiles();
    return start;
  }

  #growFiles(): void {
    const larger = new Float64Array(this.#files.length * 2);
    larger.set(this.#files);
    this.#files = larger;
  }

  /**
   * Parses a certificate for its shared facts, and caches them by the bytes that certificates with
   * these facts have in common. Returns undefined if it cannot be parsed.
   */
  #parseFacts(der: Buffer): SharedFacts | undefined {
    const parsed = parseCertificate(der, '');
    if (parsed.kind === 'problem') return undefined;
    const { sharedKey, sharedKeyLength } = this.#located;
    return this.#factsByBytes.add(sharedKey, 0, sharedKeyLength, this.#sharedFacts.intern(parsed.value));
  }

  #indexOf(facts: SharedFacts): number {
    const index = this.#factsIndexes.get(facts) ?? this.#factsIndexes.size;
    if (index === this.#factsIndexes.size) this.#factsIndexes.set(facts, index);
    return index;
  }

  /** Returns all results since `begin`. */
  take(): PackedReadings {
    return {
      rows: this.#writer.copyRows(),
      certificates: new Uint32Array(this.#certificates),
      sharedFacts: [...this.#factsIndexes.keys()],
      files: this.#files.slice(0, this.#fileCount * NUMBERS_PER_FILE),
      otherSources: this.#otherSources,
    };
  }
}

/** Returns undefined for a file that is exactly one certificate, which is only a row. */
function otherSourceOf(source: FileSource): OtherSource | undefined {
  if (source.kind !== 'content') return source;
  if (isSingleCertificate(source.content)) return undefined;
  const { certificates, requests, keys, problems, dependsOnPasswords, wasOpenedWithPassword } = source.content;
  const positions = certificates.map(({ block, alias }) => ({ block, alias }));
  return { positions, requests, keys, problems, dependsOnPasswords, wasOpenedWithPassword };
}

function isSingleCertificate({ certificates, requests, keys, problems, dependsOnPasswords }: FileContent): boolean {
  const [first, second] = certificates;
  const hasOne = first !== undefined && second === undefined && first.block === 0 && first.alias === undefined;
  return hasOne && requests.length === 0 && keys.length === 0 && problems.length === 0 && !dependsOnPasswords;
}
