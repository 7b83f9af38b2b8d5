import type { StoredCertificate } from '../certificate/certificate.ts';
import { canonicalCertificateName } from '../certificate/dns-name.ts';
import { canonicalName, foldValue, parseDistinguishedName } from '../certificate/parse-distinguished-name.ts';
import type { TlsCertificateName } from '../connector/tls-certificate-name.ts';
import { MultiMap } from './multi-map.ts';

/** An index of certificates by name, which is queried once per connector. */
export interface NameIndex {
  /** Returns certificates with exactly this canonical name; for a wildcard, `*.contoso.com`. */
  readonly find: (name: string) => readonly StoredCertificate[];
  /**
   * Returns certificates with the name of a domain, or with a name directly below it, without
   * duplicates.
   */
  readonly inDomain: (domain: string) => readonly StoredCertificate[];
  /** Returns whether a certificate has names, and shares none of them with another certificate. */
  readonly hasUniqueNames: (stored: StoredCertificate) => boolean;
  /** Returns certificates with a subject, and whether their issuer is also the given one. */
  readonly findSubject: (name: TlsCertificateName) => readonly OfSubject[];
}

/** A certificate with the given subject. */
export interface OfSubject {
  readonly stored: StoredCertificate;
  readonly isOfIssuer: boolean;
}

/** Returns the canonical form of a subject or issuer, or undefined if the text is invalid. */
function canonicalOf(text: string): string | undefined {
  const parsed = parseDistinguishedName(text);
  return parsed.kind === 'name' ? canonicalName(parsed.name) : undefined;
}

/** Returns the key for a search by subject: the first CN, which is already parsed. */
function subjectKey([first = '']: readonly string[]): string {
  return foldValue(first);
}

/**
 * Returns the canonical names in a certificate without duplicates: the DNS names, and the common
 * names, which Exchange matches too.
 */
export function canonicalNamesOf({ certificate: { dnsNames, commonNames } }: StoredCertificate): ReadonlySet<string> {
  const names = new Set<string>();
  for (const written of [...dnsNames, ...commonNames]) {
    const name = canonicalCertificateName(written);
    if (name !== undefined) names.add(name);
  }
  return names;
}

/**
 * Returns the parent of a domain, for example `b.c` for `a.b.c`, or undefined if that has fewer
 * than two labels.
 */
function parentDomain(name: string): string | undefined {
  const parent = name.slice(name.indexOf('.') + 1);
  return parent !== name && parent.includes('.') ? parent : undefined;
}

/**
 * Returns certificates with another name in the closest common parent domain of at least two
 * labels, for the nearest miss.
 */
export function findNear(name: string, { inDomain }: Pick<NameIndex, 'inDomain'>): readonly StoredCertificate[] {
  for (let domain: string | undefined = name; domain !== undefined; domain = parentDomain(domain)) {
    const candidates = inDomain(domain);
    if (candidates.length > 0) return candidates;
  }
  return [];
}

/** An index under construction. Nothing may be added after the first query. */
export interface NameIndexBuilder {
  readonly add: (stored: StoredCertificate) => void;
  readonly index: NameIndex;
}

/** Returns an index of certificates. */
export function buildNameIndex(certificates: readonly StoredCertificate[]): NameIndex {
  const { add, index } = nameIndexBuilder();
  for (const stored of certificates) add(stored);
  return index;
}

/** Number of domains that are found by a loop over all names, before a map is built. */
const WALKS = 8;

/**
 * Returns a function that finds the names directly below a domain. Usually few domains are needed,
 * and building a map takes as long as ten loops.
 */
function namesByDomain(byName: MultiMap<string, StoredCertificate>): (domain: string) => readonly string[] {
  const walked = new Map<string, readonly string[]>();
  let mapped: Map<string, string[]> | undefined;
  return (domain) => {
    const cached = walked.get(domain);
    if (cached !== undefined) return cached;
    if (walked.size < WALKS) {
      const names: string[] = [];
      for (const name of byName.keys()) if (name.endsWith(domain) && parentDomain(name) === domain) names.push(name);
      walked.set(domain, names);
      return names;
    }
    if (mapped === undefined) {
      mapped = new Map();
      for (const name of byName.keys()) {
        const parent = parentDomain(name);
        if (parent === undefined) continue;
        const before = mapped.get(parent);
        if (before === undefined) mapped.set(parent, [name]);
        else before.push(name);
      }
    }
    return mapped.get(domain) ?? [];
  };
}

/**
 * Returns a builder of an index. The parts for nearest misses and subjects are built at the first
 * query.
 */
export function nameIndexBuilder(): NameIndexBuilder {
  const certificates: StoredCertificate[] = [];
  const byName = new MultiMap<string, StoredCertificate>();
  /** Certificates without names, or with a name that another certificate has too. */
  const sharing = new Set<StoredCertificate>();
  let hasName = false;
  const add = (stored: StoredCertificate): void => {
    certificates.push(stored);
    hasName = false;
    const { dnsNames, commonNames } = stored.certificate;
    for (const name of dnsNames) addName(name, stored);
    // Most certificates repeat the common name as the first DNS name.
    for (const name of commonNames) if (name !== dnsNames[0]) addName(name, stored);
    if (!hasName) sharing.add(stored);
  };
  const addName = (subject: string, stored: StoredCertificate): void => {
    const name = canonicalCertificateName(subject);
    if (name === undefined) return;
    hasName = true;
    const first = byName.add(name, stored);
    if (first !== undefined) sharing.add(first);
    if (byName.isShared(name)) sharing.add(stored);
  };
  let byCommonName: MultiMap<string, StoredCertificate> | undefined;
  const ofCommonName = (key: string): readonly StoredCertificate[] => {
    if (byCommonName === undefined) {
      byCommonName = new MultiMap();
      for (const stored of certificates) {
        // A searched subject with several CNs may begin with any of them.
        const keys = new Set(stored.certificate.commonNames.map((name) => subjectKey([name])));
        for (const each of keys.size === 0 ? [''] : keys) byCommonName.add(each, stored);
      }
    }
    return byCommonName.get(key);
  };
  // Cached, because there are few issuers and renewed certificates have the same subject.
  const canonical = new Map<string, string | undefined>();
  const isName = (text: string, name: string): boolean => {
    if (!canonical.has(text)) canonical.set(text, canonicalOf(text));
    return canonical.get(text) === name;
  };
  const namesIn = namesByDomain(byName);
  const index: NameIndex = {
    find: (name) => byName.get(name),
    inDomain: (domain) => {
      const names = [...(byName.has(domain) ? [domain] : []), ...namesIn(domain)];
      return [...new Set(names.flatMap((each) => byName.get(each)))];
    },
    hasUniqueNames: (stored) => !sharing.has(stored),
    findSubject: ({ issuer, subject, commonNames }) =>
      ofCommonName(subjectKey(commonNames))
        .filter(({ certificate }) => isName(certificate.subject, subject))
        .map((stored) => ({ stored, isOfIssuer: isName(stored.certificate.issuer, issuer) })),
  };
  return { add, index };
}
