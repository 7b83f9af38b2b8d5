import type { StoredCertificate, StoredKey } from '../certificate/certificate.ts';
import { isExpired, isNotYetValid } from '../certificate/lifetime.ts';
import type { CertificateIndex } from '../certificate-index/certificate-index.ts';
import type { Instant } from '../time.ts';

/** The validity of the usable certificates with the same names, store and services. */
interface Usable {
  readonly store: string;
  readonly services: StoredCertificate['services'];
  newest: Instant;
  latestEnd: Instant;
}

/** Returns whether a certificate has its private key, or its key is unreadable. */
function hasKey({ kind }: StoredKey): boolean {
  return kind === 'matches' || kind === 'unreadable';
}

interface SuccessorContext {
  readonly index: CertificateIndex;
  readonly now: Instant;
  readonly isPersonal: (store: string) => boolean;
}

/**
 * The successors of certificates at one instant. The certificates of each set of names are read
 * once and the result is cached.
 */
export class Successors {
  readonly #context: SuccessorContext;
  readonly #usable: Map<readonly StoredCertificate[], readonly Usable[]> = new Map();

  readonly #newest: Map<readonly StoredCertificate[], Instant> = new Map();

  constructor(context: SuccessorContext) {
    this.#context = context;
  }

  /**
   * Returns whether a usable certificate with the same names and at least the same services expires
   * later, so that this one is not needed.
   */
  isOutlived(stored: StoredCertificate): boolean {
    return this.#successors(stored).some(({ latestEnd }) => latestEnd > stored.certificate.notAfter);
  }

  /**
   * Returns whether a certificate has expired and a usable one with the same names and at least the
   * same services is newer.
   */
  isSuperseded(stored: StoredCertificate): boolean {
    const { certificate } = stored;
    if (!isExpired(certificate, this.#context.now)) return false;
    return this.#successors(stored).some(({ newest }) => newest >= certificate.notBefore);
  }

  /**
   * Returns whether any store contains a newer certificate with the same names, even if it is not
   * valid yet.
   */
  isRenewed(stored: StoredCertificate): boolean {
    if (this.#context.index.sharesNoName(stored)) return false;
    const same = this.#context.index.sameNames(stored);
    if (same.length < 2) return false;
    let newest = this.#newest.get(same);
    if (newest === undefined) {
      newest = Number.NEGATIVE_INFINITY;
      for (const { key, certificate } of same) if (hasKey(key)) newest = Math.max(newest, certificate.notBefore);
      this.#newest.set(same, newest);
    }
    return newest > stored.certificate.notBefore;
  }

  /** Returns the possible successors: in the same store, or in a store that connectors search. */
  #successors(stored: StoredCertificate): readonly Usable[] {
    const { index, isPersonal } = this.#context;
    if (index.sharesNoName(stored)) return [];
    const same = index.sameNames(stored);
    if (same.length < 2) return [];
    let usable = this.#usable.get(same);
    if (usable === undefined) {
      usable = this.#usableOf(same);
      this.#usable.set(same, usable);
    }
    return usable.filter(
      ({ store, services }) =>
        (store === stored.store || isPersonal(store)) && stored.services.every((service) => services.includes(service)),
    );
  }

  #usableOf(same: readonly StoredCertificate[]): readonly Usable[] {
    const { now } = this.#context;
    const found = new Map<string, Usable>();
    for (const { certificate, key, store, services } of same) {
      if (!hasKey(key) || certificate.version !== 3) continue;
      if (isExpired(certificate, now) || isNotYetValid(certificate, now)) continue;
      const { notBefore, notAfter } = certificate;
      const group = `${[...services].sort().join(' ')} ${store}`;
      const known = found.get(group);
      if (known === undefined) found.set(group, { store, services, newest: notBefore, latestEnd: notAfter });
      else {
        known.newest = Math.max(known.newest, notBefore);
        known.latestEnd = Math.max(known.latestEnd, notAfter);
      }
    }
    return [...found.values()];
  }
}
