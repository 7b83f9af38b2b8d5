import type { Certificate } from '../../domain/certificate/certificate.ts';

/** The facts that many certificates share, mostly those of one issuer. */
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
 * The maximum size of the table, which is then emptied; earlier certificates keep their objects.
 */
const MAX_KEPT = 10_000;

function sameList(one: readonly string[] | undefined, other: readonly string[] | undefined): boolean {
  if (one === other) return true;
  if (one === undefined || other === undefined || one.length !== other.length) return false;
  return one.every((each, at) => each === other[at]);
}

function sameFacts(one: SharedFacts, other: SharedFacts): boolean {
  return (
    one.authorityKeyIdentifier === other.authorityKeyIdentifier &&
    one.signatureAlgorithm === other.signatureAlgorithm &&
    one.publicKeyAlgorithm === other.publicKeyAlgorithm &&
    one.publicKeySize === other.publicKeySize &&
    one.version === other.version &&
    one.isSelfIssued === other.isSelfIssued &&
    one.isCa === other.isCa &&
    one.pathLength === other.pathLength &&
    sameList(one.keyUsage, other.keyUsage) &&
    sameList(one.extendedKeyUsage, other.extendedKeyUsage)
  );
}

/** A table that returns the same object for certificates with equal facts. */
export class SharedFactsTable {
  readonly #byIssuer: Map<string, SharedFacts[]> = new Map();
  #size = 0;

  of(certificate: SharedFacts): SharedFacts {
    const ofIssuer = this.#byIssuer.get(certificate.issuer);
    const known = ofIssuer?.find((candidate) => sameFacts(candidate, certificate));
    if (known !== undefined) return known;
    const { issuer, version, publicKeyAlgorithm, publicKeySize, signatureAlgorithm } = certificate;
    const { isSelfIssued, isCa, pathLength, keyUsage, extendedKeyUsage, authorityKeyIdentifier } = certificate;
    const facts: SharedFacts = {
      ...{ issuer, version, publicKeyAlgorithm, publicKeySize, signatureAlgorithm },
      ...{ isSelfIssued, isCa, pathLength, keyUsage, extendedKeyUsage, authorityKeyIdentifier },
    };
    if (this.#size >= MAX_KEPT) this.clear();
    this.#size += 1;
    const list = this.#byIssuer.get(issuer);
    if (list === undefined) this.#byIssuer.set(issuer, [facts]);
    else list.push(facts);
    return facts;
  }

  clear(): void {
    this.#byIssuer.clear();
    this.#size = 0;
  }
}
