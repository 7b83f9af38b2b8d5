import type { Certificate, StoredKey } from '../../../domain/certificate/certificate.ts';
import { CERTIFICATE_FILE_FAILURES } from '../../../domain/failure/certificate-file-failures.ts';
import type { Problem } from '../../../domain/failure/problem.ts';
import { problemOfFailure } from '../../../domain/failure/problem-of-failure.ts';
import type { FileSource } from '../open/file-source.ts';
import type { FileState } from '../walk/file-state.ts';
import type { KeyFile } from './key-access-checker.ts';

/** A file that may contain the key of a certificate. */
export interface KeySource {
  readonly path: string;
  readonly source: FileSource;
  /** Undefined if the file could not be examined. */
  readonly state: FileState | undefined;
  /**
   * SHA-256 of the public keys of the certificates to which the keys in the file may belong. A key
   * of another one of them is not a mismatch.
   */
  readonly possibleOwners: ReadonlySet<string>;
}

/** The result of the search for the private key of a certificate, without access rights. */
export interface KeyVerdict {
  readonly kind: StoredKey['kind'];
  /** The file with the key; undefined for `missing`, and if the file could not be examined. */
  readonly file: KeyFile | undefined;
  /** The path of the file with the key, or with the unreadable key; undefined for `missing`. */
  readonly path: string | undefined;
  /** The reason for `unreadable`. */
  readonly problem: Problem | undefined;
}

const NO_KEY: KeyVerdict = { kind: 'missing', file: undefined, path: undefined, problem: undefined };

/**
 * Searches the key of a certificate in files. The first key that matches decides; otherwise the
 * first unreadable key, and otherwise the first key that differs. For an intermediate certificate,
 * only a matching key counts.
 * @param sources the file of the certificate first, then the files that may have its key
 */
export function checkKey(certificate: Certificate, sources: readonly KeySource[]): KeyVerdict {
  let differs: KeyVerdict | undefined;
  let unreadable: KeyVerdict | undefined;
  for (const keySource of sources) {
    const { path, source, possibleOwners } = keySource;
    if (source.kind === 'absent') continue;
    if (source.kind === 'problem') {
      unreadable ??= unreadableVerdict(keySource, source.problem);
      continue;
    }
    const { keys } = source.content;
    for (const key of keys) {
      if (key.kind === 'problem') {
        const { ownerPublicKeySha256 } = key;
        const mayBeOfCertificate =
          ownerPublicKeySha256 === undefined || ownerPublicKeySha256 === certificate.publicKeySha256;
        if (mayBeOfCertificate) unreadable ??= unreadableVerdict(keySource, key.problem);
      } else if (key.publicKeySha256 === certificate.publicKeySha256)
        return verdictOf('matches', keySource, key.isProtected);
      else if (!possibleOwners.has(key.publicKeySha256)) differs ??= verdictOf('differs', keySource, key.isProtected);
    }
    if (keys.length === 0 && path !== sources[0]?.path) {
      const problem = problemOfFailure('key_malformed', path, CERTIFICATE_FILE_FAILURES.file_without_key);
      unreadable ??= unreadableVerdict(keySource, problem);
    }
  }
  // An intermediate certificate is only part of a chain, so its key is not expected.
  const isKeyExpected = !certificate.isCa || certificate.isSelfIssued;
  if (!isKeyExpected) return NO_KEY;
  return unreadable ?? differs ?? NO_KEY;
}

function verdictOf(kind: StoredKey['kind'], { path, state }: KeySource, isProtected: boolean): KeyVerdict {
  return { kind, path, file: state && { path, state, isProtected }, problem: undefined };
}

function unreadableVerdict(keySource: KeySource, problem: Problem): KeyVerdict {
  // The key may be encrypted, so it counts as protected.
  return { ...verdictOf('unreadable', keySource, true), problem };
}
