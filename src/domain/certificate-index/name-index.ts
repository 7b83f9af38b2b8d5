import type { StoredCertificate } from '../certificate/certificate.ts';
import { canonicalPresentedName } from '../certificate/dns-name.ts';
import { canonicalName, foldValue, parseDistinguishedName } from '../certificate/parse-distinguished-name.ts';
import type { TlsCertificateName } from '../selection/tls-certificate-name.ts';
import { MultiMap } from './multi-map.ts';

/** Which certificates present a name: asked once per connector, so it is an index. */
export interface NameIndex {
  /** Those that present exactly this canonical name (a wildcard is asked for as `*.contoso.com`). */
  readonly find: (name: string) => readonly StoredCertificate[];
  /** Those that present a domain itself, or a name directly below it, each once. */
  readonly inDomain: (domain: string) => readonly StoredCertificate[];
  /** Whether it presents a name, and none that anything else presents too. */
  readonly isAlone: (stored: StoredCertificate) => boolean;
  /** Those of a subject, whoever issued them, and whether it was the issuer that is named. */
  readonly findSubject: (name: TlsCertificateName) => readonly OfSubject[];
}

/** A certificate of the subject that was looked for. */
export interface OfSubject {
  readonly stored: StoredCertificate;
  readonly isOfIssuer: boolean;
}

/** The canonical form of a certificate's subject or issuer; undefined where no text can say it. */
function canonicalOf(text: string): string | undefined {
  const parsed = parseDistinguishedName(text);
  return parsed.kind === 'name' ? canonicalName(parsed.name) : undefined;
}

/** Under what a subject is looked up before it is compared: its first CN, for that is read already. */
function subjectKey([first = '']: readonly string[]): string {
  return foldValue(first);
}

/** The canonical names a certificate presents, each once: the DNS names, and the common name as Exchange counts it. */
export function presentedNames({ certificate: { dnsNames, commonNames } }: StoredCertificate): ReadonlySet<string> {
  const names = new Set<string>();
  for (const written of [...dnsNames, ...commonNames]) {
    const name = canonicalPresentedName(written);
    if (name !== undefined) names.add(name);
  }
  return names;
}

/** `b.c` of `a.b.c`; undefined where fewer than two labels are left. */
function parentDomain(name: string): string | undefined {
  const parent = name.slice(name.indexOf('.') + 1);
  return parent !== name && parent.includes('.') ? parent : undefined;
}

/** Those that present another name of the nearest common parent domain (two labels at least); for the nearest miss. */
export function findNear(name: string, { inDomain }: Pick<NameIndex, 'inDomain'>): readonly StoredCertificate[] {
  for (let domain: string | undefined = name; domain !== undefined; domain = parentDomain(domain)) {
    const found = inDomain(domain);
    if (found.length > 0) return found;
  }
  return [];
}

/** An index that grows certificate by certificate; nothing may be added once it is asked. */
export interface NameIndexBuilder {
  readonly add: (stored: StoredCertificate) => void;
  readonly index: NameIndex;
}

/** Walks the certificates once. */
export function buildNameIndex(certificates: readonly StoredCertificate[]): NameIndex {
  const { add, index } = nameIndexBuilder();
  for (const stored of certificates) add(stored);
  return index;
}

/** So many domains are looked for by walking all names; from then on there is a map of them. */
const WALKS = 8;

/** The names that have a domain as their parent. Few are ever asked for, and a map of all would cost ten walks. */
function namesByDomain(byName: MultiMap<string, StoredCertificate>): (domain: string) => readonly string[] {
  const walked = new Map<string, readonly string[]>();
  let mapped: Map<string, string[]> | undefined;
  return (domain) => {
    const known = walked.get(domain);
    if (known !== undefined) return known;
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

/** What only a nearest miss or a subject needs is built when it is first asked for. */
export function nameIndexBuilder(): NameIndexBuilder {
  const certificates: StoredCertificate[] = [];
  const byName = new MultiMap<string, StoredCertificate>();
  /** Those that present no name, or one that another presents too. */
  const sharing = new Set<StoredCertificate>();
  let hasName = false;
  const add = (stored: StoredCertificate): void => {
    certificates.push(stored);
    hasName = false;
    const { dnsNames, commonNames } = stored.certificate;
    for (const written of dnsNames) addName(written, stored);
    // Most repeat their common name among the DNS names, in front.
    for (const written of commonNames) if (written !== dnsNames[0]) addName(written, stored);
    if (!hasName) sharing.add(stored);
  };
  const addName = (written: string, stored: StoredCertificate): void => {
    const name = canonicalPresentedName(written);
    if (name === undefined) return;
    hasName = true;
    const alone = byName.add(name, stored);
    if (alone !== undefined) sharing.add(alone);
    if (byName.isShared(name)) sharing.add(stored);
  };
  let byCommonName: MultiMap<string, StoredCertificate> | undefined;
  const ofCommonName = (key: string): readonly StoredCertificate[] => {
    if (byCommonName === undefined) {
      byCommonName = new MultiMap();
      for (const stored of certificates) {
        // Of several, any may be the one that was written first.
        const keys = new Set(stored.certificate.commonNames.map((name) => subjectKey([name])));
        for (const each of keys.size === 0 ? [''] : keys) byCommonName.add(each, stored);
      }
    }
    return byCommonName.get(key);
  };
  // Issuers are few, and a renewed certificate has the subject of the one before.
  const canonical = new Map<string, string | undefined>();
  const isName = (text: string, looked: string): boolean => {
    if (!canonical.has(text)) canonical.set(text, canonicalOf(text));
    return canonical.get(text) === looked;
  };
  const namesIn = namesByDomain(byName);
  const index: NameIndex = {
    find: (name) => byName.get(name),
    inDomain: (domain) => {
      const names = [...(byName.has(domain) ? [domain] : []), ...namesIn(domain)];
      return [...new Set(names.flatMap((each) => byName.get(each)))];
    },
    isAlone: (stored) => !sharing.has(stored),
    findSubject: ({ issuer, subject, commonNames }) =>
      ofCommonName(subjectKey(commonNames))
        .filter(({ certificate }) => isName(certificate.subject, subject))
        .map((stored) => ({ stored, isOfIssuer: isName(stored.certificate.issuer, issuer) })),
  };
  return { add, index };
}
