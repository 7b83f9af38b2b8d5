import type { KeyObject } from 'node:crypto';
import type { Problem } from '../../../domain/problem.ts';
import type { ImportedCertificate, ImportedFile } from '../../../domain/store-change/imported-file.ts';
import { writePem } from '../../../formats/pem/write-pem.ts';
import type { BundleReader } from '../../../work/ports/stores.ts';
import { keyPaths } from '../keys/key-paths.ts';
import { type FileBlocks, openFile } from '../open/open-file.ts';
import { PasswordFiles } from '../open/password-files.ts';
import { fitsCertificate, publicKeySha256Of, withPrivateKey } from '../open/read-private-key.ts';
import { TimeSlice } from '../walk/time-slice.ts';

/** The maximum number of pairs of certificate and key that are compared if their hashes differ. */
const MAX_PAIRS = 1000;

interface FoundKey {
  readonly key: KeyObject;
  /** PKCS#8. */
  readonly pem: string;
}

/** Collects the results of all files. */
class Findings {
  readonly certificates: Map<string, ImportedCertificate> = new Map();
  readonly keys: Map<string, FoundKey> = new Map();
  readonly problems: Problem[] = [];

  /** Adds the certificates and keys of one file. */
  async take({ blocks, problems }: FileBlocks, path: string, slice: TimeSlice): Promise<void> {
    this.problems.push(...problems);
    for (const block of blocks) {
      if (slice.hasElapsed()) await slice.pause();
      if (block.kind === 'certificate') {
        const { certificate, der, alias } = block;
        const { sha256Fingerprint } = certificate;
        if (!this.certificates.has(sha256Fingerprint)) {
          const called = alias === undefined ? {} : { friendlyName: alias };
          this.certificates.set(sha256Fingerprint, { certificate, pem: writePem('CERTIFICATE', der), ...called });
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

  get all(): ImportedFile {
    const certificates = [...this.certificates.values()];
    return { certificates, keys: pemsOf(certificates, this.keys), problems: this.problems };
  }
}

/**
 * Reads files to import, at any location. The key is in the file itself, or next to it under the
 * names that stores use.
 */
export const bundleReader: BundleReader = {
  read: async (path, passwordFiles, signal) => {
    const slice = new TimeSlice(signal);
    const passwords = new PasswordFiles(passwordFiles, 0);
    const found = new Findings();
    using file = await openFile(path, passwords, slice);
    await found.take(file, path, slice);
    const own = found.all;
    if (own.keys.size > 0 || own.certificates.length === 0) return own;
    for (const keyPath of keyPaths(path)) {
      using keyFile = await openFile(keyPath.path, passwords, slice);
      if (keyFile.blocks.length === 0 && keyFile.problems.every(({ reason }) => reason === 'not_found')) continue;
      // Other content of this file was not selected for import.
      const blocks = keyFile.blocks.filter(({ kind }) => kind === 'private-key');
      await found.take({ ...keyFile, blocks }, keyPath.path, slice);
    }
    const { certificates, keys } = found.all;
    const isOwn = certificates.some(({ certificate }) => keys.has(certificate.publicKeySha256));
    // A key of another certificate is ignored.
    return { certificates, keys: isOwn ? keys : own.keys, problems: found.problems };
  },
};

/**
 * Returns the keys by public key. If the encodings differ, a key is also listed under the public
 * key of its certificate.
 */
function pemsOf(
  certificates: readonly ImportedCertificate[],
  keys: ReadonlyMap<string, FoundKey>,
): ReadonlyMap<string, string> {
  const pems = new Map<string, string>();
  for (const [sha256, key] of keys) pems.set(sha256, key.pem);
  let pairs = 0;
  for (const { certificate, pem } of certificates) {
    if (pems.has(certificate.publicKeySha256)) continue;
    for (const { key, pem: keyPem } of keys.values()) {
      pairs += 1;
      if (pairs > MAX_PAIRS) return pems;
      if (fitsCertificate(key, pem)) pems.set(certificate.publicKeySha256, keyPem);
    }
  }
  return pems;
}
