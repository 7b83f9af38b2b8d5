import type { StoredCertificate } from '../certificate/certificate.ts';
import { canonicalPresentedName } from '../certificate/dns-name.ts';

/** Which certificates present a name: asked once per connector, so it is an index. */
export interface NameIndex {
  /** Those that present exactly this canonical name (a wildcard is asked for as `*.contoso.com`). */
  readonly find: (name: string) => readonly StoredCertificate[];
  /** Those that present another name of the nearest common parent domain (two labels at least); for the nearest miss. */
  readonly findNear: (name: string) => readonly StoredCertificate[];
}

/** The canonical names a certificate presents: the DNS names, and the common name as Exchange counts it. */
export function presentedNames({ certificate }: StoredCertificate): ReadonlySet<string> {
  const names = new Set<string>();
  for (const written of [...certificate.dnsNames, ...certificate.commonNames]) {
    const name = canonicalPresentedName(written);
    if (name !== undefined) names.add(name);
  }
  return names;
}

function append<K>(map: Map<K, StoredCertificate[]>, key: K, certificate: StoredCertificate): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [certificate]);
  else list.push(certificate);
}

/** `b.c` of `a.b.c`; undefined where fewer than two labels are left. */
function parentDomain(name: string): string | undefined {
  const parent = name.slice(name.indexOf('.') + 1);
  return parent !== name && parent.includes('.') ? parent : undefined;
}

/** Walks the certificates once; what only a nearest miss needs is built when it is first asked for. */
export function buildNameIndex(certificates: readonly StoredCertificate[]): NameIndex {
  const byName = new Map<string, StoredCertificate[]>();
  for (const stored of certificates) {
    for (const name of presentedNames(stored)) append(byName, name, stored);
  }
  let byDomain: Map<string, Set<StoredCertificate>> | undefined;
  const domains = (): Map<string, Set<StoredCertificate>> => {
    if (byDomain !== undefined) return byDomain;
    byDomain = new Map();
    for (const [name, list] of byName) {
      for (const domain of [name, parentDomain(name)]) {
        if (domain === undefined) continue;
        const set = byDomain.get(domain) ?? new Set();
        for (const stored of list) set.add(stored);
        byDomain.set(domain, set);
      }
    }
    return byDomain;
  };
  return {
    find: (name) => byName.get(name) ?? [],
    findNear: (name) => {
      for (let domain: string | undefined = name; domain !== undefined; domain = parentDomain(domain)) {
        const found = domains().get(domain);
        if (found !== undefined) return [...found];
      }
      return [];
    },
  };
}
