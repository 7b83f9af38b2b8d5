import type { Certificate, StoredKey } from '../../../domain/certificate/certificate.ts';
import type { Problem } from '../../../domain/problem.ts';
import type { FileIdentity } from '../walk/file-identity.ts';
import type { FileSource } from '../walk/source.ts';
import type { KeyFile } from './key-access.ts';

/** A file in which the key of a certificate may lie. */
export interface KeySource {
  readonly path: string;
  readonly source: FileSource;
  /** undefined: the file could not be looked at. */
  readonly identity: FileIdentity | undefined;
  /** Public keys (SHA-256) of the certificates that may claim the keys in it. */
  readonly claimants: ReadonlySet<string>;
}

/** What became of a certificate's key; who can read it is another question. */
export interface KeyJudgement {
  readonly kind: StoredKey['kind'];
  /** The file that was judged, where it could be looked at. */
  readonly file: KeyFile | undefined;
  readonly path: string | undefined;
  /** Why it is unreadable. */
  readonly problem: Problem | undefined;
}

/** There is none. */
const NO_KEY: KeyJudgement = { kind: 'missing', file: undefined, path: undefined, problem: undefined };

/**
 * Whether one of the keys beside a certificate is its own. The first of `sources` is the certificate's own file. A key
 * that fits another certificate beside it is that one's, not a wrong key of this one.
 */
export function judgeKey(certificate: Certificate, sources: readonly KeySource[]): KeyJudgement {
  let differs: KeyJudgement | undefined;
  let trouble: KeyJudgement | undefined;
  for (const keySource of sources) {
    const { path, source, claimants } = keySource;
    if (source.kind === 'absent') continue;
    if (source.kind === 'problem') {
      trouble ??= unreadable(keySource, source.problem);
      continue;
    }
    const { keys } = source.content;
    for (const key of keys) {
      if (key.kind === 'problem') {
        if (key.owner === undefined || key.owner === certificate.publicKeySha256) {
          trouble ??= unreadable(keySource, key.problem);
        }
      } else if (key.publicKeySha256 === certificate.publicKeySha256)
        return judged('matches', keySource, key.isProtected);
      else if (!claimants.has(key.publicKeySha256)) differs ??= judged('differs', keySource, key.isProtected);
    }
    if (keys.length === 0 && path !== sources[0]?.path) {
      trouble ??= unreadable(keySource, { reason: 'key_malformed', location: path, detail: 'no private key in it' });
    }
  }
  // An intermediate stands there for the chain's sake: nobody expects its key.
  const expected = !certificate.isCa || certificate.isSelfIssued;
  return (expected ? (trouble ?? differs) : undefined) ?? NO_KEY;
}

function judged(kind: StoredKey['kind'], { path, identity }: KeySource, isProtected: boolean): KeyJudgement {
  return { kind, path, file: identity && { path, identity, isProtected }, problem: undefined };
}

/** Whether there is a key in the clear in it, nobody could say. */
function unreadable(keySource: KeySource, problem: Problem): KeyJudgement {
  return { ...judged('unreadable', keySource, true), problem };
}
