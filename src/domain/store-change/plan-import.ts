import { belongsToCa } from '../certificate/belongs-to-ca.ts';
import type { Certificate, StoredCertificate } from '../certificate/certificate.ts';
import type { StoredRequest } from '../certificate/certificate-request.ts';
import { exclusiveDirectoryOf } from '../connector/exclusive-directory.ts';
import type { StoreSnapshot } from '../connector/store-snapshot.ts';
import { accountsReadingKey } from './accounts-reading-key.ts';
import { chooseImportedCertificate, subjectText } from './choose-imported-certificate.ts';
import { decideInternal, type InternalDecision } from './decide-internal.ts';
import { personalSnapshot } from './find-stored.ts';
import type { ImportedCertificate, ImportedFile } from './imported-file.ts';
import { type Plan, type PlanContext, refused, sortServices } from './plan.ts';
import type { Refusal } from './refusal.ts';
import { stablePathOption } from './stable-path-request.ts';
import type { ImportCommand } from './store-command.ts';
import { wildcardRefusal } from './wildcard-refusal.ts';

/** A certificate to import, with the file that contains it and the command of the user. */
interface ImportSource {
  readonly command: ImportCommand;
  readonly file: ImportedFile;
  readonly chosen: ImportedCertificate;
}

/** Where the private key of a certificate to import is. Both are undefined if there is no key. */
interface KeySource {
  /** The pending CSR with which the key is stored. */
  readonly csr: StoredRequest | undefined;
  /** The key in the imported file; undefined if it is stored with the CSR. */
  readonly privateKeyPem: string | undefined;
}

/**
 * Plans to import a certificate with its private key, or as the issued certificate for a pending
 * CSR.
 */
export function planImport(command: ImportCommand, file: ImportedFile, context: PlanContext): Plan {
  const { path } = command;
  const snapshot = personalSnapshot(context);
  const keySourceOf = ({ publicKeySha256 }: Certificate): KeySource => {
    const csr = pendingRequest(publicKeySha256, snapshot);
    return { csr, privateKeyPem: csr === undefined ? file.keys.get(publicKeySha256) : undefined };
  };
  const hasKey = (certificate: Certificate): boolean => {
    const { csr, privateKeyPem } = keySourceOf(certificate);
    return csr !== undefined || privateKeyPem !== undefined;
  };
  const chosen = chooseImportedCertificate(file, path, hasKey);
  if ('reason' in chosen) return refused(withCertificateLackingIssuers(chosen, file, context));
  const { certificate } = chosen;
  if (belongsToCa(certificate) && !context.isForced) {
    return refused({ reason: 'ca-with-key', path, subject: subjectText(certificate) });
  }
  const source = { command, file, chosen };
  const existing = snapshot.certificates.filter((stored) => stored.certificate.thumbprint === certificate.thumbprint);
  const installed = existing.find((stored) => exclusiveDirectoryOf(stored, context.personal, snapshot) !== undefined);
  if (installed !== undefined) return planForInstalled(source, installed, snapshot);
  if (!hasKey(certificate)) {
    return refused({ reason: 'no-key', path, subject: subjectText(certificate), problems: file.problems });
  }
  return planInstall(source, keySourceOf(certificate), existing, context);
}

/** Returns the pending CSR with a public key, if mailcertd knows where its private key is. */
function pendingRequest(publicKeySha256: string, { requests }: StoreSnapshot): StoredRequest | undefined {
  return requests?.find(
    // The location of the key is only known for CSRs that a command created.
    ({ request, note, hasPrivateKey }) =>
      request.publicKeySha256 === publicKeySha256 && note !== undefined && hasPrivateKey !== false,
  );
}

/**
 * Plans nothing if an installed certificate already has all that the command requests; otherwise
 * refuses the import, because an installed certificate is not replaced.
 */
function planForInstalled(
  { command, file, chosen }: ImportSource,
  installed: StoredCertificate,
  snapshot: StoreSnapshot,
): Plan {
  const services = sortServices(command.services ?? []).filter((service) => !installed.services.includes(service));
  const inSameFile = snapshot.certificates.filter(({ location }) => location.path === installed.location.path);
  const isInstalled = (thumbprint: string): boolean =>
    inSameFile.some((stored) => stored.certificate.thumbprint === thumbprint);
  const lacksIssuers = issuersInFile(chosen, file).some((issuer) => !isInstalled(issuer.certificate.thumbprint));
  const { friendlyName, isExportable } = command;
  const isNameUnchanged = friendlyName === undefined || friendlyName === installed.note?.friendlyName;
  const isExportableUnchanged = isExportable === undefined || isExportable === (installed.note?.isExportable ?? false);
  return services.length === 0 && !lacksIssuers && isNameUnchanged && isExportableUnchanged
    ? { kind: 'unchanged', stored: installed }
    : refused({ reason: 'already-installed', stored: installed, services, lacksIssuers });
}

/**
 * Plans to install a certificate with its private key.
 * @param existing the same certificate outside its own directory, from which the import keeps the
 * services
 */
function planInstall(
  { command, file, chosen }: ImportSource,
  { csr, privateKeyPem }: KeySource,
  existing: readonly StoredCertificate[],
  context: PlanContext,
): Plan {
  const { certificate } = chosen;
  const requestedServices = command.services ?? csr?.services;
  const wildcard = wildcardRefusal(certificate, requestedServices ?? []);
  if (wildcard !== undefined) return refused(wildcard);
  const { internalTransport, now } = context.assessment.observation;
  const renews = csr?.note?.renews;
  // With the CSR for a renewal of the recorded certificate, the user has decided to replace it.
  const renewsRecorded = internalTransport.source === 'recorded' && internalTransport.thumbprint === renews;
  const decision: InternalDecision = renewsRecorded
    ? { kind: 'decided', recordsInternal: true }
    : decideInternal(certificate, requestedServices ?? [], context);
  if (decision.kind === 'asks') return decision;
  const issuers = issuersInFile(chosen, file);
  return {
    kind: 'change',
    change: {
      kind: 'install',
      certificate,
      issuers: issuers.map((issuer) => issuer.certificate),
      certificatePem: [chosen, ...issuers].map(({ pem }) => pem).join(''),
      privateKeyPem,
      csr,
      services: sortServices(requestedServices ?? existing.flatMap((stored) => stored.services)),
      friendlyName: command.friendlyName ?? csr?.note?.friendlyName ?? chosen.friendlyName,
      isExportable: command.isExportable ?? csr?.note?.isExportable ?? false,
      recordsInternal: decision.recordsInternal,
      renews,
      keyReaders: accountsReadingKey(renews, context),
      ...stablePathOption(certificate, now),
    },
  };
}

/**
 * Adds to a refusal `ca-certificate` the installed certificate that lacks the intermediate
 * certificates in the file, if there is one.
 */
function withCertificateLackingIssuers(refusal: Refusal, file: ImportedFile, context: PlanContext): Refusal {
  if (refusal.reason !== 'ca-certificate') return refusal;
  const lacking = certificateLackingIssuers(file, context);
  return lacking === undefined ? refusal : { ...refusal, stored: lacking };
}

/**
 * Returns an installed certificate whose missing intermediate certificates are in a file, or
 * undefined if there is none. Compares only subjects and issuers.
 */
function certificateLackingIssuers(
  { certificates }: ImportedFile,
  context: PlanContext,
): StoredCertificate | undefined {
  const snapshot = personalSnapshot(context);
  // Servers do not send roots, because clients have them.
  const intermediates = certificates.filter(({ certificate }) => certificate.isCa && !certificate.isSelfIssued);
  return snapshot.certificates.find((stored) => {
    if (stored.key.kind !== 'matches' || exclusiveDirectoryOf(stored, context.personal, snapshot) === undefined)
      return false;
    const certificatesInFile = snapshot.certificates.filter(({ location }) => location.path === stored.location.path);
    const isInstalled = ({ thumbprint }: Certificate): boolean =>
      certificatesInFile.some((each) => each.certificate.thumbprint === thumbprint);
    return intermediates.some(
      ({ certificate }) =>
        !isInstalled(certificate) && certificatesInFile.some((each) => each.certificate.issuer === certificate.subject),
    );
  });
}

/**
 * Returns the issuers of a certificate in the file, closest first. Other certificates in the file
 * are ignored.
 */
function issuersInFile(
  { certificate }: ImportedCertificate,
  { certificates }: ImportedFile,
): readonly ImportedCertificate[] {
  const casBySubject = new Map<string, ImportedCertificate[]>();
  for (const imported of certificates) {
    if (imported.certificate === certificate || !imported.certificate.isCa) continue;
    const { subject } = imported.certificate;
    const withSubject = casBySubject.get(subject);
    if (withSubject === undefined) casBySubject.set(subject, [imported]);
    else withSubject.push(imported);
  }
  const issuers: ImportedCertificate[] = [];
  let currentLevel = [certificate];
  while (currentLevel.length > 0) {
    const nextLevel: ImportedCertificate[] = [];
    for (const { issuer } of currentLevel) {
      nextLevel.push(...(casBySubject.get(issuer) ?? []));
      // Adds all certificates with the same subject, once.
      casBySubject.delete(issuer);
    }
    issuers.push(...nextLevel);
    currentLevel = nextLevel.map((imported) => imported.certificate);
  }
  return issuers;
}
