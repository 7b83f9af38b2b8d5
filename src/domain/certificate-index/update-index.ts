import type { StoredCertificate } from '../certificate/certificate.ts';
import {
  buildCertificateIndex,
  type CertificateIndex,
  MAX_CERTIFICATES_WITH_KEY,
  sameNamesIn,
} from './certificate-index.ts';
import { canonicalNamesOf } from './name-index.ts';

/** The certificates that were removed and added since an index was built. */
export interface IndexUpdate {
  readonly removed: ReadonlySet<StoredCertificate>;
  readonly added: readonly StoredCertificate[];
}

/**
 * Returns the difference of two lists of certificates, or undefined if more than `limit`
 * certificates differ. Objects are compared by identity.
 */
export function indexUpdateOf(
  previousList: readonly StoredCertificate[],
  currentList: readonly StoredCertificate[],
  limit: number,
): IndexUpdate | undefined {
  let start = 0;
  while (start < previousList.length && previousList[start] === currentList[start]) start++;
  let [previousEnd, currentEnd] = [previousList.length, currentList.length];
  while (previousEnd > start && currentEnd > start && previousList[previousEnd - 1] === currentList[currentEnd - 1]) {
    previousEnd--;
    currentEnd--;
  }
  const removed = new Set(previousList.slice(start, previousEnd));
  const added: StoredCertificate[] = [];
  for (let index = start; index < currentEnd; index++) {
    const stored = currentList[index];
    if (stored !== undefined && !removed.delete(stored)) added.push(stored);
  }
  return removed.size + added.length > limit ? undefined : { removed, added };
}

/**
 * Returns whether an index can be updated with these changes. A certificate with an unreadable or
 * exposed key requires a new index, because the index does not know which certificates use a key
 * file.
 */
export function isUpdatable({ removed, added }: IndexUpdate): boolean {
  return [...removed, ...added].every(({ key }) => key.kind !== 'unreadable' && !key.access.isExposed);
}

/**
 * Returns an updated index. It gives the same results as a new index, except for their order: added
 * certificates are last. The cost depends on the number of changes, not on the size of the index.
 */
export function updateIndex(base: CertificateIndex, { removed, added }: IndexUpdate): CertificateIndex {
  const addedIndex = buildCertificateIndex(added);
  const withoutRemoved = (list: readonly StoredCertificate[]): readonly StoredCertificate[] =>
    removed.size === 0 ? list : list.filter((stored) => !removed.has(stored));
  /** Returns the certificates of `base` that were not removed, and then the added ones. */
  const merge = (
    list: readonly StoredCertificate[],
    more: readonly StoredCertificate[],
  ): readonly StoredCertificate[] => (more.length === 0 ? withoutRemoved(list) : [...withoutRemoved(list), ...more]);
  const find = (name: string): readonly StoredCertificate[] => merge(base.find(name), addedIndex.find(name));

  /**
   * The added certificates, and those that share a name with a changed one. Their results of
   * `hasUniqueNames` and `sameNames` may have changed.
   */
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
    inDomain: (domain) => merge(base.inDomain(domain), addedIndex.inDomain(domain)),
    findSubject: (name) => [
      ...base.findSubject(name).filter(({ stored }) => !removed.has(stored)),
      ...addedIndex.findSubject(name),
    ],
    withThumbprint: (thumbprint) => merge(base.withThumbprint(thumbprint), addedIndex.withThumbprint(thumbprint)),
    inFile: (path) => merge(base.inFile(path), addedIndex.inFile(path)),
    byNotAfter: {
      between: (from, until) => merge(base.byNotAfter.between(from, until), addedIndex.byNotAfter.between(from, until)),
    },
    byRenewalDeadline: {
      between: (from, until) =>
        merge(base.byRenewalDeadline.between(from, until), addedIndex.byRenewalDeadline.between(from, until)),
    },
    sameNames: (stored) => (affected.has(stored) ? sameNames(stored) : base.sameNames(stored)),
    weak: merge(base.weak, addedIndex.weak),
    uncheckedKeyPaths: base.uncheckedKeyPaths,
    exposedKeyPaths: base.exposedKeyPaths,
    withKey: merge(base.withKey, addedIndex.withKey).slice(0, MAX_CERTIFICATES_WITH_KEY),
  };
}
