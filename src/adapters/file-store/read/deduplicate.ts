import { basename, dirname } from 'node:path';
import type { Certificate } from '../../../domain/certificate/certificate.ts';
import { CertificateRow } from '../../../formats/certificate-table/certificate-row.ts';
import { type FileCertificates, LoneRow } from '../open/scanned-file.ts';
import type { FileWithState, StoredRow } from '../open/stored-row.ts';
import type { TimeSlice } from '../walk/time-slice.ts';

/** The indexes of two certificates that may be the same. */
type DuplicatePair = readonly [first: number, duplicate: number];

/** The names of the links that `openssl rehash` creates. */
const HASH_NAME = /^[0-9a-f]{8}\.\d+$/;

/**
 * The number of items per call of a loop. V8 compiles a function that is called often sooner than
 * one long loop.
 */
const MAX_ITEMS_PER_CALL = 256;

/**
 * Returns the certificates of all files, in order, without duplicates:
 *
 * - of a file with several paths, only one path; preferred is a path with the key, then a path that
 *   `openssl rehash` did not create, then the first path
 * - of a certificate in several files of a directory, only one file; preferred is a file with the
 *   key, then the first path. certbot, for example, writes a certificate to cert.pem and
 *   fullchain.pem.
 */
export async function deduplicate(files: readonly FileCertificates[], slice: TimeSlice): Promise<readonly StoredRow[]> {
  const rows: StoredRow[] = [];
  for (let from = 0; from < files.length; from += MAX_ITEMS_PER_CALL) {
    addRows(files, from, Math.min(from + MAX_ITEMS_PER_CALL, files.length), rows);
    if (slice.hasElapsed()) await slice.pause();
  }
  const duplicates = new DuplicateFinder(rows);
  for (let from = 0; from < rows.length; from += MAX_ITEMS_PER_CALL) {
    duplicates.find(from, Math.min(from + MAX_ITEMS_PER_CALL, rows.length));
    if (slice.hasElapsed()) await slice.pause();
  }
  if (duplicates.pairs.length === 0) return rows;
  const otherPaths = otherPathsOfFiles(files, new Set(duplicates.pairs.flat().map((index) => rows[index]?.file)));
  const duplicateIndexes = duplicateRows(rows, duplicates.pairs, otherPaths);
  return rows.filter((stored, index) => !otherPaths.has(stored.file) && !duplicateIndexes.has(index));
}

/**
 * Returns the files to leave out because they are other paths of a better file in the list.
 * Compares only files with possible duplicates.
 */
function otherPathsOfFiles(
  files: readonly FileCertificates[],
  filesWithDuplicates: ReadonlySet<FileWithState | undefined>,
): ReadonlySet<FileWithState> {
  const otherPaths = new Set<FileWithState>();
  const candidates = files.filter(({ file }) => filesWithDuplicates.has(file));
  if (!candidates.some(({ file }) => file.mayHaveOtherPaths)) return otherPaths;
  const best = new Map<string, FileCertificates>();
  for (const file of candidates) {
    const { device, inode } = file.file.state;
    // A file without a known state cannot be compared.
    if (Number.isNaN(inode)) continue;
    const key = `${device}:${inode}`;
    const previousBest = best.get(key);
    const isBetter = previousBest === undefined || rank(file) < rank(previousBest);
    if (isBetter) best.set(key, file);
    if (previousBest !== undefined) otherPaths.add((isBetter ? previousBest : file).file);
  }
  return otherPaths;
}

/** Returns the rank of a path; the lowest is preferred. Of equal ranks, the first path wins. */
function rank({ file, certificates }: FileCertificates): number {
  const hasKey = certificates.some(({ key }) => key.kind === 'matches');
  const isRehashLink = HASH_NAME.test(basename(file.path));
  // The key counts more than the name.
  return (hasKey ? 0 : 2) + (isRehashLink ? 1 : 0);
}

/** Adds the certificates of the files from one index to another to `rows` (output). */
function addRows(files: readonly FileCertificates[], from: number, to: number, rows: StoredRow[]): void {
  for (let index = from; index < to; index++) {
    const file = files[index];
    if (file instanceof LoneRow) rows.push(file);
    else if (file !== undefined) for (const stored of file.certificates) rows.push(stored);
  }
}

/**
 * Finds possible duplicates: certificates with the same first 30 bits of the thumbprint. Comparing
 * whole thumbprints as text would take longer than all other work.
 */
class DuplicateFinder {
  /** The indexes of the first certificate with the same bits, and of its possible duplicate. */
  readonly pairs: DuplicatePair[] = [];
  readonly #rows: readonly StoredRow[];
  /** The first bits of each thumbprint. */
  readonly #prefixes: Int32Array;
  /**
   * A hash table with linear probing, at most half full. A slot has the index of the first
   * certificate with a prefix, plus one; 0: the slot is free.
   */
  readonly #slots: Int32Array;

  constructor(rows: readonly StoredRow[]) {
    this.#rows = rows;
    this.#prefixes = new Int32Array(rows.length);
    this.#slots = new Int32Array(2 ** Math.ceil(Math.log2(2 * rows.length + 2)));
  }

  /** Compares the certificates from one index to another with all previous certificates. */
  find(from: number, to: number): void {
    for (let index = from; index < to; index++) {
      const stored = this.#rows[index];
      if (stored === undefined) continue;
      const first = this.#firstWithPrefix(thumbprintPrefix(stored.certificate), index);
      if (first !== index) this.pairs.push([first, index]);
    }
  }

  /** Returns the index of the first certificate with this prefix; `index` itself if it is new. */
  #firstWithPrefix(prefix: number, index: number): number {
    const prefixes = this.#prefixes;
    const slots = this.#slots;
    prefixes[index] = prefix;
    const lastSlot = slots.length - 1;
    for (let slot = prefix & lastSlot; ; slot = (slot + 1) & lastSlot) {
      const existing = (slots[slot] ?? 0) - 1;
      if (existing < 0) {
        slots[slot] = index + 1;
        return index;
      }
      if (prefixes[existing] === prefix) return existing;
    }
  }
}

/**
 * Returns the indexes of certificates to leave out because the same certificate is in another file
 * of the directory. Ignores the files in `otherPaths`.
 */
function duplicateRows(
  rows: readonly StoredRow[],
  pairs: readonly DuplicatePair[],
  otherPaths: ReadonlySet<FileWithState>,
): ReadonlySet<number> {
  const indexByKey = new Map<string, number>();
  const duplicateIndexes = new Set<number>();
  const compare = (index: number): void => {
    const stored = rows[index];
    if (stored === undefined || otherPaths.has(stored.file)) return;
    const key = `${stored.certificate.thumbprint}:${dirname(stored.file.path)}`;
    const existing = indexByKey.get(key);
    if (existing === undefined) {
      indexByKey.set(key, index);
      return;
    }
    if (existing === index) return;
    const isBetter = stored.key.kind === 'matches' && rows[existing]?.key.kind !== 'matches';
    if (isBetter) indexByKey.set(key, index);
    duplicateIndexes.add(isBetter ? existing : index);
  };
  for (const [first, index] of pairs) {
    if (!duplicateIndexes.has(first)) compare(first);
    compare(index);
  }
  return duplicateIndexes;
}

/** Returns the first 30 bits of the thumbprint. */
function thumbprintPrefix(certificate: Certificate): number {
  return certificate instanceof CertificateRow
    ? certificate.thumbprintPrefix30
    : Number.parseInt(certificate.thumbprint.slice(0, 8), 16) >>> 2;
}
