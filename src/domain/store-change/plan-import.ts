import { type Certificate, namesOf, type StoredCertificate } from '../certificate/certificate.ts';
import type { StoredRequest } from '../certificate/certificate-request.ts';
import { isCaCertificate } from '../certificate/is-ca-certificate.ts';
import { exclusiveDirectoryOf } from '../connector/exclusive-directory.ts';
import type { Problem, Reason } from '../problem.ts';
import { accountsReadingKey } from './accounts-reading-key.ts';
import { decideInternal, type InternalDecision } from './decide-internal.ts';
import { personalSnapshot } from './find-stored.ts';
import { stablePathFlag } from './live-order.ts';
import { type Plan, type PlanContext, refused, sortServices } from './plan.ts';
import type { Refusal } from './refusal.ts';
import type { ImportOrder } from './store-order.ts';
import { wildcardRefusal } from './wildcard-refusal.ts';

/** The contents of a file to import. */
export interface ImportedFile {
  /** In the order of the file, without duplicates. */
  readonly certificates: readonly ImportedCertificate[];
  /** PKCS#8 PEM, not encrypted, by the SHA-256 of the public key. */
  readonly keys: ReadonlyMap<string, string>;
  /** Parts of the file that could not be read or decrypted. */
  readonly problems: readonly Problem[];
}

/** A certificate in a file to import. */
export interface ImportedCertificate {
  readonly certificate: Certificate;
  readonly pem: string;
  /** The friendly name in a keystore; left out: none. */
  readonly friendlyName?: string;
}

/** Reasons why a private key could not be read. */
const KEY_REASONS: ReadonlySet<Reason> = new Set([
  'key_encrypted',
  'key_malformed',
  'password_missing',
  'password_wrong',
  'permission_denied',
]);

/**
 * Returns the server certificates. Certificates with the CA flag, such as self-signed ones from
 * OpenSSL, are only used if there are no others.
 */
function serverCertificates(certificates: readonly ImportedCertificate[]): readonly ImportedCertificate[] {
  const servers = certificates.filter(({ certificate }) => !isCaCertificate(certificate));
  const plain = servers.filter(({ certificate }) => !certificate.isCa);
  return plain.length > 0 ? plain : servers;
}

/**
 * Returns the certificate to import: the only one whose private key is in the file or belongs to a
 * pending CSR, or else the only server certificate. Otherwise returns a refusal.
 */
function chooseCertificate(
  { certificates, problems }: ImportedFile,
  path: string,
  hasKey: (certificate: Certificate) => boolean,
): ImportedCertificate | Refusal {
  const [any] = certificates;
  if (any === undefined) return { reason: 'nothing-to-import', path, problems };
  const keyed = certificates.filter(({ certificate }) => hasKey(certificate));
  const candidates = keyed.length > 0 ? keyed : serverCertificates(certificates);
  const [first, ...others] = candidates;
  if (first === undefined) {
    // An unreadable key in the file suggests a server certificate, not a trust anchor.
    return problems.some(({ reason }) => KEY_REASONS.has(reason))
      ? { reason: 'no-key', path, subject: subjectText(any.certificate), problems }
      : { reason: 'ca-certificate', path, subject: any.certificate.subject };
  }
  if (others.length === 0) return first;
  return { reason: 'ambiguous-import', path, subjects: candidates.map(({ certificate }) => subjectText(certificate)) };
}

function subjectText(certificate: Certificate): string {
  return certificate.subject === '' ? namesOf(certificate).join(', ') : certificate.subject;
}

/**
 * Returns the issuers of a certificate in the file, closest first. Other certificates in the file
 * are ignored.
 */
function issuersOf(
  { certificate }: ImportedCertificate,
  { certificates }: ImportedFile,
): readonly ImportedCertificate[] {
  const bySubject = new Map<string, ImportedCertificate[]>();
  for (const each of certificates) {
    if (each.certificate === certificate || !each.certificate.isCa) continue;
    const { subject } = each.certificate;
    const withSubject = bySubject.get(subject);
    if (withSubject === undefined) bySubject.set(subject, [each]);
    else withSubject.push(each);
  }
  const issuers: ImportedCertificate[] = [];
  let below = [certificate];
  while (below.length > 0) {
    const above: ImportedCertificate[] = [];
    for (const { issuer } of below) {
      above.push(...(bySubject.get(issuer) ?? []));
      // Adds all certificates with the same subject, once.
      bySubject.delete(issuer);
    }
    issuers.push(...above);
    below = above.map((each) => each.certificate);
  }
  return issuers;
}

/**
 * Returns an installed certificate for which the file contains missing intermediate certificates,
 * by comparing names only.
 */
function certificateLackingIssuers(
  { certificates }: ImportedFile,
  context: PlanContext,
): StoredCertificate | undefined {
  const snapshot = personalSnapshot(context);
  // Roots are not sent, because clients have them.
  const sent = certificates.filter(({ certificate }) => certificate.isCa && !certificate.isSelfIssued);
  return snapshot.certificates.find((stored) => {
    if (stored.key.kind !== 'matches' || exclusiveDirectoryOf(stored, context.personal, snapshot) === undefined)
      return false;
    const certificatesInFile = snapshot.certificates.filter(({ location }) => location.path === stored.location.path);
    const isInstalled = ({ thumbprint }: Certificate): boolean =>
      certificatesInFile.some((each) => each.certificate.thumbprint === thumbprint);
    return sent.some(
      ({ certificate }) =>
        !isInstalled(certificate) && certificatesInFile.some((each) => each.certificate.issuer === certificate.subject),
    );
  });
}

/**
 * Plans to import a certificate with its private key, or as the issued certificate for a pending
 * CSR.
 */
export function planImport(order: ImportOrder, file: ImportedFile, context: PlanContext): Plan {
  const snapshot = personalSnapshot(context);
  const requestFor = ({ publicKeySha256 }: Certificate): StoredRequest | undefined =>
    snapshot.requests?.find(
      // The location of the key is only known for CSRs that a command created.
      ({ request, note, hasPrivateKey }) =>
        request.publicKeySha256 === publicKeySha256 && note !== undefined && hasPrivateKey !== false,
    );
  const keyFor = ({ publicKeySha256 }: Certificate): string | undefined => file.keys.get(publicKeySha256);
  const chosen = chooseCertificate(
    file,
    order.path,
    (certificate) => keyFor(certificate) !== undefined || requestFor(certificate) !== undefined,
  );
  if ('reason' in chosen) {
    const lacking = chosen.reason === 'ca-certificate' ? certificateLackingIssuers(file, context) : undefined;
    return refused(
      chosen.reason === 'ca-certificate' && lacking !== undefined ? { ...chosen, stored: lacking } : chosen,
    );
  }
  const { certificate } = chosen;
  if (isCaCertificate(certificate) && !context.isForced) {
    return refused({ reason: 'ca-with-key', path: order.path, subject: subjectText(certificate) });
  }

  const existing = snapshot.certificates.filter((each) => each.certificate.thumbprint === certificate.thumbprint);
  const stored = existing.find((each) => exclusiveDirectoryOf(each, context.personal, snapshot) !== undefined);
  if (stored !== undefined) {
    const services = sortServices(order.services ?? []).filter((service) => !stored.services.includes(service));
    const inSameFile = snapshot.certificates.filter(({ location }) => location.path === stored.location.path);
    const isInstalled = (thumbprint: string): boolean =>
      inSameFile.some((each) => each.certificate.thumbprint === thumbprint);
    const lacksIssuers = issuersOf(chosen, file).some((issuer) => !isInstalled(issuer.certificate.thumbprint));
    const { friendlyName, isExportable } = order;
    const isNameUnchanged = friendlyName === undefined || friendlyName === stored.note?.friendlyName;
    const isExportableUnchanged = isExportable === undefined || isExportable === (stored.note?.isExportable ?? false);
    if (services.length === 0 && !lacksIssuers && isNameUnchanged && isExportableUnchanged)
      return { kind: 'unchanged', stored };
    return refused({ reason: 'already-installed', stored, services, lacksIssuers });
  }
  const answers = requestFor(certificate);
  const privateKeyPem = answers === undefined ? keyFor(certificate) : undefined;
  if (answers === undefined && privateKeyPem === undefined) {
    const { path } = order;
    return refused({ reason: 'no-key', path, subject: subjectText(certificate), problems: file.problems });
  }

  const requestedServices = order.services ?? answers?.services ?? [];
  // A certificate outside its own directory can be imported: the import creates the directory and
  // keeps the services.
  const services = sortServices(order.services ?? answers?.services ?? existing.flatMap((each) => each.services));
  const wildcard = wildcardRefusal(certificate, requestedServices);
  if (wildcard !== undefined) return refused(wildcard);
  const { internalTransport, now } = context.assessment.observation;
  const renews = answers?.note?.renews;
  // The user who requested the renewal has already decided to replace the recorded certificate.
  const isClone = internalTransport.source === 'recorded' && internalTransport.thumbprint === renews;
  const internal: InternalDecision = isClone
    ? { kind: 'decided', recordsInternal: true }
    : decideInternal(certificate, requestedServices, context);
  if (internal.kind === 'asks') return internal;
  const { recordsInternal } = internal;
  const issuers = issuersOf(chosen, file);
  return {
    kind: 'change',
    change: {
      kind: 'install',
      certificate,
      issuers: issuers.map((each) => each.certificate),
      certificatePem: [chosen, ...issuers].map(({ pem }) => pem).join(''),
      privateKeyPem,
      answers,
      services,
      friendlyName: order.friendlyName ?? answers?.note?.friendlyName ?? chosen.friendlyName,
      isExportable: order.isExportable ?? answers?.note?.isExportable ?? false,
      recordsInternal,
      renews,
      opensTo: accountsReadingKey(renews, context),
      ...stablePathFlag(certificate, now),
    },
  };
}
