import type { X509Certificate } from 'node:crypto';
import type { StoredCertificate } from '../../domain/certificate/certificate.ts';
import type { ChainLink } from '../../domain/certificate/chain-verdict.ts';
import type { ChainChecks } from './signature-checks.ts';
import type { StoredCertificates } from './stored-certificates.ts';

/** The maximum number of files with the same certificate that are examined. */
const MAX_LOCATIONS = 4;
/** The maximum number of issuers. No chain in use has more. */
const MAX_INTERMEDIATES = 10;

/**
 * Returns the issuers that a mail server sends with a certificate, because they are in the same
 * file. Their signatures are verified. They are in chain order, without duplicates. If the
 * certificate is in several files, the issuers in any of them are returned.
 */
export async function intermediatesInFiles(
  locations: readonly StoredCertificate[],
  storedCertificates: StoredCertificates,
  checks: ChainChecks,
): Promise<readonly ChainLink[]> {
  const links = new Map<string, ChainLink>();
  for (const location of locations.slice(0, MAX_LOCATIONS)) {
    const visited = new Set([location.certificate.thumbprint]);
    let issuer: StoredCertificate | undefined = location;
    while (issuer !== undefined && visited.size <= MAX_INTERMEDIATES) {
      issuer = await findIssuerInFile(issuer, visited, storedCertificates, checks);
      if (issuer === undefined) break;
      const { thumbprint, subject, notAfter } = issuer.certificate;
      visited.add(thumbprint);
      links.set(thumbprint, { thumbprint, subject, notAfter });
    }
  }
  return [...links.values()];
}

/** Returns the issuer of a certificate in the same file, unless it was visited. */
async function findIssuerInFile(
  issued: StoredCertificate,
  visited: ReadonlySet<string>,
  storedCertificates: StoredCertificates,
  checks: ChainChecks,
): Promise<StoredCertificate | undefined> {
  const candidates = storedCertificates.possibleIssuersInFileOf(issued);
  // Loaded only if there are candidates, because loading takes long and most files have none.
  const loaded = candidates.length === 0 ? undefined : await storedCertificates.load(issued);
  if (loaded === undefined) return undefined;
  const { thumbprint } = issued.certificate;
  for (const candidate of candidates) {
    const { thumbprint: candidateThumbprint } = candidate.certificate;
    if (visited.has(candidateThumbprint)) continue;
    // The limit of candidates is reached.
    if (checks.countCandidate() !== undefined) return undefined;
    const load = (): Promise<X509Certificate | undefined> => storedCertificates.load(candidate);
    const issuer = await checks.loadIfIssuer({ thumbprint, loaded }, candidateThumbprint, load);
    if (issuer !== undefined) return candidate;
  }
  return undefined;
}
