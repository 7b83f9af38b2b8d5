import { basename, dirname } from 'node:path';
import type { Certificate } from '../../../domain/certificate/certificate.ts';
import { CertificateRow } from '../../../formats/certificate-table/certificate-row.ts';
import type { TimeSlice } from '../walk/time-slice.ts';
import { type JudgedFile, LoneRow } from './known-file.ts';
import type { ReadFile, StoredRow } from './stored-row.ts';

/** What OpenSSL's rehash calls its links. */
const HASH_NAME = /^[0-9a-f]{8}\.\d+$/;

/** So many are counted in one go: what goes on and on without a call is compiled late. */
const COUNTED_AT_ONCE = 256;

/**
 * Leaves out what stands in a store more than once without being more: the same file under several paths, and the same
 * certificate in several files of one folder (certbot's cert.pem and fullchain.pem, a bundle beside its parts). What
 * stays is the one with its key, else with a telling name, else the first path. Order is kept.
 */
export async function deduplicate(files: readonly JudgedFile[], pace: TimeSlice): Promise<readonly StoredRow[]> {
  const all: StoredRow[] = [];
  for (let from = 0; from < files.length; from += COUNTED_AT_ONCE) {
    gather(files, from, Math.min(from + COUNTED_AT_ONCE, files.length), all);
    if (pace.due()) await pace.rest();
  }
  const alike = new DuplicateFinder(all);
  for (let from = 0; from < all.length; from += COUNTED_AT_ONCE) {
    alike.find(from, Math.min(from + COUNTED_AT_ONCE, all.length));
    if (pace.due()) await pace.rest();
  }
  if (alike.found.length === 0) return all;
  const repeated = repeatedAmong(files, new Set(alike.found.flat().map((place) => all[place]?.file)));
  const dropped = doublesAmong(all, alike.found, repeated);
  return all.filter((stored, place) => !repeated.has(stored.file) && !dropped.has(place));
}

/** Files that are others under one more path. Only those in which something stands that stands in another one too can be. */
function repeatedAmong(files: readonly JudgedFile[], alike: ReadonlySet<ReadFile | undefined>): ReadonlySet<ReadFile> {
  const repeated = new Set<ReadFile>();
  const candidates = files.filter(({ file }) => alike.has(file));
  if (!candidates.some(({ file }) => file.mayRepeat)) return repeated;
  const best = new Map<string, JudgedFile>();
  for (const judged of candidates) {
    const { device, inode } = judged.file.identity;
    // Of what cannot be looked at any more nobody can say that it is another.
    if (Number.isNaN(inode)) continue;
    const key = `${device}:${inode}`;
    const before = best.get(key);
    const isBetter = before === undefined || rank(judged) < rank(before);
    if (isBetter) best.set(key, judged);
    if (before !== undefined) repeated.add((isBetter ? before : judged).file);
  }
  return repeated;
}

/** Lower is better; what ranks the same is decided by the path, and paths come in order. */
function rank({ file, certificates }: JudgedFile): number {
  const withKey = certificates.some(({ key }) => key.kind === 'matches');
  return (withKey ? 0 : 2) + (HASH_NAME.test(basename(file.path)) ? 1 : 0);
}

function gather(files: readonly JudgedFile[], from: number, to: number, all: StoredRow[]): void {
  for (let at = from; at < to; at++) {
    const judged = files[at];
    if (judged instanceof LoneRow) all.push(judged);
    else if (judged !== undefined) for (const stored of judged.certificates) all.push(stored);
  }
}

/** Finds certificates that may be the same, by few bits of each: a text for each would cost more than all the rest. */
class DuplicateFinder {
  /** Of each that has the bits of one before it: the place of the first of them, and its own. */
  readonly found: (readonly [number, number])[] = [];
  readonly #all: readonly StoredRow[];
  readonly #digests: Int32Array;
  /** By digest, on from there where others lie: the place of the first that has it, plus one. Not half full. */
  readonly #places: Int32Array;

  constructor(all: readonly StoredRow[]) {
    this.#all = all;
    this.#digests = new Int32Array(all.length);
    this.#places = new Int32Array(2 ** Math.ceil(Math.log2(2 * all.length + 2)));
  }

  find(from: number, to: number): void {
    for (let place = from; place < to; place++) {
      const stored = this.#all[place];
      if (stored === undefined) continue;
      const first = this.#firstAlike(digestOf(stored.certificate), place);
      if (first !== place) this.found.push([first, place]);
    }
  }

  #firstAlike(digest: number, place: number): number {
    const digests = this.#digests;
    const places = this.#places;
    digests[place] = digest;
    const last = places.length - 1;
    for (let slot = digest & last; ; slot = (slot + 1) & last) {
      const before = (places[slot] ?? 0) - 1;
      if (before < 0) {
        places[slot] = place + 1;
        return place;
      }
      if (digests[before] === digest) return before;
    }
  }
}

/** The places of those that are no more than another of the same folder, where `repeated` files count for nothing. */
function doublesAmong(
  all: readonly StoredRow[],
  alike: readonly (readonly [number, number])[],
  repeated: ReadonlySet<ReadFile>,
): ReadonlySet<number> {
  const kept = new Map<string, number>();
  const dropped = new Set<number>();
  const take = (place: number): void => {
    const stored = all[place];
    if (stored === undefined || repeated.has(stored.file)) return;
    const key = `${stored.certificate.thumbprint}:${dirname(stored.file.path)}`;
    const before = kept.get(key);
    const isBetter = stored.key.kind === 'matches' && before !== undefined && all[before]?.key.kind !== 'matches';
    if (before === undefined || isBetter) kept.set(key, place);
    if (before !== undefined && before !== place) dropped.add(isBetter ? before : place);
  };
  for (const [first, place] of alike) {
    if (!dropped.has(first)) take(first);
    take(place);
  }
  return dropped;
}

/** Thirty bits of the thumbprint. */
function digestOf(certificate: Certificate): number {
  return certificate instanceof CertificateRow
    ? certificate.digest
    : Number.parseInt(certificate.thumbprint.slice(0, 8), 16) >>> 2;
}
