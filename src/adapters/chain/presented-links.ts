import type { StoredCertificate } from '../../domain/certificate/certificate.ts';
import type { ChainLink } from '../../domain/certificate/chain-verdict.ts';
import type { ChainChecks } from './signature-checks.ts';
import type { StoredIssuers } from './stored-issuers.ts';

/** The maximum number of locations of a certificate whose files are examined. */
const MAX_LOCATIONS = 4;
/** The maximum number of issuers. No chain in use has more. */
const MAX_LINKS = 10;

/**
 * Returns the issuers that a mail server sends with a certificate: those in the same file, with
 * verified signatures. They are in chain order and without duplicates. For a certificate in several
 * files, the issuers of all files are returned.
 */
export async function presentedLinks(
  locations: readonly StoredCertificate[],
  stored: StoredIssuers,
  checks: ChainChecks,
): Promise<readonly ChainLink[]> {
  const links = new Map<string, ChainLink>();
  for (const location of locations.slice(0, MAX_LOCATIONS)) {
    const visited = new Set([location.certificate.thumbprint]);
    let issuer: StoredCertificate | undefined = location;
    while (issuer !== undefined && visited.size <= MAX_LINKS) {
      issuer = await siblingIssuer(issuer, visited, stored, checks);
      if (issuer === undefined) break;
      const { thumbprint, subject, notAfter } = issuer.certificate;
      visited.add(thumbprint);
      links.set(thumbprint, { thumbprint, subject, notAfter });
    }
  }
  return [...links.values()];
}

async function siblingIssuer(
  issued: StoredCertificate,
  visited: ReadonlySet<string>,
  stored: StoredIssuers,
  checks: ChainChecks,
): Promise<StoredCertificate | undefined> {
  const candidates = stored.possibleIssuersInFileOf(issued);
  // Most files have no other CA certificate, and loading takes longer than the rest.
  const loaded = candidates.length === 0 ? undefined : await stored.load(issued);
  if (loaded === undefined) return undefined;
  const { thumbprint } = issued.certificate;
  for (const candidate of candidates) {
    const { thumbprint: next } = candidate.certificate;
    if (visited.has(next)) continue;
    if (checks.count() !== undefined) return undefined;
    if ((await checks.issuer({ thumbprint, loaded }, next, () => stored.load(candidate))) !== undefined)
      return candidate;
  }
  return undefined;
}
