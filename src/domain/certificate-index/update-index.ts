import type { StoredCertificate } from '../certificate/certificate.ts';
import { buildCertificateIndex, type CertificateIndex, KEYED, sameNamesIn } from './certificate-index.ts';
import { canonicalNamesOf } from './name-index.ts';

/** The changes since an index was built. */
export interface IndexUpdate {
  readonly removed: ReadonlySet<StoredCertificate>;
  readonly added: readonly StoredCertificate[];
}

/**
 * Returns the difference of two states of the stores, comparing objects by identity, or undefined
 * if it has more than `limit` certificates.
 */
export function indexUpdateOf(
  previousList: readonly StoredCertificate[],
  after: readonly StoredCertificate[],
  limit: number,
): IndexUpdate | undefined {
  let start = 0;
  while (start < previousList.length && previousList[start] === after[start]) start++;
  let [end, afterEnd] = [previousList.length, after.length];
  while (end > start && afterEnd > start && previousList[end - 1] === after[afterEnd - 1]) {
    end--;
    afterEnd--;
  }
  const gone = new Set(previousList.slice(start, end));
  const added: StoredCertificate[] = [];
  for (let at = start; at < afterEnd; at++) {
    const stored = after[at];
    if (stored !== undefined && !gone.delete(stored)) added.push(stored);
  }
  return gone.size + added.length > limit ? undefined : { removed: gone, added };
}

/**
 * Returns whether an index can be updated with these changes. Unreadable and exposed key files are
 * not indexed by certificate, so changes of them require a new index.
 */
export function isUpdatable({ removed, added }: IndexUpdate): boolean {
  return [...removed, ...added].every(({ key }) => key.kind !== 'unreadable' && !key.access.isExposed);
}

/**
 * Returns an updated index. It gives the same results as a new index, except for the order of
 * certificates with the same expiry day. The cost depends on the number of changes, not on the size
 * of the index.
 */
export function updateIndex(base: CertificateIndex, { removed, added }: IndexUpdate): CertificateIndex {
  const addedIndex = buildCertificateIndex(added);
  const left = (list: readonly StoredCertificate[]): readonly StoredCertificate[] =>
    removed.size === 0 ? list : list.filter((stored) => !removed.has(stored));
  const both = (
    list: readonly StoredCertificate[],
    more: readonly StoredCertificate[],
  ): readonly StoredCertificate[] => (more.length === 0 ? left(list) : [...left(list), ...more]);
  const find = (name: string): readonly StoredCertificate[] => both(base.find(name), addedIndex.find(name));

  const affected = new Set<StoredCertificate>(added);
  for (const changed of [...removed, ...added]) {
    for (const name of canonicalNamesOf(changed)) for (const stored of base.find(name)) affected.add(stored);
  }
  const hasUniqueNames = (stored: StoredCertificate): boolean => {
    if (!affected.has(stored)) return base.hasUniqueNames(stored);
    const names = canonicalNamesOf(stored);
    return names.size > 0 && [...names].every((name) => find(name).length === 1);
  };
  const sameNames = sameNamesIn({ find, hasUniqueNames });
  return {
    find,
    hasUniqueNames,
    inDomain: (domain) => both(base.inDomain(domain), addedIndex.inDomain(domain)),
    findSubject: (name) => [
      ...base.findSubject(name).filter(({ stored }) => !removed.has(stored)),
      ...addedIndex.findSubject(name),
    ],
    withThumbprint: (thumbprint) => both(base.withThumbprint(thumbprint), addedIndex.withThumbprint(thumbprint)),
    inFile: (path) => both(base.inFile(path), addedIndex.inFile(path)),
    byNotAfter: {
      between: (from, until) => both(base.byNotAfter.between(from, until), addedIndex.byNotAfter.between(from, until)),
    },
    byRenewalDeadline: {
      between: (from, until) =>
        both(base.byRenewalDeadline.between(from, until), addedIndex.byRenewalDeadline.between(from, until)),
    },
    sameNames: (stored) => (affected.has(stored) ? sameNames(stored) : base.sameNames(stored)),
    weak: both(base.weak, addedIndex.weak),
    unjudgedKeys: base.unjudgedKeys,
    exposedKeys: base.exposedKeys,
    keyed: both(base.keyed, addedIndex.keyed).slice(0, KEYED),
  };
}
