import type { Certificate, StoredKey } from '../../../domain/certificate/certificate.ts';
import type { Problem } from '../../../domain/problem.ts';
import type { FileSource } from '../open/file-source.ts';
import type { FileState } from '../walk/file-state.ts';
import type { KeyFile } from './key-access-checker.ts';

/** A file that may contain the key of a certificate. */
export interface KeySource {
  readonly path: string;
  readonly source: FileSource;
  /** Undefined if the file could not be examined. */
  readonly state: FileState | undefined;
  /** SHA-256 of the public keys of the certificates that may own the keys in the file. */
  readonly possibleOwners: ReadonlySet<string>;
}

/** The verdict on the key of a certificate, without access rights. */
export interface KeyVerdict {
  readonly kind: StoredKey['kind'];
  /** The file with the key, if it could be examined. */
  readonly file: KeyFile | undefined;
  readonly path: string | undefined;
  /** The reason for `unreadable`. */
  readonly problem: Problem | undefined;
}

/** The certificate has no key. */
const NO_KEY: KeyVerdict = { kind: 'missing', file: undefined, path: undefined, problem: undefined };

/**
 * Returns the verdict on the key of a certificate. The first of `sources` is the file of the
 * certificate. A key that matches another certificate in the same directory is not a mismatch.
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
        if (key.ownerPublicKeySha256 === undefined || key.ownerPublicKeySha256 === certificate.publicKeySha256) {
          unreadable ??= unreadableVerdict(keySource, key.problem);
        }
      } else if (key.publicKeySha256 === certificate.publicKeySha256)
        return verdictOf('matches', keySource, key.isProtected);
      else if (!possibleOwners.has(key.publicKeySha256)) differs ??= verdictOf('differs', keySource, key.isProtected);
    }
    if (keys.length === 0 && path !== sources[0]?.path) {
      unreadable ??= unreadableVerdict(keySource, {
        reason: 'key_malformed',
        location: path,
        detail: 'no private key in it',
      });
    }
  }
  // An intermediate certificate is only part of a chain, so its key is not expected.
  const isKeyExpected = !certificate.isCa || certificate.isSelfIssued;
  return (isKeyExpected ? (unreadable ?? differs) : undefined) ?? NO_KEY;
}

function verdictOf(kind: StoredKey['kind'], { path, state }: KeySource, isProtected: boolean): KeyVerdict {
  return { kind, path, file: state && { path, state, isProtected }, problem: undefined };
}

/** An unreadable key is not known to be unencrypted. */
function unreadableVerdict(keySource: KeySource, problem: Problem): KeyVerdict {
  return { ...verdictOf('unreadable', keySource, true), problem };
}
