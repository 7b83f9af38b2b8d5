import { basename, dirname } from 'node:path';
import type { StoredCertificate } from '../../domain/certificate/certificate.ts';
import type { FileIdentity } from './file-identity.ts';

/** The certificates of one file, as found under one path. */
export interface JudgedFile {
  readonly path: string;
  readonly identity: FileIdentity;
  /** Whether the file may stand under another path too. */
  readonly mayRepeat: boolean;
  readonly certificates: readonly StoredCertificate[];
}

/** What OpenSSL's rehash calls its links. */
const HASH_NAME = /^[0-9a-f]{8}\.\d+$/;

/**
 * Leaves out what stands in a store more than once without being more: the same file under several paths, and the same
 * certificate in several files of one folder (certbot's cert.pem and fullchain.pem, a bundle beside its parts). What
 * stays is the one with its key, else with a telling name, else the first path. Order is kept.
 */
export function countOnce(files: readonly JudgedFile[]): readonly StoredCertificate[] {
  return onceAFolder(onceAFile(files));
}

function onceAFile(files: readonly JudgedFile[]): readonly JudgedFile[] {
  if (!files.some(({ mayRepeat }) => mayRepeat)) return files;
  const best = new Map<string, JudgedFile>();
  for (const file of files) {
    const key = `${file.identity.device}:${file.identity.inode}`;
    const before = best.get(key);
    if (before === undefined || rank(file) < rank(before)) best.set(key, file);
  }
  const kept = new Set(best.values());
  return files.filter((file) => kept.has(file));
}

/** Lower is better; what ranks the same is decided by the path, and paths come in order. */
function rank({ path, certificates }: JudgedFile): number {
  const withKey = certificates.some(({ key }) => key.kind === 'matches');
  return (withKey ? 0 : 2) + (HASH_NAME.test(basename(path)) ? 1 : 0);
}

function onceAFolder(files: readonly JudgedFile[]): readonly StoredCertificate[] {
  const kept: (StoredCertificate | undefined)[] = [];
  const places = new Map<string, Map<string, number>>();
  for (const { path, certificates } of files) {
    const folder = dirname(path);
    let inFolder = places.get(folder);
    if (inFolder === undefined) {
      inFolder = new Map();
      places.set(folder, inFolder);
    }
    for (const stored of certificates) {
      const place = inFolder.get(stored.certificate.thumbprint);
      const before = place === undefined ? undefined : kept[place];
      if (place !== undefined && before !== undefined) {
        if (before.key.kind === 'matches' || stored.key.kind !== 'matches') continue;
        kept[place] = undefined;
      }
      inFolder.set(stored.certificate.thumbprint, kept.length);
      kept.push(stored);
    }
  }
  return kept.filter((stored) => stored !== undefined);
}
