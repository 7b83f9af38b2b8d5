import type { KeyObject } from 'node:crypto';
import type { Problem } from '../../domain/problem.ts';
import { writePem } from '../../formats/pem/write-pem.ts';
import type { Bundle, BundleReader } from '../../work/ports.ts';
import { openFile } from './open-file.ts';
import { Pace } from './pace.ts';
import { PasswordFiles } from './password-files.ts';
import { fitsCertificate, publicKeySha256Of, withPrivateKey } from './read-private-key.ts';

/** Of the pairs of certificate and key that hashes do not bring together, so many are tried. */
const MAX_PAIRS = 1000;

interface FoundKey {
  readonly key: KeyObject;
  /** PKCS#8. */
  readonly pem: string;
}

/** Reads files that are to be imported, wherever they lie. */
export const bundleReader: BundleReader = {
  read: async (path, passwordFiles, signal) => {
    const pace = new Pace(signal);
    using file = await openFile(path, new PasswordFiles(passwordFiles, 0), pace);
    const certificates = new Map<string, Bundle['certificates'][number]>();
    const keys = new Map<string, FoundKey>();
    const problems: Problem[] = [...file.problems];
    for (const block of file.blocks) {
      if (pace.due()) await pace.rest();
      if (block.kind === 'certificate') {
        const { certificate, der } = block;
        const { sha256Fingerprint } = certificate;
        if (!certificates.has(sha256Fingerprint)) {
          certificates.set(sha256Fingerprint, { certificate, pem: writePem('CERTIFICATE', der) });
        }
      } else if (block.kind === 'private-key') {
        const read = withPrivateKey(block, path, (key) => ({
          kind: 'read' as const,
          sha256: publicKeySha256Of(key),
          key,
          pem: String(key.export({ type: 'pkcs8', format: 'pem' })),
        }));
        if (read.kind === 'problem') problems.push(read.problem);
        else keys.set(read.sha256, read);
      }
    }
    const found = [...certificates.values()];
    return { certificates: found, keys: pemsOf(found, keys), problems };
  },
};

/** A key that fits a certificate is found by that one's public key too, where the two are encoded differently. */
function pemsOf(
  certificates: Bundle['certificates'],
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
