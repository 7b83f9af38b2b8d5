import type { StoredCertificate, Thumbprint } from '../certificate/certificate.ts';
import { renewalDeadline } from '../certificate/renewal.ts';
import { weaknessOf } from '../certificate/weakness.ts';
import { DAY, type Instant } from '../time.ts';
import { MultiMap } from './multi-map.ts';
import { type NameIndex, nameIndexBuilder, presentedNames } from './name-index.ts';

/** What happens when, found by time without walking the rest: kept day by day, so that adding needs no order. */
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

  /** All from one instant to another, both inclusive; the days in order, but within a day as they were added. */
  between(from: Instant, until: Instant): readonly T[] {
    this.#order ??= [...this.#days.keys()].sort((a, b) => a - b);
    const [first, last] = [Math.floor(from / DAY), Math.floor(until / DAY)];
    const found: T[] = [];
    for (const day of this.#order) {
      if (day < first) continue;
      if (day > last) break;
      const isInside = day > first && day < last;
      for (const value of this.#days.get(day) ?? []) {
        const at = isInside ? from : this.#instantOf(value);
        if (at >= from && at <= until) found.push(value);
      }
    }
    return found;
  }
}

/** Of how many certificates with a key it is remembered where they stand. */
export const KEYED = 1000;

/**
 * All that the rules ask about the certificates as a whole, built once for a state of the stores: no rule walks them. What
 * is timeless is judged here, when a certificate is added; what depends on the time is found by time.
 */
export interface CertificateIndex extends NameIndex {
  /** Every place of a certificate. */
  readonly withThumbprint: (thumbprint: Thumbprint) => readonly StoredCertificate[];
  /** What stands in a file, block by block. */
  readonly inFile: (path: string) => readonly StoredCertificate[];
  /** Those of somebody here, not of an authority, by their end. */
  readonly byNotAfter: Pick<ExpiryIndex<StoredCertificate>, 'between'>;
  /** The same, by the instant up to which an automatic renewal may be waited for. */
  readonly byRenewalDeadline: Pick<ExpiryIndex<StoredCertificate>, 'between'>;
  /** Those that carry exactly the same names, itself among them; only itself where it carries none. */
  readonly sameNames: (stored: StoredCertificate) => readonly StoredCertificate[];
  /** Those with a key, enabled for SMTP, whose key or signature is too weak. */
  readonly weak: readonly StoredCertificate[];
  /** By store: the key files that mailcertd itself cannot judge, and those that everyone can read. */
  readonly unjudgedKeys: ReadonlyMap<string, ReadonlySet<string>>;
  readonly exposedKeys: ReadonlyMap<string, ReadonlySet<string>>;
  /** The first thousand with a key of their own. */
  readonly keyed: readonly StoredCertificate[];
}

/** An index that grows certificate by certificate; nothing may be added once it is asked. */
export interface CertificateIndexBuilder {
  readonly add: (stored: StoredCertificate) => void;
  readonly index: CertificateIndex;
}

/**
 * Whether a certificate is one of somebody here, as against an authority's that is kept for its signature: it has its key
 * beside it, or it could have one. A folder of trust anchors holds none.
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

/** Builds a value when it is first asked for. */
function once<T>(build: () => T): () => T {
  let built: { readonly value: T } | undefined;
  return () => {
    built ??= { value: build() };
    return built.value;
  };
}

/** Walks the certificates once. */
export function buildCertificateIndex(certificates: Iterable<StoredCertificate>): CertificateIndex {
  const { add, index } = certificateIndexBuilder();
  for (const stored of certificates) add(stored);
  return index;
}

/** What is asked for seldom is built when it is first asked for. */
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

/** Those that carry exactly the same names: the same list for each of them. */
export function sameNamesIn({ find, isAlone }: Pick<NameIndex, 'find' | 'isAlone'>): CertificateIndex['sameNames'] {
  const byFirst = new Map<string, MultiMap<string, StoredCertificate>>();
  const lists = new Map<string, readonly StoredCertificate[]>();
  return (stored) => {
    if (isAlone(stored)) return [stored];
    const [first, key] = namesKey(stored);
    if (first === undefined) return [stored];
    const known = lists.get(key);
    if (known !== undefined) return known;
    let groups = byFirst.get(first);
    if (groups === undefined) {
      groups = new MultiMap();
      // Once for each name, however many carry it.
      for (const other of find(first)) groups.add(namesKey(other)[1], other);
      byFirst.set(first, groups);
    }
    const found = groups.get(key);
    lists.set(key, found);
    return found;
  };
}

/** The names in order, as one key, and the first of them. */
function namesKey(stored: StoredCertificate): readonly [string | undefined, string] {
  const names = [...presentedNames(stored)].sort();
  return [names[0], names.join(' ')];
}
