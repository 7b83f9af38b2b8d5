import type { Certificate } from '../../../domain/certificate/certificate.ts';
import { CertificateRow } from '../../../formats/certificate-table/certificate-row.ts';
import { RegularCertificate } from '../../../formats/certificate-table/regular-certificate.ts';
import { RowSlab } from '../../../formats/certificate-table/row-slab.ts';
import { RowWriter } from '../../../formats/certificate-table/row-writer.ts';
import { type SharedFacts, SharedFactsTable } from '../../../formats/certificate-table/shared-facts.ts';
import { Interned } from '../../../formats/der/interned.ts';
import { decodeLonePem } from '../../../formats/pem/decode-lone-pem.ts';
import { parseCertificate } from '../../../formats/x509/parse-certificate.ts';
import type { FileContent, PlacedCertificate } from '../open/file-content.ts';
import { ABSENT, type FileSource } from '../open/file-source.ts';
import type { Reading } from '../open/reading.ts';
import {
  type FileIdentity,
  type FileState,
  IDENTITY_NUMBERS,
  identityFrom,
  writeIdentity,
  writeState,
} from '../walk/file-identity.ts';
import { LazyFileStat } from './lazy-file-stat.ts';

/** The content of a file that is not exactly one certificate. */
type Rest = Omit<FileContent, 'path' | 'certificates'> & {
  readonly places: readonly Omit<PlacedCertificate, 'certificate'>[];
};
type Particular = Rest | Exclude<FileSource, { kind: 'content' }>;

/**
 * The readings of many files in as few objects as possible, for transfer between threads and for
 * storage. Plain values only.
 */
export interface PackedReadings {
  /**
   * Certificates, one row each, file by file.
   * @see CertificateRow
   */
  readonly rows: Uint8Array;
  /** For each certificate, the start of its row and the index of its `shared` facts. */
  readonly certificates: Uint32Array;
  readonly shared: readonly SharedFacts[];
  /**
   * For each file: the numbers of its identity, its flags, and the number of its certificates. The
   * flags are `HAS_IDENTITY`, `IS_LINKED` and `UNSEEN`.
   */
  readonly files: Float64Array;
  /** By the index of the file: its content if it is not exactly one certificate. */
  readonly particulars: readonly (readonly [number, Particular])[];
}

const HAS_IDENTITY = 1;
const IS_LINKED = 2;
/** The file was read without a stat call, so it may have several names. */
const NEVER_READ: number = IS_LINKED + 2;
const STRIDE: number = IDENTITY_NUMBERS + 2;
/**
 * The maximum size of a certificate that is decoded directly, bytes. Larger ones take the general
 * path.
 */
const MAX_DER: number = 16 * 1024;
/** The number of files for which memory is allocated at the start. */
const FIRST_FILES = 256;
const NOTHING: readonly never[] = [];
const NO_IDENTITY: FileIdentity = { device: 0, inode: 0, size: 0, mtimeMs: 0, ctimeMs: 0, mode: 0, uid: 0, gid: 0 };

function isSingle({ certificates, requests, keys, problems, tookPasswords }: FileContent): boolean {
  const [first, second] = certificates;
  const isOne = first !== undefined && second === undefined && first.block === 0 && first.alias === undefined;
  return isOne && requests.length === 0 && keys.length === 0 && problems.length === 0 && !tookPasswords;
}

function particularOf(source: FileSource): Particular | undefined {
  if (source.kind !== 'content') return source;
  if (isSingle(source.content)) return undefined;
  const { certificates, requests, keys, problems, tookPasswords, isOpened } = source.content;
  const places = certificates.map(({ block, alias }) => ({ block, alias }));
  return { places, requests, keys, problems, tookPasswords, isOpened };
}

/**
 * Packs readings one by one, so that the objects of a file are garbage before the next file is
 * read.
 */
export class Packer {
  readonly #writer: RowWriter = new RowWriter();
  readonly #table: SharedFactsTable = new SharedFactsTable();
  readonly #shared: Map<SharedFacts, number> = new Map();
  readonly #located: RegularCertificate = new RegularCertificate();
  /** Shared facts, by the bytes from which they were parsed. */
  readonly #regular: Interned<SharedFacts> = new Interned();
  /**
   * A reused buffer for the decoded certificate. A new buffer for each would take a third of the
   * decoding time.
   */
  readonly #der: Buffer = Buffer.allocUnsafeSlow(MAX_DER);
  #certificates: number[] = [];
  #files: Float64Array = new Float64Array(FIRST_FILES * STRIDE);
  #count = 0;
  #particulars: (readonly [number, Particular])[] = [];

  /** Discards all readings that were added and not taken. */
  begin(): void {
    this.#writer.begin();
    this.#table.clear();
    this.#shared.clear();
    this.#certificates = [];
    this.#count = 0;
    this.#particulars = [];
  }

  add({ source, identity, isLinked }: Reading): void {
    const certificates = source.kind === 'content' ? source.content.certificates : NOTHING;
    const particular = particularOf(source);
    if (particular !== undefined) this.#particulars.push([this.#count, particular]);
    const at = this.#next();
    writeIdentity(identity ?? NO_IDENTITY, this.#files, at);
    this.#files[at + IDENTITY_NUMBERS] = (identity === undefined ? 0 : HAS_IDENTITY) + (isLinked ? IS_LINKED : 0);
    this.#files[at + IDENTITY_NUMBERS + 1] = certificates.length;
    for (const { certificate } of certificates) {
      const facts = this.#table.of(certificate);
      this.#certificates.push(this.#writer.add(certificate), this.#numberOf(facts));
    }
  }

  /**
   * Adds a file that is exactly one regular PEM certificate. Returns false, without adding
   * anything, for other files.
   * @param state undefined: read on the first access
   */
  addRegular(bytes: Buffer, state: FileState | undefined): boolean {
    if (this.#addLonePem(bytes, state)) return true;
    // A private key may have been decoded, under any label.
    this.#der.fill(0);
    return false;
  }

  #addLonePem(bytes: Buffer, state: FileState | undefined): boolean {
    const der = decodeLonePem(bytes, this.#der);
    const located = this.#located;
    if (der === undefined || !located.locate(der)) return false;
    const facts = this.#regular.get(located.shared, 0, located.sharedLength) ?? this.#learn(der);
    if (facts === undefined) return false;
    const at = this.#next();
    if (state !== undefined) writeState(state, this.#files, at);
    this.#files[at + IDENTITY_NUMBERS] =
      state === undefined ? NEVER_READ : HAS_IDENTITY + (state.nlink > 1 ? IS_LINKED : 0);
    this.#files[at + IDENTITY_NUMBERS + 1] = 1;
    this.#certificates.push(this.#writer.addRegular(located), this.#numberOf(facts));
    return true;
  }

  /** Returns the position for the numbers of another file. */
  #next(): number {
    const at = this.#count * STRIDE;
    this.#count += 1;
    if (at === this.#files.length) this.#grow();
    return at;
  }

  #grow(): void {
    const larger = new Float64Array(this.#files.length * 2);
    larger.set(this.#files);
    this.#files = larger;
  }

  /** Parses the facts that certificates with the same shared bytes have in common. */
  #learn(der: Buffer): SharedFacts | undefined {
    const parsed = parseCertificate(der, '');
    if (parsed.kind === 'problem') return undefined;
    const { shared, sharedLength } = this.#located;
    return this.#regular.keep(shared, 0, sharedLength, this.#table.of(parsed.value));
  }

  #numberOf(facts: SharedFacts): number {
    const known = this.#shared.get(facts) ?? this.#shared.size;
    if (known === this.#shared.size) this.#shared.set(facts, known);
    return known;
  }

  /** Returns all readings since `begin`. */
  take(): PackedReadings {
    return {
      rows: this.#writer.take(),
      certificates: new Uint32Array(this.#certificates),
      shared: [...this.#shared.keys()],
      files: this.#files.slice(0, this.#count * STRIDE),
      particulars: this.#particulars,
    };
  }
}

/**
 * Unpacks readings file by file, and calls `take` with each path; certificates are rows of the
 * packed data.
 * @param table stores the shared facts
 */
export function unpack(
  packed: PackedReadings,
  paths: readonly string[],
  table: SharedFactsTable,
  take: (path: string, reading: Reading) => void,
): void {
  const { rows, certificates, files } = packed;
  const slab = new RowSlab(rows);
  // Pushing keeps the array in one representation in both the interpreter and compiled code.
  const shared: SharedFacts[] = [];
  for (const facts of packed.shared) shared.push(table.of(facts));
  const particulars = new Map(packed.particulars);
  let next = 0;
  const row = (): CertificateRow => {
    const at = next;
    next += 2;
    return new CertificateRow(slab, certificates[at] ?? 0, factsOf(shared, certificates[at + 1]));
  };
  for (let index = 0; index < paths.length; index++) {
    const path = paths[index] ?? '';
    const at = index * STRIDE;
    const flags = files[at + IDENTITY_NUMBERS] ?? 0;
    const identity =
      flags === NEVER_READ ? new LazyFileStat(path) : flags % 2 === HAS_IDENTITY ? identityFrom(files, at) : undefined;
    const particular = particulars.get(index);
    let source: FileSource;
    if (particular === undefined) {
      source = new SingleCertificate(path, slab, certificates[next] ?? 0, factsOf(shared, certificates[next + 1]));
      next += 2;
    } else if ('places' in particular) {
      const placed = particular.places.map(({ block, alias }) => ({ block, alias, certificate: row() }));
      source = contentOf(path, placed, particular);
    } else source = particular.kind === 'absent' ? ABSENT : particular;
    take(path, { source, identity, isLinked: flags >= IS_LINKED });
  }
}

function factsOf(shared: readonly SharedFacts[], number = 0): SharedFacts {
  const facts = shared[number];
  if (facts === undefined) throw new RangeError(`packed readings: ${number} of ${shared.length} shared facts`);
  return facts;
}

function contentOf(path: string, certificates: readonly PlacedCertificate[], rest: Rest): FileSource {
  const { requests, keys, problems, tookPasswords, isOpened } = rest;
  return { kind: 'content', content: { path, certificates, requests, keys, problems, tookPasswords, isOpened } };
}

/** A file that is exactly one certificate, as most are, in one object. */
class SingleCertificate extends CertificateRow implements FileContent, PlacedCertificate {
  readonly path: string;

  constructor(path: string, slab: RowSlab, at: number, shared: SharedFacts) {
    super(slab, at, shared);
    this.path = path;
  }

  get certificate(): Certificate {
    return this;
  }
  get kind(): 'content' {
    return 'content';
  }
  get content(): FileContent {
    return this;
  }
  get certificates(): readonly PlacedCertificate[] {
    return [this];
  }
  get block(): number {
    return 0;
  }
  get alias(): undefined {
    return undefined;
  }
  get requests(): readonly never[] {
    return NOTHING;
  }
  get keys(): readonly never[] {
    return NOTHING;
  }
  get problems(): readonly never[] {
    return NOTHING;
  }
  get tookPasswords(): boolean {
    return false;
  }
  get isOpened(): boolean {
    return false;
  }
}
