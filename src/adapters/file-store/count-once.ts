import { basename } from 'node:path';
import type { Certificate } from '../../domain/certificate/certificate.ts';
import { CertificateRow } from '../../formats/packed/certificate-row.ts';
import type { KnownFile } from './content-cache.ts';
import { folderOf } from './key-folders.ts';
import type { Pace } from './pace.ts';
import type { StoredRow } from './stored-row.ts';

/** The certificates of one file, as found under one path. */
export interface JudgedFile {
  readonly file: KnownFile;
  readonly certificates: readonly StoredRow[];
}

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
  const withKey = certificates.some(({ keyKind }) => keyKind === 'matches');
  return (withKey ? 0 : 2) + (HASH_NAME.test(basename(file.path)) ? 1 : 0);
}

async function onceAFolder(files: readonly JudgedFile[], pace: Pace): Promise<readonly StoredRow[]> {
  const kept: (StoredRow | undefined)[] = [];
  const places = new Map<string, Map<number, number>>();
  for (const { file, certificates } of files) {
    if (pace.due()) await pace.rest();
    const folder = folderOf(file.path);
    let inFolder = places.get(folder);
    if (inFolder === undefined) {
      inFolder = new Map();
      places.set(folder, inFolder);
    }
    for (const stored of certificates) {
      const digest = digestOf(stored.certificate);
      const place = inFolder.get(digest);
      const before = place === undefined ? undefined : kept[place];
      if (place !== undefined && before?.certificate.thumbprint === stored.certificate.thumbprint) {
        if (before.keyKind === 'matches' || stored.keyKind !== 'matches') continue;
        kept[place] = undefined;
      }
      inFolder.set(digest, kept.length);
      kept.push(stored);
    }
  }
  return kept.filter((stored) => stored !== undefined);
}

/** The first 48 bits of the thumbprint: a text for each of a hundred thousand would cost more than all the rest. */
function digestOf(certificate: Certificate): number {
  return certificate instanceof CertificateRow
    ? certificate.digest
    : Number.parseInt(certificate.thumbprint.slice(0, 12), 16);
}
