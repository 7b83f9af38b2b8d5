import type { StoredCertificate } from '../certificate/certificate.ts';
import { canonicalCertificateName } from '../certificate/dns-name.ts';
import { canonicalName, foldValue, parseDistinguishedName } from '../certificate/parse-distinguished-name.ts';
import type { TlsCertificateName } from '../connector/tls-certificate-name.ts';
import { MultiMap } from './multi-map.ts';

/** An index of certificates by name, to select a certificate for each connector. */
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
  /** Returns certificates with the subject of a name, and whether they also have its issuer. */
  readonly findSubject: (name: TlsCertificateName) => readonly SubjectMatch[];
}

/** A certificate with the subject of a `TlsCertificateName`. */
export interface SubjectMatch {
  readonly stored: StoredCertificate;
  /** True if the certificate also has the issuer of the name. */
  readonly hasIssuer: boolean;
}

/** Returns the canonical form of a subject or issuer, or undefined if the text is invalid. */
function canonicalSubject(text: string): string | undefined {
  const parsed = parseDistinguishedName(text);
  return parsed.kind === 'name' ? canonicalName(parsed.name) : undefined;
}

/**
 * Returns the key for a search by subject: the first CN, folded for comparison; empty without a CN.
 */
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
 * Returns certificates whose names are similar to a name that no certificate matches: they are in
 * the closest common parent domain of at least two labels. Empty if there are none.
 */
export function findInClosestDomain(
  name: string,
  { inDomain }: Pick<NameIndex, 'inDomain'>,
): readonly StoredCertificate[] {
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

/** Maximum number of domains that are searched by a loop over all names, before a map is built. */
const MAX_WALKED_DOMAINS = 8;

/**
 * Returns a function that finds the names directly below a domain. It loops over all names for the
 * first domains and then builds a map, because usually few domains are needed, and building the map
 * takes as long as ten loops.
 */
function namesByDomain(byName: MultiMap<string, StoredCertificate>): (domain: string) => readonly string[] {
  const namesOfWalkedDomains = new Map<string, readonly string[]>();
  let namesByParent: Map<string, string[]> | undefined;
  return (domain) => {
    const cached = namesOfWalkedDomains.get(domain);
    if (cached !== undefined) return cached;
    if (namesOfWalkedDomains.size < MAX_WALKED_DOMAINS) {
      const names: string[] = [];
      for (const name of byName.keys()) if (name.endsWith(domain) && parentDomain(name) === domain) names.push(name);
      namesOfWalkedDomains.set(domain, names);
      return names;
    }
    if (namesByParent === undefined) {
      namesByParent = new Map();
      for (const name of byName.keys()) {
        const parent = parentDomain(name);
        if (parent === undefined) continue;
        const names = namesByParent.get(parent);
        if (names === undefined) namesByParent.set(parent, [name]);
        else names.push(name);
      }
    }
    return namesByParent.get(domain) ?? [];
  };
}

/**
 * Returns a builder of an index. The parts for closest certificates and subjects are built at the first
 * query.
 */
export function nameIndexBuilder(): NameIndexBuilder {
  const certificates: StoredCertificate[] = [];
  const byName = new MultiMap<string, StoredCertificate>();
  /** Certificates without names, or with a name that another certificate has too. */
  const withoutUniqueNames = new Set<StoredCertificate>();
  const add = (stored: StoredCertificate): void => {
    certificates.push(stored);
    const { dnsNames, commonNames } = stored.certificate;
    let hasName = false;
    for (const name of dnsNames) if (addName(name, stored)) hasName = true;
    // Most certificates repeat the common name as the first DNS name.
    for (const name of commonNames) if (name !== dnsNames[0] && addName(name, stored)) hasName = true;
    if (!hasName) withoutUniqueNames.add(stored);
  };
  /** Adds a name of a certificate. Returns false if the name is invalid. */
  const addName = (written: string, stored: StoredCertificate): boolean => {
    const name = canonicalCertificateName(written);
    if (name === undefined) return false;
    const previousOnly = byName.add(name, stored);
    if (previousOnly !== undefined) withoutUniqueNames.add(previousOnly);
    if (byName.isShared(name)) withoutUniqueNames.add(stored);
    return true;
  };
  let byCommonName: MultiMap<string, StoredCertificate> | undefined;
  const findByCommonName = (searchedKey: string): readonly StoredCertificate[] => {
    if (byCommonName === undefined) {
      byCommonName = new MultiMap();
      for (const stored of certificates) {
        // The first CN of the searched subject may be any CN here, because their order can differ.
        const keys = new Set(stored.certificate.commonNames.map((name) => subjectKey([name])));
        for (const key of keys.size === 0 ? [''] : keys) byCommonName.add(key, stored);
      }
    }
    return byCommonName.get(searchedKey);
  };
  // Cached, because many certificates have the same issuer, and renewed certificates the same
  // subject.
  const canonicalForms = new Map<string, string | undefined>();
  const hasCanonicalForm = (text: string, name: string): boolean => {
    if (!canonicalForms.has(text)) canonicalForms.set(text, canonicalSubject(text));
    return canonicalForms.get(text) === name;
  };
  const namesBelow = namesByDomain(byName);
  const index: NameIndex = {
    find: (name) => byName.get(name),
    inDomain: (domain) => {
      const names = [...(byName.has(domain) ? [domain] : []), ...namesBelow(domain)];
      return [...new Set(names.flatMap((name) => byName.get(name)))];
    },
    hasUniqueNames: (stored) => !withoutUniqueNames.has(stored),
    findSubject: ({ issuer, subject, commonNames }) =>
      findByCommonName(subjectKey(commonNames))
        .filter(({ certificate }) => hasCanonicalForm(certificate.subject, subject))
        .map((stored) => ({ stored, hasIssuer: hasCanonicalForm(stored.certificate.issuer, issuer) })),
  };
  return { add, index };
}
