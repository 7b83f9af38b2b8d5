import { basename } from 'node:path';
import type { Certificate } from '../../domain/certificate/certificate.ts';
import { CertificateRow } from '../../formats/packed/certificate-row.ts';
import type { JudgedFile } from './known-file.ts';
import type { Pace } from './pace.ts';
import type { StoredRow } from './stored-row.ts';

/** What OpenSSL's rehash calls its links. */
const HASH_NAME = /^[0-9a-f]{8}\.\d+$/;

/**
 * Leaves out what stands in a store more than once without being more: the same file under several paths, and the same
 * certificate in several files of one folder (certbot's cert.pem and fullchain.pem, a bundle beside its parts). What
 * stays is the one with its key, else with a telling name, else the first path. Order is kept.
 */
export function countOnce(files: readonly JudgedFile[], pace: Pace): Promise<readonly StoredRow[]> {
  return onceAFolder(onceAFile(files), pace);
}

function onceAFile(files: readonly JudgedFile[]): readonly JudgedFile[] {
  if (!files.some(({ file }) => file.mayRepeat)) return files;
  const best = new Map<string, JudgedFile>();
  for (const judged of files) {
    const { device, inode } = judged.file.identity;
    const key = `${device}:${inode}`;
    const before = best.get(key);
    if (before === undefined || rank(judged) < rank(before)) best.set(key, judged);
  }
  const kept = new Set(best.values());
  return files.filter((judged) => kept.has(judged));
}

/** Lower is better; what ranks the same is decided by the path, and paths come in order. */
function rank({ file, certificates }: JudgedFile): number {
  const withKey = certificates.some(({ key }) => key.kind === 'matches');
  return (withKey ? 0 : 2) + (HASH_NAME.test(basename(file.path)) ? 1 : 0);
}

/** So many files are counted in one go: what goes on and on without a call is compiled late. */
const FILES_AT_ONCE = 256;

async function onceAFolder(files: readonly JudgedFile[], pace: Pace): Promise<readonly StoredRow[]> {
  const kept = new KeptOnce();
  for (let from = 0; from < files.length; from += FILES_AT_ONCE) {
    kept.takeSome(files, from, Math.min(from + FILES_AT_ONCE, files.length));
    if (pace.due()) await pace.rest();
  }
  return kept.all;
}

/** What is kept of folders, each certificate once a folder. */
class KeptOnce {
  readonly #kept: (StoredRow | undefined)[] = [];
  readonly #folders: Map<string, Places> = new Map();
  readonly #keptAt = (place: number): Certificate | undefined => this.#kept[place]?.certificate;

  get all(): readonly StoredRow[] {
    return this.#kept.filter((stored) => stored !== undefined);
  }

  takeSome(files: readonly JudgedFile[], from: number, to: number): void {
    for (let at = from; at < to; at++) {
      const judged = files[at];
      if (judged === undefined) continue;
      const places = this.#placesOf(judged.file.folder);
      for (const stored of judged.certificates) this.#take(stored, places);
    }
  }

  #placesOf(folder: string): Places {
    const known = this.#folders.get(folder);
    if (known !== undefined) return known;
    const places = new Places();
    this.#folders.set(folder, places);
    return places;
  }

  #take(stored: StoredRow, places: Places): void {
    const kept = this.#kept;
    const place = places.take(stored.certificate, kept.length, this.#keptAt);
    const before = kept[place];
    if (before !== undefined) {
      if (before.key.kind === 'matches' || stored.key.kind !== 'matches') return;
      kept[place] = undefined;
      places.move(stored.certificate, place, kept.length);
    }
    kept.push(stored);
  }
}

/** Where the certificates of a folder are kept, by few bits of each: a text for each would cost more than all the rest. */
class Places {
  readonly #byDigest: Map<number, number> = new Map();
  /** Of those whose few bits are another's too. */
  readonly #byThumbprint: Map<string, number> = new Map();

  /** Where a certificate is kept already; if nowhere, it is from now on at `next`. */
  take(certificate: Certificate, next: number, keptAt: (place: number) => Certificate | undefined): number {
    const digest = digestOf(certificate);
    const place = this.#byDigest.get(digest);
    if (place === undefined) {
      this.#byDigest.set(digest, next);
      return next;
    }
    const { thumbprint } = certificate;
    if (keptAt(place)?.thumbprint === thumbprint) return place;
    const own = this.#byThumbprint.get(thumbprint) ?? next;
    this.#byThumbprint.set(thumbprint, own);
    return own;
  }

  /** It is kept elsewhere from now on. */
  move(certificate: Certificate, from: number, to: number): void {
    const digest = digestOf(certificate);
    if (this.#byDigest.get(digest) === from) this.#byDigest.set(digest, to);
    else this.#byThumbprint.set(certificate.thumbprint, to);
  }
}

/** Thirty bits of the thumbprint. */
function digestOf(certificate: Certificate): number {
  return certificate instanceof CertificateRow
    ? certificate.digest
    : Number.parseInt(certificate.thumbprint.slice(0, 8), 16) >>> 2;
}
