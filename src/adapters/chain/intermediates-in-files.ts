import type { StoredCertificate } from '../../domain/certificate/certificate.ts';
import type { ChainLink } from '../../domain/certificate/chain-verdict.ts';
import type { ChainChecks } from './signature-checks.ts';
import type { StoredCertificates } from './stored-certificates.ts';

/** The maximum number of locations of a certificate whose files are examined. */
const MAX_LOCATIONS = 4;
/** The maximum number of issuers. No chain in use has more. */
const MAX_INTERMEDIATES = 10;

/**
 * Returns the issuers that a mail server sends with a certificate: those in the same file, with
 * verified signatures. They are in chain order and without duplicates. For a certificate in several
 * files, the issuers of all files are returned.
 */
export async function intermediatesInFiles(
  locations: readonly StoredCertificate[],
  storedIssuers: StoredCertificates,
  checks: ChainChecks,
): Promise<readonly ChainLink[]> {
  const links = new Map<string, ChainLink>();
  for (const location of locations.slice(0, MAX_LOCATIONS)) {
    const visited = new Set([location.certificate.thumbprint]);
    let issuer: StoredCertificate | undefined = location;
    while (issuer !== undefined && visited.size <= MAX_INTERMEDIATES) {
      issuer = await findIssuerInFile(issuer, visited, storedIssuers, checks);
      if (issuer === undefined) break;
      const { thumbprint, subject, notAfter } = issuer.certificate;
      visited.add(thumbprint);
      links.set(thumbprint, { thumbprint, subject, notAfter });
    }
  }
  return [...links.values()];
}

async function findIssuerInFile(
  issued: StoredCertificate,
  visited: ReadonlySet<string>,
  storedIssuers: StoredCertificates,
  checks: ChainChecks,
): Promise<StoredCertificate | undefined> {
  const candidates = storedIssuers.possibleIssuersInFileOf(issued);
  // Most files have no other CA certificate, and loading takes longer than the rest.
  const loaded = candidates.length === 0 ? undefined : await storedIssuers.load(issued);
  if (loaded === undefined) return undefined;
  const { thumbprint } = issued.certificate;
  for (const candidate of candidates) {
    const { thumbprint: candidateThumbprint } = candidate.certificate;
    if (visited.has(candidateThumbprint)) continue;
    if (checks.countCandidate() !== undefined) return undefined;
    if (
      (await checks.loadIfIssuer({ thumbprint, loaded }, candidateThumbprint, () => storedIssuers.load(candidate))) !==
      undefined
    )
      return candidate;
  }
  return undefined;
}
