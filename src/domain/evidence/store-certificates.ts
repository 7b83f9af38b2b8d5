import type { Certificate, StoredCertificate } from '../certificate/certificate.ts';
import type { NameIndex } from '../certificate-index/name-index.ts';

/** Maximum number of certificates that an event lists. */
const MAX_LISTED_CERTIFICATES = 10;

/** The certificates of a store that an event is about. */
export interface StoreCertificates {
  /** Number of all certificates, including those that are not listed. */
  readonly count: number;
  /** The certificates that the event lists. */
  readonly listed: readonly StoredCertificate[];
}

/** Counts certificates, and keeps the first ten by rank and then by thumbprint. */
class TopRanked implements StoreCertificates {
  readonly listed: StoredCertificate[] = [];
  readonly #rank: (certificate: Certificate) => number;
  /** The ranks of the listed certificates, in the same order. */
  readonly #ranks: number[] = [];
  count = 0;

  constructor(rank: (certificate: Certificate) => number) {
    this.#rank = rank;
  }

  add(stored: StoredCertificate): void {
    this.count += 1;
    const rank = this.#rank(stored.certificate);
    const lowestListed = this.#ranks[MAX_LISTED_CERTIFICATES - 1];
    if (lowestListed !== undefined && rank > lowestListed) return;
    const insertBefore = this.listed.findIndex((other, otherIndex) => {
      const otherRank = this.#ranks[otherIndex] ?? 0;
      // Thumbprints are compared only for equal ranks, to keep this loop fast.
      return rank === otherRank ? stored.certificate.thumbprint < other.certificate.thumbprint : rank < otherRank;
    });
    const index = insertBefore === -1 ? this.listed.length : insertBefore;
    if (index >= MAX_LISTED_CERTIFICATES) return;
    this.listed.splice(index, 0, stored);
    this.#ranks.splice(index, 0, rank);
    if (this.listed.length > MAX_LISTED_CERTIFICATES) {
      this.listed.pop();
      this.#ranks.pop();
    }
  }
}

/**
 * Groups certificates by store. A certificate that is in several files of a store is counted once.
 * @param rank determines the order; a certificate with a lower rank is listed first
 */
export function groupByStore(
  certificates: Iterable<StoredCertificate>,
  { hasUniqueNames }: Pick<NameIndex, 'hasUniqueNames'>,
  rank: (certificate: Certificate) => number,
): ReadonlyMap<string, StoreCertificates> {
  const stores = new Map<string, TopRanked>();
  const counted = new Set<string>();
  let topRanked: TopRanked | undefined;
  let previousStore: string | undefined;
  for (const stored of certificates) {
    const { store, certificate } = stored;
    // A certificate that shares its names with no other one occurs only once, so it needs no
    // lookup.
    if (!hasUniqueNames(stored)) {
      const key = `${store} ${certificate.thumbprint}`;
      if (counted.has(key)) continue;
      counted.add(key);
    }
    // Certificates of one store follow each other, so the map is read only once per store.
    if (topRanked === undefined || store !== previousStore) {
      topRanked = stores.get(store) ?? new TopRanked(rank);
      stores.set(store, topRanked);
      previousStore = store;
    }
    topRanked.add(stored);
  }
  return stores;
}
