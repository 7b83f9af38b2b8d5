import { namesOf } from '../../../domain/certificate/certificate.ts';
import { canonicalDnsName } from '../../../domain/certificate/dns-name.ts';
import { isCaCertificate } from '../../../domain/certificate/is-ca-certificate.ts';
import { canonicalNamesOf } from '../../../domain/certificate-index/name-index.ts';
import { visible } from '../../../formats/terminal/visible.ts';
import type { StoreListing } from '../../../work/operations/query-operations.ts';
import type { Candidates } from './completion-kinds.ts';

/**
 * A word that names exactly one certificate or CSR, with its description in the completion list.
 */
export interface Candidate {
  readonly word: string;
  readonly description: string;
}

interface Named {
  readonly id: string;
  readonly names: readonly string[];
  /**
   * True if the command accepts the certificate. The others are needed, too: a name that two
   * certificates have identifies neither.
   */
  readonly isTaken: boolean;
}

/** Returns the canonical DNS name; empty if the name is not a valid one. */
const typable = (name: string): readonly string[] => {
  const known = canonicalDnsName(name);
  return known === undefined ? [] : [known];
};

function namedIn(
  { certificates, requests }: Pick<StoreListing, 'certificates' | 'requests'>,
  among: Candidates,
): Named[] {
  const ofCertificates = certificates.map(({ stored }): Named => {
    const { certificate, key } = stored;
    // Commands for server certificates do not accept intermediate certificates.
    const isOther = isCaCertificate(certificate) || (certificate.isCa && key.kind !== 'matches');
    const names = [...canonicalNamesOf(stored)].flatMap(typable);
    return { id: certificate.thumbprint, names, isTaken: among === 'certificates' || !isOther };
  });
  const ofRequests = requests.map(({ request }): Named => {
    return { id: request.sha256Fingerprint, names: namesOf(request).flatMap(typable), isTaken: among !== 'servers' };
  });
  return among === 'servers' ? ofCertificates : [...ofCertificates, ...ofRequests];
}

/**
 * Returns the completion words for a certificate: thumbprints, then names that only one certificate
 * has. Thumbprints are lower case if the typed beginning is. A certificate in several places counts
 * once.
 */
export function completionCandidates(
  listing: Pick<StoreListing, 'certificates' | 'requests'>,
  among: Candidates,
  typed: string,
): readonly Candidate[] {
  const all = [...new Map(namedIn(listing, among).map((each) => [each.id, each])).values()];
  const ofName = new Map<string, string[]>();
  for (const { id, names } of all)
    for (const name of new Set(names)) ofName.set(name, [...(ofName.get(name) ?? []), id]);
  const isLower = /^[0-9a-f]*[a-f][0-9a-f]*$/.test(typed);
  const taken = all.filter(({ isTaken }) => isTaken);
  const ids = taken.map(({ id, names }) => ({
    word: isLower ? id.toLowerCase() : id,
    description: names.map(visible).join(', '),
  }));
  const names = taken.flatMap(({ id, names: own }) =>
    [...new Set(own)].filter((name) => ofName.get(name)?.length === 1).map((word) => ({ word, description: id })),
  );
  return [...ids, ...names].filter(({ word }) => word.startsWith(typed));
}
