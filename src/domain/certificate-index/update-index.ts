import type { StoredCertificate } from '../certificate/certificate.ts';
import { buildCertificateIndex, type CertificateIndex, KEYED, sameNamesIn } from './certificate-index.ts';
import { presentedNames } from './name-index.ts';

/** What has come and gone since an index was built. */
export interface IndexUpdate {
  readonly removed: ReadonlySet<StoredCertificate>;
  readonly added: readonly StoredCertificate[];
}

/** What differs between two states of the stores, by the objects that both hold; `undefined`: more than `limit`. */
export function indexUpdateOf(
  before: readonly StoredCertificate[],
  after: readonly StoredCertificate[],
  limit: number,
): IndexUpdate | undefined {
  let start = 0;
  while (start < before.length && before[start] === after[start]) start++;
  let [end, afterEnd] = [before.length, after.length];
  while (end > start && afterEnd > start && before[end - 1] === after[afterEnd - 1]) {
    end--;
    afterEnd--;
  }
  const gone = new Set(before.slice(start, end));
  const added: StoredCertificate[] = [];
  for (let at = start; at < afterEnd; at++) {
    const stored = after[at];
    if (stored !== undefined && !gone.delete(stored)) added.push(stored);
  }
  return gone.size + added.length > limit ? undefined : { removed: gone, added };
}

/** Whether an index can be amended so: what files of keys are told of is not known by certificate. */
export function isUpdatable({ removed, added }: IndexUpdate): boolean {
  return [...removed, ...added].every(({ key }) => key.kind !== 'unreadable' && !key.access.isExposed);
}

/**
 * The index of what was indexed before, without what is gone and with what has come: answers as one built anew would, but for
 * the order of what ends on the same day. Costs what has changed, not what there is.
 */
export function updateIndex(base: CertificateIndex, { removed, added }: IndexUpdate): CertificateIndex {
  const own = buildCertificateIndex(added);
  const left = (list: readonly StoredCertificate[]): readonly StoredCertificate[] =>
    removed.size === 0 ? list : list.filter((stored) => !removed.has(stored));
  const both = (
    list: readonly StoredCertificate[],
    more: readonly StoredCertificate[],
  ): readonly StoredCertificate[] => (more.length === 0 ? left(list) : [...left(list), ...more]);
  const find = (name: string): readonly StoredCertificate[] => both(base.find(name), own.find(name));

  const affected = new Set<StoredCertificate>(added);
  for (const changed of [...removed, ...added]) {
    for (const name of presentedNames(changed)) for (const stored of base.find(name)) affected.add(stored);
  }
  const isAlone = (stored: StoredCertificate): boolean => {
    if (!affected.has(stored)) return base.isAlone(stored);
    const names = presentedNames(stored);
    return names.size > 0 && [...names].every((name) => find(name).length === 1);
  };
  const sameNames = sameNamesIn({ find, isAlone });
  return {
    find,
    isAlone,
    inDomain: (domain) => both(base.inDomain(domain), own.inDomain(domain)),
    findSubject: (name) => [
      ...base.findSubject(name).filter(({ stored }) => !removed.has(stored)),
      ...own.findSubject(name),
    ],
    withThumbprint: (thumbprint) => both(base.withThumbprint(thumbprint), own.withThumbprint(thumbprint)),
    inFile: (path) => both(base.inFile(path), own.inFile(path)),
    byNotAfter: {
      between: (from, until) => both(base.byNotAfter.between(from, until), own.byNotAfter.between(from, until)),
    },
    byRenewalDeadline: {
      between: (from, until) =>
        both(base.byRenewalDeadline.between(from, until), own.byRenewalDeadline.between(from, until)),
    },
    sameNames: (stored) => (affected.has(stored) ? sameNames(stored) : base.sameNames(stored)),
    weak: both(base.weak, own.weak),
    unjudgedKeys: base.unjudgedKeys,
    exposedKeys: base.exposedKeys,
    keyed: both(base.keyed, own.keyed).slice(0, KEYED),
  };
}
