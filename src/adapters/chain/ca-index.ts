import type { Certificate, StoredCertificate } from '../../domain/certificate/certificate.ts';

/** The CA certificates with the same subject, without duplicates. */
interface Namesakes {
  /** By subject key identifier; under the empty text, the certificates without an identifier. */
  readonly byKey: Map<string, StoredCertificate[]>;
  readonly thumbprints: Set<string>;
  /** True if each list in `byKey` begins with the latest expiry. */
  isSorted: boolean;
}

const NO_CERTIFICATES: readonly StoredCertificate[] = [];
/**
 * The maximum number of CA certificates per file in which the issuers of a certificate in the same
 * file are searched. A server sends fewer than ten.
 */
const MAX_CAS_PER_FILE = 100;

/**
 * Finds the CA certificates that may have issued another certificate, without verifying signatures:
 * those with its issuer as subject and, if both certificates have one, with the same key
 * identifier. A CA certificate in several files is found once.
 */
export class CaIndex {
  readonly #bySubject: Map<string, Namesakes> = new Map();
  /** By file, in the order of the file, at most `MAX_CAS_PER_FILE`. */
  readonly #byPath: Map<string, StoredCertificate[]> = new Map();

  add(ca: StoredCertificate): void {
    const { subject, thumbprint, subjectKeyIdentifier = '' } = ca.certificate;
    append(this.#byPath, ca.location.path, ca, MAX_CAS_PER_FILE);
    let namesakes = this.#bySubject.get(subject);
    if (namesakes === undefined) {
      namesakes = { byKey: new Map(), thumbprints: new Set(), isSorted: true };
      this.#bySubject.set(subject, namesakes);
    }
    if (namesakes.thumbprints.has(thumbprint)) return;
    namesakes.thumbprints.add(thumbprint);
    namesakes.isSorted = false;
    append(namesakes.byKey, subjectKeyIdentifier, ca);
  }

  /** Returns whether any CA certificate has this subject. */
  has(subject: string): boolean {
    return this.#bySubject.has(subject);
  }

  /** Returns the possible issuers in the same file, in the order of the file. */
  possibleIssuersInFileOf({ certificate, location: { path } }: StoredCertificate): readonly StoredCertificate[] {
    const inFile = this.#byPath.get(path);
    return inFile === undefined
      ? NO_CERTIFICATES
      : inFile.filter((candidate) => mayHaveIssued(candidate.certificate, certificate));
  }

  /**
   * Yields the possible issuers: first those in the same file, then those with the matching key
   * identifier, then those without an identifier. Each of the last two groups begins with the
   * latest expiry. If the certificate does not name the key of its issuer, all other CA
   * certificates with the name of the issuer follow the first group, grouped by key identifier.
   */
  *possibleIssuersOf(issued: StoredCertificate): Generator<StoredCertificate> {
    const { issuer, authorityKeyIdentifier } = issued.certificate;
    const namesakes = this.#bySubject.get(issuer);
    if (namesakes === undefined) return;
    const inFile = this.possibleIssuersInFileOf(issued);
    yield* inFile;
    const yielded = new Set(inFile.map(({ certificate }) => certificate.thumbprint));
    sortByExpiry(namesakes);
    const { byKey } = namesakes;
    const groups =
      authorityKeyIdentifier === undefined
        ? byKey.values()
        : [byKey.get(authorityKeyIdentifier) ?? NO_CERTIFICATES, byKey.get('') ?? NO_CERTIFICATES];
    for (const candidates of groups) {
      for (const candidate of candidates) if (!yielded.has(candidate.certificate.thumbprint)) yield candidate;
    }
  }
}

/**
 * Returns whether the first certificate may have issued the second, by subject and key identifiers.
 * @see RFC 5280 section 4.2.1.1
 */
export function mayHaveIssued(
  { subject, subjectKeyIdentifier: subjectKey }: Certificate,
  { issuer, authorityKeyIdentifier: authorityKey }: Certificate,
): boolean {
  return subject === issuer && (subjectKey === undefined || authorityKey === undefined || subjectKey === authorityKey);
}

function sortByExpiry(namesakes: Namesakes): void {
  if (namesakes.isSorted) return;
  namesakes.isSorted = true;
  for (const list of namesakes.byKey.values()) {
    list.sort((left, right) => right.certificate.notAfter - left.certificate.notAfter);
  }
}

function append(
  map: Map<string, StoredCertificate[]>,
  key: string,
  stored: StoredCertificate,
  max: number = Number.POSITIVE_INFINITY,
): void {
  const existing = map.get(key);
  if (existing === undefined) map.set(key, [stored]);
  else if (existing.length < max) existing.push(stored);
}
