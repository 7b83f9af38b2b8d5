import type { Certificate } from '../../domain/certificate/certificate.ts';

/** The facts that are often equal in many certificates, mostly in those of one issuer. */
export type SharedFacts = Pick<
  Certificate,
  | 'issuer'
  | 'version'
  | 'publicKeyAlgorithm'
  | 'publicKeySize'
  | 'signatureAlgorithm'
  | 'isSelfIssued'
  | 'isCa'
  | 'pathLength'
  | 'keyUsage'
  | 'extendedKeyUsage'
  | 'authorityKeyIdentifier'
>;

/**
 * The maximum number of objects in the table. A full table is emptied; earlier certificates keep
 * their objects.
 */
const MAX_ENTRIES = 10_000;

function areEqualLists(a: readonly string[] | undefined, b: readonly string[] | undefined): boolean {
  if (a === b) return true;
  if (a === undefined || b === undefined || a.length !== b.length) return false;
  return a.every((value, index) => value === b[index]);
}

/** Compares the facts of certificates with the same issuer. */
function areEqualFacts(a: SharedFacts, b: SharedFacts): boolean {
  return (
    a.authorityKeyIdentifier === b.authorityKeyIdentifier &&
    a.signatureAlgorithm === b.signatureAlgorithm &&
    a.publicKeyAlgorithm === b.publicKeyAlgorithm &&
    a.publicKeySize === b.publicKeySize &&
    a.version === b.version &&
    a.isSelfIssued === b.isSelfIssued &&
    a.isCa === b.isCa &&
    a.pathLength === b.pathLength &&
    areEqualLists(a.keyUsage, b.keyUsage) &&
    areEqualLists(a.extendedKeyUsage, b.extendedKeyUsage)
  );
}

/** A table of shared facts: certificates with equal facts get the same object. */
export class SharedFactsTable {
  readonly #byIssuer: Map<string, SharedFacts[]> = new Map();
  #size = 0;

  /** Returns the shared object with the facts of a certificate; creates it if it is new. */
  intern(certificate: SharedFacts): SharedFacts {
    const issuerFacts = this.#byIssuer.get(certificate.issuer);
    const known = issuerFacts?.find((candidate) => areEqualFacts(candidate, certificate));
    if (known !== undefined) return known;
    const { issuer, version, publicKeyAlgorithm, publicKeySize, signatureAlgorithm } = certificate;
    const { isSelfIssued, isCa, pathLength, keyUsage, extendedKeyUsage, authorityKeyIdentifier } = certificate;
    // A copy of these facts only, so that the table does not keep the whole certificate in memory.
    const facts: SharedFacts = {
      issuer,
      version,
      publicKeyAlgorithm,
      publicKeySize,
      signatureAlgorithm,
      isSelfIssued,
      isCa,
      pathLength,
      keyUsage,
      extendedKeyUsage,
      authorityKeyIdentifier,
    };
    if (this.#size >= MAX_ENTRIES) this.clear();
    this.#size += 1;
    const list = this.#byIssuer.get(issuer);
    if (list === undefined) this.#byIssuer.set(issuer, [facts]);
    else list.push(facts);
    return facts;
  }

  /** Empties the table. Certificates keep their objects. */
  clear(): void {
    this.#byIssuer.clear();
    this.#size = 0;
  }
}
