import type { Certificate } from '../../domain/certificate/certificate.ts';
import { CertificateRow } from '../../formats/packed/certificate-row.ts';
import { RowSlab } from '../../formats/packed/row-slab.ts';
import { RowWriter } from '../../formats/packed/row-writer.ts';
import { type SharedFacts, SharedFactsTable } from '../../formats/packed/shared-facts.ts';
import type { Reading } from './content-reader.ts';
import type { FileContent, PlacedCertificate } from './file-content.ts';
import { IDENTITY_NUMBERS, identityFrom, writeIdentity } from './file-identity.ts';
import { ABSENT, type Source } from './source.ts';

/** All that is not one certificate and nothing else. */
type Rest = Omit<FileContent, 'path' | 'certificates'> & {
  readonly places: readonly Omit<PlacedCertificate, 'certificate'>[];
};
type Particular = Rest | Exclude<Source, { kind: 'content' }>;

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
  /** Of each file: its identity's numbers, whether it has one and more than one name, and how many certificates. */
  readonly files: Float64Array;
  /** By the file's place: what is no single certificate. */
  readonly particulars: readonly (readonly [number, Particular])[];
}

const HAS_IDENTITY = 1;
const IS_LINKED = 2;
const STRIDE: number = IDENTITY_NUMBERS + 2;
const NOTHING: readonly never[] = [];

function isSingle({ certificates, requests, keys, problems, tookPasswords }: FileContent): boolean {
  const [first, second] = certificates;
  const isOne = first !== undefined && second === undefined && first.block === 0 && first.alias === undefined;
  return isOne && requests.length === 0 && keys.length === 0 && problems.length === 0 && !tookPasswords;
}

function particularOf(source: Source): Particular | undefined {
  if (source.kind !== 'content') return source;
  if (isSingle(source.content)) return undefined;
  const { certificates, requests, keys, problems, tookPasswords } = source.content;
  const places = certificates.map(({ block, alias }) => ({ block, alias }));
  return { places, requests, keys, problems, tookPasswords };
}

/** Packs readings, batch after batch. */
export class Packer {
  readonly #writer: RowWriter = new RowWriter();

  pack(readings: readonly Reading[]): PackedReadings {
    const table = new SharedFactsTable();
    const shared = new Map<SharedFacts, number>();
    const certificates: number[] = [];
    const files = new Float64Array(readings.length * STRIDE);
    const particulars: (readonly [number, Particular])[] = [];
    readings.forEach(({ source, identity, isLinked }, place) => {
      const at = place * STRIDE;
      if (identity !== undefined) writeIdentity(identity, files, at);
      files[at + IDENTITY_NUMBERS] = (identity === undefined ? 0 : HAS_IDENTITY) + (isLinked ? IS_LINKED : 0);
      const particular = particularOf(source);
      if (particular !== undefined) particulars.push([place, particular]);
      if (source.kind !== 'content') return;
      files[at + IDENTITY_NUMBERS + 1] = source.content.certificates.length;
      for (const { certificate } of source.content.certificates) {
        const facts = table.of(certificate);
        const known = shared.get(facts) ?? shared.size;
        shared.set(facts, known);
        certificates.push(this.#writer.add(certificate), known);
      }
    });
    return {
      rows: this.#writer.take(),
      certificates: Uint32Array.from(certificates),
      shared: [...shared.keys()],
      files,
      particulars,
    };
  }
}

/** Makes readings of what was packed; certificates are rows of it. `table` keeps the facts that they share. */
export function unpack(packed: PackedReadings, paths: readonly string[], table: SharedFactsTable): readonly Reading[] {
  const { rows, certificates, files } = packed;
  const slab = new RowSlab(rows);
  const shared = packed.shared.map((facts) => table.of(facts));
  const particulars = new Map(packed.particulars);
  let next = 0;
  const row = (): CertificateRow => {
    const start = certificates[next] ?? 0;
    const facts = certificates[next + 1] ?? 0;
    next += 2;
    const own = shared[facts];
    if (own === undefined) throw new RangeError(`packed readings: ${facts} of ${shared.length} shared facts`);
    return new CertificateRow(slab, start, own);
  };
  return paths.map((path, index) => {
    const at = index * STRIDE;
    const flags = files[at + IDENTITY_NUMBERS] ?? 0;
    const identity = flags % 2 === HAS_IDENTITY ? identityFrom(files, at) : undefined;
    const particular = particulars.get(index);
    let source: Source;
    if (particular === undefined) source = new SingleCertificate(path, row());
    else if ('places' in particular) {
      const placed = particular.places.map(({ block, alias }) => ({ block, alias, certificate: row() }));
      source = contentOf(path, placed, particular);
    } else source = particular.kind === 'absent' ? ABSENT : particular;
    return { source, identity, isLinked: flags >= IS_LINKED };
  });
}

function contentOf(path: string, certificates: readonly PlacedCertificate[], rest: Rest): Source {
  const { requests, keys, problems, tookPasswords } = rest;
  return { kind: 'content', content: { path, certificates, requests, keys, problems, tookPasswords } };
}

/** What most files are, in one object: a certificate and nothing else. */
class SingleCertificate implements FileContent {
  readonly path: string;
  readonly #certificate: Certificate;

  constructor(path: string, certificate: Certificate) {
    this.path = path;
    this.#certificate = certificate;
  }

  get kind(): 'content' {
    return 'content';
  }
  get content(): FileContent {
    return this;
  }
  get certificates(): readonly PlacedCertificate[] {
    return [{ block: 0, alias: undefined, certificate: this.#certificate }];
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
}
