import { namesOf } from '../../../domain/certificate/certificate.ts';
import { canonicalDnsName } from '../../../domain/certificate/dns-name.ts';
import { isCaCertificate } from '../../../domain/certificate/is-ca-certificate.ts';
import { presentedNames } from '../../../domain/certificate-index/name-index.ts';
import { visible } from '../../../formats/terminal/visible.ts';
import type { StoreListing } from '../../../work/operations.ts';
import type { Candidates } from './completion-kinds.ts';

/** A word that names one certificate or request, and what stands beside it. */
export interface Candidate {
  readonly word: string;
  readonly description: string;
}

interface Named {
  readonly id: string;
  readonly names: readonly string[];
  /** Whether it is one of those that the command takes; a name that another one has, too, names neither. */
  readonly isTaken: boolean;
}

/** A name that can be typed, as it is looked for. */
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
    // An issuer that goes along with another is done nothing with by itself.
    const isOther = isCaCertificate(certificate) || (certificate.isCa && key.kind !== 'matches');
    const names = [...presentedNames(stored)].flatMap(typable);
    return { id: certificate.thumbprint, names, isTaken: among === 'certificates' || !isOther };
  });
  const ofRequests = requests.map(({ request }): Named => {
    return { id: request.sha256Fingerprint, names: namesOf(request).flatMap(typable), isTaken: among !== 'servers' };
  });
  return among === 'servers' ? ofCertificates : [...ofCertificates, ...ofRequests];
}

/**
 * Words that complete what is typed where a certificate is wanted: thumbprints, in lower case where that is how they are begun,
 * then names that only one of them has. A certificate that lies in several places is one.
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
