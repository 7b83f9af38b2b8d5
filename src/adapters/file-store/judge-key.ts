import { type Certificate, CLOSED_TO_STRANGERS, type StoredKey } from '../../domain/certificate/certificate.ts';
import type { Problem } from '../../domain/problem.ts';
import type { Source } from './content-cache.ts';

/** A file in which the key of a certificate may lie. */
export interface KeySource {
  readonly path: string;
  readonly source: Source;
  /** Public keys (SHA-256) of the certificates that may claim the keys in it. */
  readonly claimants: ReadonlySet<string>;
}

export interface KeyJudgement {
  readonly key: StoredKey;
  /** Why it is unreadable. */
  readonly problem: Problem | undefined;
}

/**
 * Whether one of the keys beside a certificate is its own. The first of `sources` is the certificate's own file. A key
 * that fits another certificate beside it is that one's, not a wrong key of this one.
 */
export function judgeKey(certificate: Certificate, sources: readonly KeySource[]): KeyJudgement {
  let differs: string | undefined;
  let trouble: { readonly path: string; readonly problem: Problem } | undefined;
  for (const { path, source, claimants } of sources) {
    if (source.kind === 'absent') continue;
    if (source.kind === 'problem') {
      trouble ??= { path, problem: source.problem };
      continue;
    }
    const { keys } = source.content;
    for (const key of keys) {
      if (key.kind === 'problem') {
        if (key.owner === undefined || key.owner === certificate.publicKeySha256) {
          trouble ??= { path, problem: key.problem };
        }
      } else if (key.publicKeySha256 === certificate.publicKeySha256)
        return { key: { kind: 'matches', path, access: CLOSED_TO_STRANGERS }, problem: undefined };
      else if (!claimants.has(key.publicKeySha256)) differs ??= path;
    }
    if (keys.length === 0 && path !== sources[0]?.path) {
      trouble ??= { path, problem: { reason: 'key_malformed', location: path, detail: 'no private key in it' } };
    }
  }
  // An intermediate stands there for the chain's sake: nobody expects its key.
  const expected = !certificate.isCa || certificate.isSelfIssued;
  if (expected && trouble !== undefined)
    return { key: { kind: 'unreadable', path: trouble.path, access: CLOSED_TO_STRANGERS }, problem: trouble.problem };
  if (expected && differs !== undefined)
    return { key: { kind: 'differs', path: differs, access: CLOSED_TO_STRANGERS }, problem: undefined };
  return { key: { kind: 'missing', path: undefined, access: CLOSED_TO_STRANGERS }, problem: undefined };
}
