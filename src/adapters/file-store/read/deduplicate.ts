import { basename, dirname } from 'node:path';
import type { Certificate } from '../../../domain/certificate/certificate.ts';
import { CertificateRow } from '../../../formats/certificate-table/certificate-row.ts';
import { type FileCertificates, LoneRow } from '../open/scanned-file.ts';
import type { ReadFile, StoredRow } from '../open/stored-row.ts';
import type { TimeSlice } from '../walk/time-slice.ts';

/** The names of the links that `openssl rehash` creates. */
const HASH_NAME = /^[0-9a-f]{8}\.\d+$/;

/** The number of items per call. A loop without calls is compiled late. */
const COUNTED_AT_ONCE = 256;

/**
 * Removes duplicates from a store: other paths of the same file, and the same certificate in
 * several files of a directory. certbot, for example, writes a certificate to both cert.pem and
 * fullchain.pem. The certificate with its key is preferred, then a descriptive file name, then the
 * first path. The order is preserved.
 */
export async function deduplicate(files: readonly FileCertificates[], slice: TimeSlice): Promise<readonly StoredRow[]> {
  const all: StoredRow[] = [];
  for (let from = 0; from < files.length; from += COUNTED_AT_ONCE) {
    gather(files, from, Math.min(from + COUNTED_AT_ONCE, files.length), all);
    if (slice.hasElapsed()) await slice.pause();
  }
  const alike = new DuplicateFinder(all);
  for (let from = 0; from < all.length; from += COUNTED_AT_ONCE) {
    alike.find(from, Math.min(from + COUNTED_AT_ONCE, all.length));
    if (slice.hasElapsed()) await slice.pause();
  }
  if (alike.found.length === 0) return all;
  const repeated = repeatedAmong(files, new Set(alike.found.flat().map((index) => all[index]?.file)));
  const dropped = doublesAmong(all, alike.found, repeated);
  return all.filter((stored, index) => !repeated.has(stored.file) && !dropped.has(index));
}

/**
 * Returns files that are other paths of the same file. Only files with duplicate certificates can
 * be.
 */
function repeatedAmong(
  files: readonly FileCertificates[],
  alike: ReadonlySet<ReadFile | undefined>,
): ReadonlySet<ReadFile> {
  const repeated = new Set<ReadFile>();
  const candidates = files.filter(({ file }) => alike.has(file));
  if (!candidates.some(({ file }) => file.mayRepeat)) return repeated;
  const best = new Map<string, FileCertificates>();
  for (const file of candidates) {
    const { device, inode } = file.file.identity;
    // A file without an identity cannot be compared.
    if (Number.isNaN(inode)) continue;
    const key = `${device}:${inode}`;
    const previousBest = best.get(key);
    const isBetter = previousBest === undefined || rank(file) < rank(previousBest);
    if (isBetter) best.set(key, file);
    if (previousBest !== undefined) repeated.add((isBetter ? previousBest : file).file);
  }
  return repeated;
}

/** Returns a rank; lower is better. Among equal ranks, the first path wins. */
function rank({ file, certificates }: FileCertificates): number {
  const withKey = certificates.some(({ key }) => key.kind === 'matches');
  return (withKey ? 0 : 2) + (HASH_NAME.test(basename(file.path)) ? 1 : 0);
}

function gather(files: readonly FileCertificates[], from: number, to: number, all: StoredRow[]): void {
  for (let index = from; index < to; index++) {
    const certificates = files[index];
    if (certificates instanceof LoneRow) all.push(certificates);
    else if (certificates !== undefined) for (const stored of certificates.certificates) all.push(stored);
  }
}

/**
 * Finds possible duplicates by a few bits of each certificate, because a text key for each would
 * take longer than the rest.
 */
class DuplicateFinder {
  /** Pairs of indexes: the first certificate with the same bits, and the duplicate. */
  readonly found: (readonly [number, number])[] = [];
  readonly #all: readonly StoredRow[];
  readonly #digests: Int32Array;
  /**
   * A hash table with linear probing: the index of the first certificate with a digest, plus one.
   * At most half full.
   */
  readonly #indexes: Int32Array;

  constructor(all: readonly StoredRow[]) {
    this.#all = all;
    this.#digests = new Int32Array(all.length);
    this.#indexes = new Int32Array(2 ** Math.ceil(Math.log2(2 * all.length + 2)));
  }

  find(from: number, to: number): void {
    for (let index = from; index < to; index++) {
      const stored = this.#all[index];
      if (stored === undefined) continue;
      const first = this.#firstAlike(digestOf(stored.certificate), index);
      if (first !== index) this.found.push([first, index]);
    }
  }

  #firstAlike(digest: number, index: number): number {
    const digests = this.#digests;
    const indexes = this.#indexes;
    digests[index] = digest;
    const last = indexes.length - 1;
    for (let slot = digest & last; ; slot = (slot + 1) & last) {
      const existing = (indexes[slot] ?? 0) - 1;
      if (existing < 0) {
        indexes[slot] = index + 1;
        return index;
      }
      if (digests[existing] === digest) return existing;
    }
  }
}

/**
 * Returns the indexes of certificates that duplicate another one in the same directory.
 * Certificates of `repeated` files are ignored.
 */
function doublesAmong(
  all: readonly StoredRow[],
  alike: readonly (readonly [number, number])[],
  repeated: ReadonlySet<ReadFile>,
): ReadonlySet<number> {
  const indexByKey = new Map<string, number>();
  const dropped = new Set<number>();
  const take = (index: number): void => {
    const stored = all[index];
    if (stored === undefined || repeated.has(stored.file)) return;
    const key = `${stored.certificate.thumbprint}:${dirname(stored.file.path)}`;
    const existing = indexByKey.get(key);
    const isBetter = stored.key.kind === 'matches' && existing !== undefined && all[existing]?.key.kind !== 'matches';
    if (existing === undefined || isBetter) indexByKey.set(key, index);
    if (existing !== undefined && existing !== index) dropped.add(isBetter ? existing : index);
  };
  for (const [first, index] of alike) {
    if (!dropped.has(first)) take(first);
    take(index);
  }
  return dropped;
}

/** Returns 30 bits of the thumbprint. */
function digestOf(certificate: Certificate): number {
  return certificate instanceof CertificateRow
    ? certificate.digest
    : Number.parseInt(certificate.thumbprint.slice(0, 8), 16) >>> 2;
}
