import { mayHaveKey, type StoredCertificate } from '../certificate/certificate.ts';
import { isExpired, isNotYetValid } from '../certificate/lifetime.ts';
import type { CertificateIndex } from '../certificate-index/certificate-index.ts';
import type { Instant } from '../time.ts';

/**
 * The usable certificates (see `Successors`) with the same names, store and services, reduced to
 * their latest start and end of validity.
 */
interface SuccessorGroup {
  readonly store: string;
  readonly services: StoredCertificate['services'];
  newestNotBefore: Instant;
  latestNotAfter: Instant;
}

interface SuccessorContext {
  readonly index: CertificateIndex;
  readonly now: Instant;
  readonly isSearched: (store: string) => boolean;
}

/**
 * Finds the successors of a certificate at one instant: other certificates with the same names that
 * make it unnecessary. Three questions have different answers:
 * - `hasLongerValidSuccessor`: a usable certificate expires later
 * - `isReplacedAfterExpiry`: the certificate has expired, and a usable certificate is not older
 * - `hasNewerVersion`: a newer certificate exists, in any store, even if it is not valid yet
 *
 * A usable certificate is valid now, has X.509 version 3, may have its private key, and is enabled
 * for at least the same services. It is in the same store, or in a store that connectors search.
 */
export class Successors {
  readonly #context: SuccessorContext;
  /** By the array of certificates with the same names, which the index returns for all of them. */
  readonly #groups: Map<readonly StoredCertificate[], readonly SuccessorGroup[]> = new Map();
  /** The latest `notBefore` of these certificates, by the same array. */
  readonly #newestNotBefore: Map<readonly StoredCertificate[], Instant> = new Map();

  constructor(context: SuccessorContext) {
    this.#context = context;
  }

  /** Returns whether a usable successor expires later, so that the certificate is not needed. */
  hasLongerValidSuccessor(stored: StoredCertificate): boolean {
    return this.#successors(stored).some(({ latestNotAfter }) => latestNotAfter > stored.certificate.notAfter);
  }

  /** Returns whether a certificate has expired and a usable successor is not older. */
  isReplacedAfterExpiry(stored: StoredCertificate): boolean {
    const { certificate } = stored;
    if (!isExpired(certificate, this.#context.now)) return false;
    return this.#successors(stored).some(({ newestNotBefore }) => newestNotBefore >= certificate.notBefore);
  }

  /**
   * Returns whether any store contains a newer certificate with the same names, even if that
   * certificate is not valid yet.
   */
  hasNewerVersion(stored: StoredCertificate): boolean {
    if (this.#context.index.hasUniqueNames(stored)) return false;
    const sameNames = this.#context.index.sameNames(stored);
    if (sameNames.length < 2) return false;
    let newestNotBefore = this.#newestNotBefore.get(sameNames);
    if (newestNotBefore === undefined) {
      newestNotBefore = Number.NEGATIVE_INFINITY;
      for (const { key, certificate } of sameNames)
        if (mayHaveKey(key)) newestNotBefore = Math.max(newestNotBefore, certificate.notBefore);
      this.#newestNotBefore.set(sameNames, newestNotBefore);
    }
    return newestNotBefore > stored.certificate.notBefore;
  }

  /** Returns the possible successors: in the same store, or in a store that connectors search. */
  #successors(stored: StoredCertificate): readonly SuccessorGroup[] {
    const { index, isSearched } = this.#context;
    if (index.hasUniqueNames(stored)) return [];
    const sameNames = index.sameNames(stored);
    if (sameNames.length < 2) return [];
    let groups = this.#groups.get(sameNames);
    if (groups === undefined) {
      groups = this.#groupsOf(sameNames);
      this.#groups.set(sameNames, groups);
    }
    return groups.filter(
      ({ store, services }) =>
        (store === stored.store || isSearched(store)) && stored.services.every((service) => services.includes(service)),
    );
  }

  #groupsOf(sameNames: readonly StoredCertificate[]): readonly SuccessorGroup[] {
    const { now } = this.#context;
    const groups = new Map<string, SuccessorGroup>();
    for (const { certificate, key, store, services } of sameNames) {
      if (!mayHaveKey(key) || certificate.version !== 3) continue;
      if (isExpired(certificate, now) || isNotYetValid(certificate, now)) continue;
      const { notBefore, notAfter } = certificate;
      const groupKey = `${[...services].sort().join(' ')} ${store}`;
      const existing = groups.get(groupKey);
      if (existing === undefined)
        groups.set(groupKey, { store, services, newestNotBefore: notBefore, latestNotAfter: notAfter });
      else {
        existing.newestNotBefore = Math.max(existing.newestNotBefore, notBefore);
        existing.latestNotAfter = Math.max(existing.latestNotAfter, notAfter);
      }
    }
    return [...groups.values()];
  }
}
