import type { Certificate } from '../../../domain/certificate/certificate.ts';
import { CertificateRow } from '../../../formats/certificate-table/certificate-row.ts';
import { Interned } from '../../../formats/certificate-table/interned.ts';
import { RegularCertificate } from '../../../formats/certificate-table/regular-certificate.ts';
import { RowSlab } from '../../../formats/certificate-table/row-slab.ts';
import { RowWriter } from '../../../formats/certificate-table/row-writer.ts';
import { type SharedFacts, SharedFactsTable } from '../../../formats/certificate-table/shared-facts.ts';
import { decodeLonePem } from '../../../formats/pem/decode-lone-pem.ts';
import { parseCertificate } from '../../../formats/x509/parse-certificate.ts';
import type { FileContent, PlacedCertificate } from '../read/file-content.ts';
import type { Reading } from '../read/reading.ts';
import {
  type FileIdentity,
  type FileState,
  IDENTITY_NUMBERS,
  identityFrom,
  writeIdentity,
  writeState,
} from '../walk/file-identity.ts';
import { ABSENT, type FileSource } from '../walk/source.ts';
import { LazyFileStat } from './lazy-file-stat.ts';

/** All that is not one certificate and nothing else. */
type Rest = Omit<FileContent, 'path' | 'certificates'> & {
  readonly places: readonly Omit<PlacedCertificate, 'certificate'>[];
};
type Particular = Rest | Exclude<FileSource, { kind: 'content' }>;

/**
 * What was read of many files, in as few objects as can be: so it crosses from one thread to another, and lies on disk.
 * Plain values only.
 */
export interface PackedReadings {
  /** Certificates, one row each, file by file. @see CertificateRow */
  readonly rows: Uint8Array;
  /** Of each certificate, where its row starts and which of `shared` it has. */
  readonly certificates: Uint32Array;
  readonly shared: readonly SharedFacts[];
  /** Of each file: its identity's numbers, whether it has one, may have more than one name, or was not looked at, and how many certificates. */
  readonly files: Float64Array;
  /** By the file's place: what is no single certificate. */
  readonly particulars: readonly (readonly [number, Particular])[];
}

const HAS_IDENTITY = 1;
const IS_LINKED = 2;
/** Nobody looked at the file: whether more than one name leads to it is not known. */
const UNSEEN: number = IS_LINKED + 2;
const STRIDE: number = IDENTITY_NUMBERS + 2;
/** What is longer goes the long way. */
const MAX_DER: number = 16 * 1024;
/** There is room for so many files from the start. */
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

/** Packs readings one by one, as they come: what was made of a file is garbage before the next is read. */
export class Packer {
  readonly #writer: RowWriter = new RowWriter();
  readonly #table: SharedFactsTable = new SharedFactsTable();
  readonly #shared: Map<SharedFacts, number> = new Map();
  readonly #located: RegularCertificate = new RegularCertificate();
  /** What is shared, by the octets it is read from. */
  readonly #regular: Interned<SharedFacts> = new Interned();
  /** The certificate that is decoded: memory of its own for each would be a third of what decoding costs. */
  readonly #der: Buffer = Buffer.allocUnsafeSlow(MAX_DER);
  #certificates: number[] = [];
  #files: Float64Array = new Float64Array(FIRST_FILES * STRIDE);
  #count = 0;
  #particulars: (readonly [number, Particular])[] = [];

  /** Begins anew: what was added and not taken is forgotten. */
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
   * Adds a file that is a regular certificate in PEM, and nothing else; false: it is another, and nothing was added. Without
   * a state that is asked for when somebody wants to know it.
   */
  addRegular(bytes: Buffer, state: FileState | undefined): boolean {
    if (this.#addLonePem(bytes, state)) return true;
    // A private key may have been decoded, whatever it is called.
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
      state === undefined ? UNSEEN : HAS_IDENTITY + (state.nlink > 1 ? IS_LINKED : 0);
    this.#files[at + IDENTITY_NUMBERS + 1] = 1;
    this.#certificates.push(this.#writer.addRegular(located), this.#numberOf(facts));
    return true;
  }

  /** Where the numbers of one file more are written. */
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

  /** What certificates with the same octets in common have in common. */
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

  /** All that was added since the beginning. */
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
 * Makes readings of what was packed, file by file, and hands each over with its path; certificates are rows of it.
 * `table` keeps the facts that they share.
 */
export function unpack(
  packed: PackedReadings,
  paths: readonly string[],
  table: SharedFactsTable,
  take: (path: string, reading: Reading) => void,
): void {
  const { rows, certificates, files } = packed;
  const slab = new RowSlab(rows);
  // A list that is pushed to is of one kind, whether this is compiled or not.
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
      flags === UNSEEN ? new LazyFileStat(path) : flags % 2 === HAS_IDENTITY ? identityFrom(files, at) : undefined;
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

/** What most files are, in one object: a certificate and nothing else. */
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
