import type { StoredCertificate } from '../../domain/certificate/certificate.ts';
import type { ChainLink } from '../../domain/certificate/chain-verdict.ts';
import type { ChainChecks } from './signature-checks.ts';
import type { StoredIssuers } from './stored-issuers.ts';

/** The maximum number of locations of a certificate whose files are examined. */
const MAX_PLACES = 4;
/** The maximum number of issuers. No chain in use has more. */
const MAX_LINKS = 10;

/**
 * Returns the issuers that a mail server sends with a certificate: those in the same file, with
 * verified signatures. They are in chain order and without duplicates. For a certificate in several
 * files, the issuers of all files are returned.
 */
export async function presentedLinks(
  places: readonly StoredCertificate[],
  stored: StoredIssuers,
  checks: ChainChecks,
): Promise<readonly ChainLink[]> {
  const links = new Map<string, ChainLink>();
  for (const place of places.slice(0, MAX_PLACES)) {
    const passed = new Set([place.certificate.thumbprint]);
    let at: StoredCertificate | undefined = place;
    while (at !== undefined && passed.size <= MAX_LINKS) {
      at = await siblingIssuer(at, passed, stored, checks);
      if (at === undefined) break;
      const { thumbprint, subject, notAfter } = at.certificate;
      passed.add(thumbprint);
      links.set(thumbprint, { thumbprint, subject, notAfter });
    }
  }
  return [...links.values()];
}

async function siblingIssuer(
  issued: StoredCertificate,
  passed: ReadonlySet<string>,
  stored: StoredIssuers,
  checks: ChainChecks,
): Promise<StoredCertificate | undefined> {
  const authorities = stored.authoritiesInFileOf(issued);
  // Most files have no other CA certificate, and loading takes longer than the rest.
  const judge = authorities.length === 0 ? undefined : await stored.judge(issued);
  if (judge === undefined) return undefined;
  const { thumbprint } = issued.certificate;
  for (const authority of authorities) {
    const { thumbprint: next } = authority.certificate;
    if (passed.has(next)) continue;
    if (checks.count() !== undefined) return undefined;
    if ((await checks.issuer({ thumbprint, judge }, next, () => stored.judge(authority))) !== undefined)
      return authority;
  }
  return undefined;
}
