import { belongsToCa } from '../certificate/belongs-to-ca.ts';
import { type Certificate, namesOf } from '../certificate/certificate.ts';
import type { Reason } from '../failure/problem.ts';
import type { ImportedCertificate, ImportedFile } from './imported-file.ts';
import type { Refusal } from './refusal.ts';

/** Problems that mean that the file contains a private key that could not be read. */
const KEY_REASONS: ReadonlySet<Reason> = new Set([
  'key_encrypted',
  'key_malformed',
  'password_missing',
  'password_wrong',
  'permission_denied',
]);

/**
 * Returns the server certificates. Server certificates that may issue certificates, such as
 * self-signed ones from OpenSSL, are only returned if there are no others.
 */
function serverCertificates(certificates: readonly ImportedCertificate[]): readonly ImportedCertificate[] {
  const servers = certificates.filter(({ certificate }) => !belongsToCa(certificate));
  const withoutCaFlag = servers.filter(({ certificate }) => !certificate.isCa);
  return withoutCaFlag.length > 0 ? withoutCaFlag : servers;
}

/**
 * Returns the certificate to import: the only certificate with a private key, or, if none has one,
 * the only server certificate. Otherwise returns a refusal.
 * @param path the path of the file
 * @param hasKey returns whether the private key is in the file or was stored with a pending CSR
 */
export function chooseImportedCertificate(
  { certificates, problems }: ImportedFile,
  path: string,
  hasKey: (certificate: Certificate) => boolean,
): ImportedCertificate | Refusal {
  const [anyCertificate] = certificates;
  if (anyCertificate === undefined) return { reason: 'nothing-to-import', path, problems };
  const withKey = certificates.filter(({ certificate }) => hasKey(certificate));
  const candidates = withKey.length > 0 ? withKey : serverCertificates(certificates);
  const [candidate, ...otherCandidates] = candidates;
  if (candidate === undefined) {
    // An unreadable key in the file suggests a server certificate, not a trust anchor.
    return problems.some(({ reason }) => KEY_REASONS.has(reason))
      ? { reason: 'no-key', path, subject: subjectText(anyCertificate.certificate), problems }
      : { reason: 'ca-certificate', path, subject: anyCertificate.certificate.subject };
  }
  if (otherCandidates.length === 0) return candidate;
  return { reason: 'ambiguous-import', path, subjects: candidates.map(({ certificate }) => subjectText(certificate)) };
}

/** Returns the subject of a certificate, or its names if the subject is empty. */
export function subjectText(certificate: Certificate): string {
  return certificate.subject === '' ? namesOf(certificate).join(', ') : certificate.subject;
}
