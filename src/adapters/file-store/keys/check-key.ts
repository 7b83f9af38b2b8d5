import type { Certificate, StoredKey } from '../../../domain/certificate/certificate.ts';
import type { Problem } from '../../../domain/problem.ts';
import type { FileSource } from '../open/file-source.ts';
import type { FileState } from '../walk/file-state.ts';
import type { KeyFile } from './key-access-checker.ts';

/** A file that may contain the key of a certificate. */
export interface KeySource {
  readonly path: string;
  readonly source: FileSource;
  /** undefined: the file could not be examined. */
  readonly state: FileState | undefined;
  /** SHA-256 of the public keys of the certificates that may own the keys in the file. */
  readonly claimants: ReadonlySet<string>;
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
 * Returns whether a certificate has a matching key. The first of `sources` is its own file. A key
 * that matches another certificate in the same directory is not counted as a wrong key.
 */
export function checkKey(certificate: Certificate, sources: readonly KeySource[]): KeyVerdict {
  let differs: KeyVerdict | undefined;
  let failure: KeyVerdict | undefined;
  for (const keySource of sources) {
    const { path, source, claimants } = keySource;
    if (source.kind === 'absent') continue;
    if (source.kind === 'problem') {
      failure ??= unreadable(keySource, source.problem);
      continue;
    }
    const { keys } = source.content;
    for (const key of keys) {
      if (key.kind === 'problem') {
        if (key.ownerPublicKeySha256 === undefined || key.ownerPublicKeySha256 === certificate.publicKeySha256) {
          failure ??= unreadable(keySource, key.problem);
        }
      } else if (key.publicKeySha256 === certificate.publicKeySha256)
        return verdictOf('matches', keySource, key.isProtected);
      else if (!claimants.has(key.publicKeySha256)) differs ??= verdictOf('differs', keySource, key.isProtected);
    }
    if (keys.length === 0 && path !== sources[0]?.path) {
      failure ??= unreadable(keySource, { reason: 'key_malformed', location: path, detail: 'no private key in it' });
    }
  }
  // An intermediate certificate is only part of a chain, so its key is not expected.
  const expected = !certificate.isCa || certificate.isSelfIssued;
  return (expected ? (failure ?? differs) : undefined) ?? NO_KEY;
}

function verdictOf(kind: StoredKey['kind'], { path, state }: KeySource, isProtected: boolean): KeyVerdict {
  return { kind, path, file: state && { path, state, isProtected }, problem: undefined };
}

/** An unreadable key is not known to be unencrypted. */
function unreadable(keySource: KeySource, problem: Problem): KeyVerdict {
  return { ...verdictOf('unreadable', keySource, true), problem };
}
