import { belongsToCa } from '../../../domain/certificate/belongs-to-ca.ts';
import { namesOf } from '../../../domain/certificate/certificate.ts';
import { canonicalDnsName } from '../../../domain/certificate/dns-name.ts';
import { canonicalNamesOf } from '../../../domain/certificate-index/name-index.ts';
import { visible } from '../../../formats/terminal/visible.ts';
import type { StoreListing } from '../../../work/operations/query-operations.ts';
import type { CertificateArgumentKind } from './certificate-argument-kinds.ts';

/** A word that names exactly one certificate or CSR, with its description in the list of words. */
export interface Candidate {
  readonly word: string;
  readonly description: string;
}

/** A certificate or CSR. */
interface NamedObject {
  /** The thumbprint of a certificate, or the SHA-256 of a CSR. */
  readonly id: string;
  readonly names: readonly string[];
  /**
   * True if the command accepts the object. Other objects are needed, too, because a name that an
   * object shares with another object identifies neither of them.
   */
  readonly isAccepted: boolean;
}

/**
 * Returns the words that name an accepted certificate or CSR and begin with the typed text: IDs,
 * then the names that only one object has. IDs are in lower case if the typed text is. A
 * certificate in several places is one object.
 */
export function completionCandidates(
  listing: Pick<StoreListing, 'certificates' | 'requests'>,
  kind: CertificateArgumentKind,
  typed: string,
): readonly Candidate[] {
  const objects = [...new Map(namedObjectsIn(listing, kind).map((object) => [object.id, object])).values()];
  const idsByName = new Map<string, string[]>();
  for (const { id, names } of objects)
    for (const name of new Set(names)) idsByName.set(name, [...(idsByName.get(name) ?? []), id]);
  const isTypedInLowerCase = /^[0-9a-f]*[a-f][0-9a-f]*$/.test(typed);
  const accepted = objects.filter(({ isAccepted }) => isAccepted);
  const ids = accepted.map(({ id, names }) => ({
    word: isTypedInLowerCase ? id.toLowerCase() : id,
    description: names.map(visible).join(', '),
  }));
  const uniqueNames = accepted.flatMap(({ id, names }) =>
    [...new Set(names)].filter((name) => idsByName.get(name)?.length === 1).map((word) => ({ word, description: id })),
  );
  return [...ids, ...uniqueNames].filter(({ word }) => word.startsWith(typed));
}

function namedObjectsIn(
  { certificates, requests }: Pick<StoreListing, 'certificates' | 'requests'>,
  kind: CertificateArgumentKind,
): NamedObject[] {
  const ofCertificates = certificates.map(({ stored }): NamedObject => {
    const { certificate, key } = stored;
    // A CA certificate, unless it is a server certificate with its key.
    const isIntermediate = belongsToCa(certificate) || (certificate.isCa && key.kind !== 'matches');
    const names = [...canonicalNamesOf(stored)].flatMap(canonicalNames);
    return { id: certificate.thumbprint, names, isAccepted: kind === 'certificates' || !isIntermediate };
  });
  const ofRequests = requests.map(({ request }): NamedObject => {
    return { id: request.sha256Fingerprint, names: namesOf(request).flatMap(canonicalNames), isAccepted: true };
  });
  // A command that accepts no CSR also ignores the names of CSRs.
  return kind === 'servers' ? ofCertificates : [...ofCertificates, ...ofRequests];
}

/** Returns the canonical DNS name in a list; an empty list for an invalid name. */
const canonicalNames = (name: string): readonly string[] => {
  const canonicalName = canonicalDnsName(name);
  return canonicalName === undefined ? [] : [canonicalName];
};
