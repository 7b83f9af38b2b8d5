import type { Certificate, StoredCertificate } from '../../domain/certificate/certificate.ts';

/** CA certificates with the same subject, without duplicates. */
interface Namesakes {
  /** By subject key identifier; empty text for certificates without one. */
  readonly byKey: Map<string, StoredCertificate[]>;
  readonly thumbprints: Set<string>;
  isSorted: boolean;
}

const NO_CERTIFICATES: readonly StoredCertificate[] = [];
/**
 * The maximum number of CA certificates of a file that are considered for a chain in it. A server
 * sends fewer than ten.
 */
const MAX_CAS_PER_FILE = 100;

/**
 * Finds the CA certificates that may have issued another certificate: by subject, and by key
 * identifier if both have one. A certificate in several files is found once.
 */
export class CaIndex {
  readonly #bySubject: Map<string, Namesakes> = new Map();
  /** In the order of the file, at most `MAX_CAS_PER_FILE`. */
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

  has(subject: string): boolean {
    return this.#bySubject.has(subject);
  }

  /** Returns the possible issuers in the same file, in order. */
  possibleIssuersInFileOf({ certificate, location: { path } }: StoredCertificate): readonly StoredCertificate[] {
    const inFile = this.#byPath.get(path);
    return inFile === undefined
      ? NO_CERTIFICATES
      : inFile.filter((candidate) => mayHaveIssued(candidate.certificate, certificate));
  }

  /**
   * Yields the possible issuers: first from the same file, then with the matching key identifier,
   * then without one. Each group begins with the latest expiry.
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
    const lists =
      authorityKeyIdentifier === undefined
        ? byKey.values()
        : [byKey.get(authorityKeyIdentifier) ?? NO_CERTIFICATES, byKey.get('') ?? NO_CERTIFICATES];
    for (const candidates of lists) {
      for (const candidate of candidates) if (!yielded.has(candidate.certificate.thumbprint)) yield candidate;
    }
  }
}

/**
 * Returns whether subject and key identifiers allow that the first certificate issued the second.
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
