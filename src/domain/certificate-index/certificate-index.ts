import type { StoredCertificate, Thumbprint } from '../certificate/certificate.ts';
import { renewalDeadline } from '../certificate/renewal-deadline.ts';
import { weaknessOf } from '../certificate/weakness.ts';
import { DAY, type Instant } from '../time.ts';
import { MultiMap } from './multi-map.ts';
import { canonicalNamesOf, type NameIndex, nameIndexBuilder } from './name-index.ts';

/**
 * An index of values by an instant, for example the expiry. It has one list per UTC day, so that
 * values can be added in any order.
 */
class InstantIndex<T> {
  readonly #days: Map<number, T[]> = new Map();
  readonly #instantOf: (value: T) => Instant;
  #sortedDays: readonly number[] | undefined;

  constructor(instantOf: (value: T) => Instant) {
    this.#instantOf = instantOf;
  }

  add(value: T): void {
    const day = Math.floor(this.#instantOf(value) / DAY);
    const valuesOfDay = this.#days.get(day);
    if (valuesOfDay === undefined) {
      this.#days.set(day, [value]);
      this.#sortedDays = undefined;
    } else valuesOfDay.push(value);
  }

  /**
   * Returns the values from one instant to another, both inclusive. Days are in order; values
   * within a day are in the order of adding.
   */
  between(from: Instant, until: Instant): readonly T[] {
    this.#sortedDays ??= [...this.#days.keys()].sort((a, b) => a - b);
    const isBetween = (instant: Instant): boolean => instant >= from && instant <= until;
    const [firstDay, lastDay] = [Math.floor(from / DAY), Math.floor(until / DAY)];
    const matches: T[] = [];
    for (const day of this.#sortedDays) {
      if (day < firstDay) continue;
      if (day > lastDay) break;
      const isWholeDay = day > firstDay && day < lastDay;
      for (const value of this.#days.get(day) ?? []) {
        if (isWholeDay || isBetween(this.#instantOf(value))) matches.push(value);
      }
    }
    return matches;
  }
}

/** Maximum number of certificates with a private key in `withKey`. */
export const MAX_CERTIFICATES_WITH_KEY = 1000;

/**
 * An index of all certificates, so that no rule loops over all of them. What depends on the time is
 * found by instant; everything else is computed once, when a certificate is added or at the first
 * query.
 */
export interface CertificateIndex extends NameIndex {
  /** Returns all locations of a certificate. */
  readonly withThumbprint: (thumbprint: Thumbprint) => readonly StoredCertificate[];
  /** Returns the certificates in a file, in the order of its blocks. */
  readonly inFile: (path: string) => readonly StoredCertificate[];
  /**
   * The certificates that belong to this host and not to a CA, by `notAfter`. @see belongsToHost
   */
  readonly byNotAfter: Pick<InstantIndex<StoredCertificate>, 'between'>;
  /** The same certificates, by the latest time at which an automatic renewal is on schedule. */
  readonly byRenewalDeadline: Pick<InstantIndex<StoredCertificate>, 'between'>;
  /**
   * Returns the certificates with exactly the same names, including the given one; only the given
   * one if it has no names.
   */
  readonly sameNames: (stored: StoredCertificate) => readonly StoredCertificate[];
  /**
   * Certificates enabled for SMTP whose key or signature is too weak, if their private key exists
   * or is unreadable.
   */
  readonly weak: readonly StoredCertificate[];
  /** Key files that mailcertd cannot check, by store. */
  readonly uncheckedKeyPaths: ReadonlyMap<string, ReadonlySet<string>>;
  /** Key files that any account can read, by store. */
  readonly exposedKeyPaths: ReadonlyMap<string, ReadonlySet<string>>;
  /** The first `MAX_CERTIFICATES_WITH_KEY` certificates whose private key matches. */
  readonly withKey: readonly StoredCertificate[];
}

/** An index under construction. Nothing may be added after the first query. */
export interface CertificateIndexBuilder {
  readonly add: (stored: StoredCertificate) => void;
  readonly index: CertificateIndex;
}

/**
 * Returns whether a certificate belongs to this host and not to a CA: its private key is here, or
 * it is neither a CA certificate nor self-issued. A self-issued certificate with an unreadable key
 * also counts. A directory of trust anchors contains no such certificates.
 */
export function belongsToHost({ certificate: { isCa, isSelfIssued }, key }: StoredCertificate): boolean {
  return key.kind === 'matches' || (!isCa && (!isSelfIssued || key.kind === 'unreadable'));
}

function addPath(paths: Map<string, Set<string>>, { store, key }: StoredCertificate): void {
  if (key.path === undefined) return;
  const pathsOfStore = paths.get(store);
  if (pathsOfStore === undefined) paths.set(store, new Set([key.path]));
  else pathsOfStore.add(key.path);
}

/** Returns a function that builds a value at the first call. */
function lazily<T>(build: () => T): () => T {
  let built: { readonly value: T } | undefined;
  return () => {
    built ??= { value: build() };
    return built.value;
  };
}

/** Returns an index of certificates. */
export function buildCertificateIndex(certificates: Iterable<StoredCertificate>): CertificateIndex {
  const { add, index } = certificateIndexBuilder();
  for (const stored of certificates) add(stored);
  return index;
}

/** Returns a builder of an index. Rarely used parts are built at the first query. */
export function certificateIndexBuilder(): CertificateIndexBuilder {
  const names = nameIndexBuilder();
  const all: StoredCertificate[] = [];
  const byNotAfter = new InstantIndex<StoredCertificate>(({ certificate }) => certificate.notAfter);
  const weak: StoredCertificate[] = [];
  const withKey: StoredCertificate[] = [];
  const uncheckedKeyPaths = new Map<string, Set<string>>();
  const exposedKeyPaths = new Map<string, Set<string>>();

  const add = (stored: StoredCertificate): void => {
    names.add(stored);
    all.push(stored);
    const { key, services, certificate } = stored;
    if (belongsToHost(stored)) byNotAfter.add(stored);
    if (key.kind === 'unreadable') addPath(uncheckedKeyPaths, stored);
    if (key.access.isExposed) addPath(exposedKeyPaths, stored);
    const hasKey = key.kind === 'matches';
    if (hasKey && withKey.length < MAX_CERTIFICATES_WITH_KEY) withKey.push(stored);
    if ((hasKey || key.kind === 'unreadable') && weaknessOf(certificate) !== undefined && services.includes('SMTP')) {
      weak.push(stored);
    }
  };

  /** Returns a lookup by a key of the certificates, whose map is built at the first call. */
  const lazyLookup = <K>(keyOf: (stored: StoredCertificate) => K): ((key: K) => readonly StoredCertificate[]) => {
    const lists = lazily(() => {
      const map = new MultiMap<K, StoredCertificate>();
      for (const stored of all) map.add(keyOf(stored), stored);
      return map;
    });
    return (key) => lists().get(key);
  };
  const deadlines = lazily(() => {
    const index = new InstantIndex<StoredCertificate>(({ certificate }) => renewalDeadline(certificate));
    for (const stored of all) if (belongsToHost(stored)) index.add(stored);
    return index;
  });

  return {
    add,
    index: {
      ...names.index,
      withThumbprint: lazyLookup(({ certificate }) => certificate.thumbprint),
      inFile: lazyLookup(({ location }) => location.path),
      byNotAfter,
      byRenewalDeadline: { between: (from, until) => deadlines().between(from, until) },
      sameNames: sameNamesIn(names.index),
      weak,
      uncheckedKeyPaths,
      exposedKeyPaths,
      withKey,
    },
  };
}

/**
 * Returns a function that finds the certificates with exactly the same names as a given one. For
 * each of these certificates, the function returns the same array.
 */
export function sameNamesIn({
  find,
  hasUniqueNames,
}: Pick<NameIndex, 'find' | 'hasUniqueNames'>): CertificateIndex['sameNames'] {
  const groupsByFirstName = new Map<string, MultiMap<string, StoredCertificate>>();
  const groupsByNames = new Map<string, readonly StoredCertificate[]>();
  return (stored) => {
    if (hasUniqueNames(stored)) return [stored];
    const [first, key] = namesKey(stored);
    if (first === undefined) return [stored];
    const cached = groupsByNames.get(key);
    if (cached !== undefined) return cached;
    let groups = groupsByFirstName.get(first);
    if (groups === undefined) {
      groups = new MultiMap();
      // All certificates with this first name are grouped at once, so that each is handled only
      // once.
      for (const other of find(first)) groups.add(namesKey(other)[1], other);
      groupsByFirstName.set(first, groups);
    }
    const group = groups.get(key);
    groupsByNames.set(key, group);
    return group;
  };
}

/** Returns the first name in alphabetical order, and a key made of all names. */
function namesKey(stored: StoredCertificate): readonly [string | undefined, string] {
  const names = [...canonicalNamesOf(stored)].sort();
  return [names[0], names.join(' ')];
}
