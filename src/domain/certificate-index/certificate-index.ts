import type { StoredCertificate, Thumbprint } from '../certificate/certificate.ts';
import { renewalDeadline } from '../certificate/renewal-deadline.ts';
import { weaknessOf } from '../certificate/weakness.ts';
import { DAY, type Instant } from '../time.ts';
import { MultiMap } from './multi-map.ts';
import { canonicalNamesOf, type NameIndex, nameIndexBuilder } from './name-index.ts';

/** An index by time, one list per day, so that values can be added in any order. */
class ExpiryIndex<T> {
  readonly #days: Map<number, T[]> = new Map();
  readonly #instantOf: (value: T) => Instant;
  #order: readonly number[] | undefined;

  constructor(instantOf: (value: T) => Instant) {
    this.#instantOf = instantOf;
  }

  add(value: T): void {
    const day = Math.floor(this.#instantOf(value) / DAY);
    const before = this.#days.get(day);
    if (before === undefined) {
      this.#days.set(day, [value]);
      this.#order = undefined;
    } else before.push(value);
  }

  /**
   * Returns the values from one instant to another, both inclusive. Days are in order; values
   * within a day are in the order of adding.
   */
  between(from: Instant, until: Instant): readonly T[] {
    this.#order ??= [...this.#days.keys()].sort((a, b) => a - b);
    const [first, last] = [Math.floor(from / DAY), Math.floor(until / DAY)];
    const matches: T[] = [];
    for (const day of this.#order) {
      if (day < first) continue;
      if (day > last) break;
      const isInside = day > first && day < last;
      for (const value of this.#days.get(day) ?? []) {
        const at = isInside ? from : this.#instantOf(value);
        if (at >= from && at <= until) matches.push(value);
      }
    }
    return matches;
  }
}

/** Maximum number of certificates with a private key whose locations are remembered. */
export const KEYED = 1000;

/**
 * An index of all certificates for the rules, so that no rule loops over them. Properties that do
 * not change over time are computed when a certificate is added; the others are found by time.
 */
export interface CertificateIndex extends NameIndex {
  /** All locations of a certificate. */
  readonly withThumbprint: (thumbprint: Thumbprint) => readonly StoredCertificate[];
  /** Certificates in a file, in the order of its blocks. */
  readonly inFile: (path: string) => readonly StoredCertificate[];
  /** Certificates of this host, without CA certificates, by `notAfter`. */
  readonly byNotAfter: Pick<ExpiryIndex<StoredCertificate>, 'between'>;
  /** The same certificates, by the latest time at which an automatic renewal is on schedule. */
  readonly byRenewalDeadline: Pick<ExpiryIndex<StoredCertificate>, 'between'>;
  /**
   * Certificates with exactly the same names, including the given one; only the given one if it has
   * no names.
   */
  readonly sameNames: (stored: StoredCertificate) => readonly StoredCertificate[];
  /**
   * Certificates enabled for SMTP whose key or signature is too weak, if their private key exists
   * or is unreadable.
   */
  readonly weak: readonly StoredCertificate[];
  /** By store: key files that mailcertd cannot check, and key files that any account can read. */
  readonly unjudgedKeys: ReadonlyMap<string, ReadonlySet<string>>;
  readonly exposedKeys: ReadonlyMap<string, ReadonlySet<string>>;
  /** The first `KEYED` certificates with a private key. */
  readonly keyed: readonly StoredCertificate[];
}

/** An index under construction. Nothing may be added after the first query. */
export interface CertificateIndexBuilder {
  readonly add: (stored: StoredCertificate) => void;
  readonly index: CertificateIndex;
}

/**
 * Returns whether a certificate belongs to this host, and not to a CA: it has its private key, or
 * could have one. A directory of trust anchors contains no such certificates.
 */
export function isOwn({ certificate: { isCa, isSelfIssued }, key }: StoredCertificate): boolean {
  return key.kind === 'matches' || (!isCa && (!isSelfIssued || key.kind === 'unreadable'));
}

function addPath(paths: Map<string, Set<string>>, { store, key }: StoredCertificate): void {
  if (key.path === undefined) return;
  const before = paths.get(store);
  if (before === undefined) paths.set(store, new Set([key.path]));
  else before.add(key.path);
}

/** Returns a function that builds a value at the first call. */
function once<T>(build: () => T): () => T {
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
  const byNotAfter = new ExpiryIndex<StoredCertificate>(({ certificate }) => certificate.notAfter);
  const weak: StoredCertificate[] = [];
  const keyed: StoredCertificate[] = [];
  const unjudgedKeys = new Map<string, Set<string>>();
  const exposedKeys = new Map<string, Set<string>>();

  const add = (stored: StoredCertificate): void => {
    names.add(stored);
    all.push(stored);
    const { key, services, certificate } = stored;
    if (isOwn(stored)) byNotAfter.add(stored);
    if (key.kind === 'unreadable') addPath(unjudgedKeys, stored);
    if (key.access.isExposed) addPath(exposedKeys, stored);
    const hasKey = key.kind === 'matches';
    if (hasKey && keyed.length < KEYED) keyed.push(stored);
    if ((hasKey || key.kind === 'unreadable') && weaknessOf(certificate) !== undefined && services.includes('SMTP')) {
      weak.push(stored);
    }
  };

  const indexed = <K>(keyOf: (stored: StoredCertificate) => K): ((key: K) => readonly StoredCertificate[]) => {
    const lists = once(() => {
      const map = new MultiMap<K, StoredCertificate>();
      for (const stored of all) map.add(keyOf(stored), stored);
      return map;
    });
    return (key) => lists().get(key);
  };
  const deadlines = once(() => {
    const index = new ExpiryIndex<StoredCertificate>(({ certificate }) => renewalDeadline(certificate));
    for (const stored of all) if (isOwn(stored)) index.add(stored);
    return index;
  });

  return {
    add,
    index: {
      ...names.index,
      withThumbprint: indexed(({ certificate }) => certificate.thumbprint),
      inFile: indexed(({ location }) => location.path),
      byNotAfter,
      byRenewalDeadline: { between: (from, until) => deadlines().between(from, until) },
      sameNames: sameNamesIn(names.index),
      weak,
      unjudgedKeys,
      exposedKeys,
      keyed,
    },
  };
}

/**
 * Returns a function that finds the certificates with exactly the same names. All of them get the
 * same list.
 */
export function sameNamesIn({
  find,
  hasUniqueNames,
}: Pick<NameIndex, 'find' | 'hasUniqueNames'>): CertificateIndex['sameNames'] {
  const byFirst = new Map<string, MultiMap<string, StoredCertificate>>();
  const lists = new Map<string, readonly StoredCertificate[]>();
  return (stored) => {
    if (hasUniqueNames(stored)) return [stored];
    const [first, key] = namesKey(stored);
    if (first === undefined) return [stored];
    const cached = lists.get(key);
    if (cached !== undefined) return cached;
    let groups = byFirst.get(first);
    if (groups === undefined) {
      groups = new MultiMap();
      // Groups the certificates of a name once, whatever their number.
      for (const other of find(first)) groups.add(namesKey(other)[1], other);
      byFirst.set(first, groups);
    }
    const group = groups.get(key);
    lists.set(key, group);
    return group;
  };
}

/** Returns the first name in alphabetical order, and a key made of all names. */
function namesKey(stored: StoredCertificate): readonly [string | undefined, string] {
  const names = [...canonicalNamesOf(stored)].sort();
  return [names[0], names.join(' ')];
}
