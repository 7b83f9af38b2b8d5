import type { KeyObject } from 'node:crypto';
import type { Problem } from '../../../domain/failure/problem.ts';
import type { ImportedCertificate, ImportedFile } from '../../../domain/store-change/imported-file.ts';
import { writePem } from '../../../formats/pem/write-pem.ts';
import type { ImportFileReader } from '../../../work/ports/stores.ts';
import { keyPaths } from '../keys/key-paths.ts';
import { matchesCertificate, publicKeySha256Of } from '../open/key-matching.ts';
import { type FileBlocks, openFile } from '../open/open-file.ts';
import { PasswordFiles } from '../open/password-files.ts';
import { withPrivateKey } from '../open/with-private-key.ts';
import { TimeSlice } from '../walk/time-slice.ts';

/**
 * The maximum number of pairs of a certificate and a key that OpenSSL compares. A pair is compared
 * if the hashes of its public keys differ, which may be due to another encoding.
 */
const MAX_OPENSSL_COMPARISONS = 1000;

interface FoundKey {
  readonly key: KeyObject;
  /** PKCS#8. */
  readonly pem: string;
}

/** Collects the certificates and keys of a file to import, and of the key files next to it. */
class FoundContents {
  /** By SHA-256 fingerprint. */
  readonly certificates: Map<string, ImportedCertificate> = new Map();
  /** By `publicKeySha256`. */
  readonly keys: Map<string, FoundKey> = new Map();
  readonly problems: Problem[] = [];

  /** Adds the certificates and keys of one file. */
  async addFile({ blocks, problems }: FileBlocks, path: string, slice: TimeSlice): Promise<void> {
    this.problems.push(...problems);
    for (const block of blocks) {
      if (slice.hasElapsed()) await slice.pause();
      if (block.kind === 'certificate') {
        const { certificate, der, alias } = block;
        const { sha256Fingerprint } = certificate;
        if (!this.certificates.has(sha256Fingerprint)) {
          const friendlyName = alias === undefined ? {} : { friendlyName: alias };
          this.certificates.set(sha256Fingerprint, { certificate, pem: writePem('CERTIFICATE', der), ...friendlyName });
        }
      } else if (block.kind === 'private-key') {
        const read = withPrivateKey(block, path, (key) => ({
          kind: 'read' as const,
          sha256: publicKeySha256Of(key),
          key,
          pem: String(key.export({ type: 'pkcs8', format: 'pem' })),
        }));
        if (read.kind === 'problem') this.problems.push(read.problem);
        else this.keys.set(read.sha256, read);
      }
    }
  }

  toImportedFile(): ImportedFile {
    const certificates = [...this.certificates.values()];
    return { certificates, keys: keysByPublicKey(certificates, this.keys), problems: this.problems };
  }
}

/**
 * Reads a file to import, at any location. If the file has certificates but no private key, keys
 * are read from the files next to it that `keyPaths` names.
 */
export const bundleReader: ImportFileReader = {
  read: async (path, passwordFiles, signal) => {
    const slice = new TimeSlice(signal);
    const passwords = new PasswordFiles(passwordFiles);
    const contents = new FoundContents();
    using file = await openFile(path, passwords, slice);
    await contents.addFile(file, path, slice);
    const fromFile = contents.toImportedFile();
    if (fromFile.keys.size > 0 || fromFile.certificates.length === 0) return fromFile;
    for (const keyPath of keyPaths(path)) {
      using keyFile = await openFile(keyPath.path, passwords, slice);
      if (keyFile.blocks.length === 0 && keyFile.problems.every(({ reason }) => reason === 'not_found')) continue;
      // Only keys, because the user did not choose this file for import.
      const blocks = keyFile.blocks.filter(({ kind }) => kind === 'private-key');
      await contents.addFile({ ...keyFile, blocks }, keyPath.path, slice);
    }
    const { certificates, keys } = contents.toImportedFile();
    // The key files are used only if they contain a key of one of these certificates.
    const hasKeyOfCertificate = certificates.some(({ certificate }) => keys.has(certificate.publicKeySha256));
    return { certificates, keys: hasKeyOfCertificate ? keys : fromFile.keys, problems: contents.problems };
  },
};

/**
 * Returns the keys (PEM) by public key. If a certificate encodes its public key in another way, its
 * key is also listed under that hash.
 */
function keysByPublicKey(
  certificates: readonly ImportedCertificate[],
  keys: ReadonlyMap<string, FoundKey>,
): ReadonlyMap<string, string> {
  const pems = new Map<string, string>();
  for (const [sha256, key] of keys) pems.set(sha256, key.pem);
  let comparisons = 0;
  for (const { certificate, pem } of certificates) {
    if (pems.has(certificate.publicKeySha256)) continue;
    for (const { key, pem: keyPem } of keys.values()) {
      comparisons += 1;
      if (comparisons > MAX_OPENSSL_COMPARISONS) return pems;
      if (matchesCertificate(key, pem)) pems.set(certificate.publicKeySha256, keyPem);
    }
  }
  return pems;
}
