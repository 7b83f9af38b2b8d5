import { type Certificate, namesOf, type StoredCertificate } from '../certificate/certificate.ts';
import type { StoredRequest } from '../certificate/certificate-request.ts';
import { isCaCertificate } from '../certificate/is-ca-certificate.ts';
import type { Problem, Reason } from '../problem.ts';
import { decideInternal } from './decide-internal.ts';
import { personalSnapshot } from './find-stored.ts';
import { livenessAt } from './live-order.ts';
import { openedLike } from './opened-like.ts';
import { ownDirectory } from './own-directory.ts';
import { inOrder, type Plan, type PlanContext, refused } from './plan.ts';
import type { Refusal } from './refusal.ts';
import type { ImportOrder } from './store-order.ts';
import { wildcardRefusal } from './wildcard-refusal.ts';

/** What lies in a file that is to be imported. */
export interface ImportedFile {
  /** In order of place, each once. */
  readonly certificates: readonly ImportedCertificate[];
  /** PKCS#8 PEM, not encrypted, by the SHA-256 of the public key. */
  readonly keys: ReadonlyMap<string, string>;
  /** What in it could not be read, or not be opened. */
  readonly problems: readonly Problem[];
}

export interface ImportedCertificate {
  readonly certificate: Certificate;
  readonly pem: string;
  /** What a keystore calls it; left out: nothing. */
  readonly friendlyName?: string;
}

/** What keeps a private key from being read. */
const OF_KEYS: ReadonlySet<Reason> = new Set([
  'key_encrypted',
  'key_malformed',
  'password_missing',
  'password_wrong',
  'permission_denied',
]);

/** Those of servers; such as may issue, as openssl makes self-signed ones, only where there are no others. */
function serversAmong(certificates: readonly ImportedCertificate[]): readonly ImportedCertificate[] {
  const servers = certificates.filter(({ certificate }) => !isCaCertificate(certificate));
  const plain = servers.filter(({ certificate }) => !certificate.isCa);
  return plain.length > 0 ? plain : servers;
}

/** The one that is meant: with its key, which lies in the file or waits with a request; else the only one of somebody here. */
function meantIn(
  { certificates, problems }: ImportedFile,
  path: string,
  hasKey: (certificate: Certificate) => boolean,
): ImportedCertificate | Refusal {
  const [any] = certificates;
  if (any === undefined) return { reason: 'nothing-to-import', path, problems };
  const keyed = certificates.filter(({ certificate }) => hasKey(certificate));
  const meant = keyed.length > 0 ? keyed : serversAmong(certificates);
  const [one, ...others] = meant;
  if (one === undefined) {
    // Whose key lies there, though nobody can open it, is somebody here.
    return problems.some(({ reason }) => OF_KEYS.has(reason))
      ? { reason: 'no-key', path, subject: subjectText(any.certificate), problems }
      : { reason: 'authority', path, subject: any.certificate.subject };
  }
  if (others.length === 0) return one;
  return { reason: 'several-to-import', path, subjects: meant.map(({ certificate }) => subjectText(certificate)) };
}

function subjectText(certificate: Certificate): string {
  return certificate.subject === '' ? namesOf(certificate).join(', ') : certificate.subject;
}

/** Those that stand above it, in order, the nearest first; what else lies in the file stays there. */
function issuersOf(
  { certificate }: ImportedCertificate,
  { certificates }: ImportedFile,
): readonly ImportedCertificate[] {
  const bySubject = new Map<string, ImportedCertificate[]>();
  for (const each of certificates) {
    if (each.certificate === certificate || !each.certificate.isCa) continue;
    const { subject } = each.certificate;
    const others = bySubject.get(subject);
    if (others === undefined) bySubject.set(subject, [each]);
    else others.push(each);
  }
  const found: ImportedCertificate[] = [];
  let below = [certificate];
  while (below.length > 0) {
    const above: ImportedCertificate[] = [];
    for (const { issuer } of below) {
      above.push(...(bySubject.get(issuer) ?? []));
      // Those of one name come together, and once.
      bySubject.delete(issuer);
    }
    found.push(...above);
    below = above.map((each) => each.certificate);
  }
  return found;
}

/** The installed certificate that a server would send these issuers along with, and that they do not lie with; by their names alone. */
function lackedBy({ certificates }: ImportedFile, ground: PlanContext): StoredCertificate | undefined {
  const snapshot = personalSnapshot(ground);
  // Of a root clients know themselves.
  const sent = certificates.filter(({ certificate }) => certificate.isCa && !certificate.isSelfIssued);
  return snapshot.certificates.find((stored) => {
    if (stored.key.kind !== 'matches' || ownDirectory(stored, ground.personal, snapshot) === undefined) return false;
    const along = snapshot.certificates.filter(({ location }) => location.path === stored.location.path);
    const isThere = ({ thumbprint }: Certificate): boolean =>
      along.some((each) => each.certificate.thumbprint === thumbprint);
    return sent.some(
      ({ certificate }) =>
        !isThere(certificate) && along.some((each) => each.certificate.issuer === certificate.subject),
    );
  });
}

/** A certificate comes into the personal store with its key, or to the key that a request there keeps. */
export function planImport(order: ImportOrder, file: ImportedFile, ground: PlanContext): Plan {
  const snapshot = personalSnapshot(ground);
  const requestFor = ({ publicKeySha256 }: Certificate): StoredRequest | undefined =>
    snapshot.requests?.find(
      // Only what a command wrote is known to keep its key where it is looked for.
      ({ request, note, hasPrivateKey }) =>
        request.publicKeySha256 === publicKeySha256 && note !== undefined && hasPrivateKey !== false,
    );
  const keyFor = ({ publicKeySha256 }: Certificate): string | undefined => file.keys.get(publicKeySha256);
  const meant = meantIn(
    file,
    order.path,
    (certificate) => keyFor(certificate) !== undefined || requestFor(certificate) !== undefined,
  );
  if ('reason' in meant) {
    const lacking = meant.reason === 'authority' ? lackedBy(file, ground) : undefined;
    return refused(meant.reason === 'authority' && lacking !== undefined ? { ...meant, stored: lacking } : meant);
  }
  const { certificate } = meant;
  if (isCaCertificate(certificate) && !ground.isForced) {
    return refused({ reason: 'authority-with-key', path: order.path, subject: subjectText(certificate) });
  }

  const there = snapshot.certificates.filter((each) => each.certificate.thumbprint === certificate.thumbprint);
  const stored = there.find((each) => ownDirectory(each, ground.personal, snapshot) !== undefined);
  if (stored !== undefined) {
    const services = inOrder(order.services ?? []).filter((service) => !stored.services.includes(service));
    const beside = snapshot.certificates.filter(({ location }) => location.path === stored.location.path);
    const isThere = (thumbprint: string): boolean => beside.some((each) => each.certificate.thumbprint === thumbprint);
    const lacksIssuers = issuersOf(meant, file).some((issuer) => !isThere(issuer.certificate.thumbprint));
    const { friendlyName, isExportable } = order;
    const isCalled = friendlyName === undefined || friendlyName === stored.note?.friendlyName;
    const isMarked = isExportable === undefined || isExportable === (stored.note?.isExportable ?? false);
    if (services.length === 0 && !lacksIssuers && isCalled && isMarked) return { kind: 'unchanged', stored };
    return refused({ reason: 'already-there', stored, services, lacksIssuers });
  }
  const answers = requestFor(certificate);
  const privateKeyPem = answers === undefined ? keyFor(certificate) : undefined;
  if (answers === undefined && privateKeyPem === undefined) {
    const { path } = order;
    return refused({ reason: 'no-key', path, subject: subjectText(certificate), problems: file.problems });
  }

  const asked = order.services ?? answers?.services ?? [];
  // A loose one is no obstacle: this is how it comes to a folder of its own, and what it serves it serves on.
  const services = inOrder(order.services ?? answers?.services ?? there.flatMap((loose) => loose.services));
  const wildcard = wildcardRefusal(certificate, asked);
  if (wildcard !== undefined) return refused(wildcard);
  const { internalTransport, now } = ground.assessment.observation;
  const renews = answers?.note?.renews;
  // Whoever asked for the renewal of the recorded one has said what is to become of it.
  const isClone = internalTransport.source === 'recorded' && internalTransport.thumbprint === renews;
  const recordsInternal = isClone || decideInternal(certificate, asked, ground);
  if (typeof recordsInternal !== 'boolean') return recordsInternal;
  const issuers = issuersOf(meant, file);
  return {
    kind: 'change',
    change: {
      kind: 'install',
      certificate,
      issuers: issuers.map((each) => each.certificate),
      certificatePem: [meant, ...issuers].map(({ pem }) => pem).join(''),
      privateKeyPem,
      answers,
      services,
      friendlyName: order.friendlyName ?? answers?.note?.friendlyName ?? meant.friendlyName,
      isExportable: order.isExportable ?? answers?.note?.isExportable ?? false,
      recordsInternal,
      renews,
      opensTo: openedLike(renews, ground),
      ...livenessAt(certificate, now),
    },
  };
}
