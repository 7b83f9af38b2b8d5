import { cannotLoadStarttlsCertificateFromStore } from '../event/catalog/cannot-load-starttls-certificate-from-store.ts';
import { certificateNotYetValid } from '../event/catalog/certificate-not-yet-valid.ts';
import { chainCertificateExpired } from '../event/catalog/chain-certificate-expired.ts';
import { nameOnlyInCommonName } from '../event/catalog/name-only-in-common-name.ts';
import { servedAddressesDiffer } from '../event/catalog/served-addresses-differ.ts';
import { servedCertificateDiffersFromDisk } from '../event/catalog/served-certificate-differs-from-disk.ts';
import { servedCertificateExpired } from '../event/catalog/served-certificate-expired.ts';
import { servedCertificateExpiresSoon } from '../event/catalog/served-certificate-expires-soon.ts';
import { servedChainUntrusted } from '../event/catalog/served-chain-untrusted.ts';
import { servedNameMismatch } from '../event/catalog/served-name-mismatch.ts';
import { starttlsCertificateExpired } from '../event/catalog/starttls-certificate-expired.ts';
import { starttlsCertificateExpiresSoon } from '../event/catalog/starttls-certificate-expires-soon.ts';
import { starttlsNotOffered } from '../event/catalog/starttls-not-offered.ts';
import { starttlsWithdrawn } from '../event/catalog/starttls-withdrawn.ts';
import { untrustedChain } from '../event/catalog/untrusted-chain.ts';
import type { ReasonData } from '../event/data/reason-data.ts';
import type { SelectionData } from '../event/data/selection-data.ts';
import type { ServerData } from '../event/data/server-data.ts';
import type { NamedCertificatesData, NamedConnectorsData } from '../event/event-data-groups.ts';
import type { Finding } from '../evidence/finding.ts';
import { conditionIdentityOf } from '../rule/evaluate.ts';
import { isClientRejection } from '../selection/client-rejection.ts';
import type { Condition } from './condition.ts';

/** The part of a condition about files that the checks read. */
type OnDisk = Pick<NamedCertificatesData, 'thumbprint'> &
  Partial<Pick<ServerData, 'certificateFiles'> & Pick<ReasonData, 'reason'> & SelectionData>;
/** The part of a finding about a server that the checks read. */
type Served = Pick<NamedCertificatesData, 'thumbprint' | 'certificates'> & Partial<Pick<ReasonData, 'reason'>>;

/** Returns whether an open condition about files already reports the problem that a probe found. */
type Reports = (onDisk: OnDisk, served: Served) => boolean;

const isSameCertificate: Reports = (onDisk, served) =>
  onDisk.thumbprint !== undefined && onDisk.thumbprint === served.thumbprint;

/**
 * The certificate on disk was not selected, for the same reason for which the served certificate is
 * reported.
 */
const isRejected: Reports = ({ nearestMiss }, served) =>
  nearestMiss !== undefined && nearestMiss.thumbprint === served.thumbprint && nearestMiss.reason === served.reason;

/** The server has no usable certificate and cannot offer TLS. */
const endsTls: Reports = ({ certificateFiles, reason }) => certificateFiles === undefined || !isClientRejection(reason);

/**
 * The certificate has expired, and the server names no files. If its settings name files, it still
 * offers TLS.
 */
const hasNoNamedFile: Reports = ({ certificateFiles }) => certificateFiles === undefined;

/** The certificate of the condition is one of those that the addresses of the server serve. */
const isListedCertificate: Reports = ({ thumbprint }, { certificates = [] }) =>
  certificates.some((each) => each.thumbprint === thumbprint);

/** IDs of events about files: no usable certificate, expired, and replaced but not loaded yet. */
const { eventId: NOTHING_USABLE } = cannotLoadStarttlsCertificateFromStore;
const { eventId: EXPIRED } = starttlsCertificateExpired;
const { eventId: NOT_LOADED } = servedCertificateDiffersFromDisk;

/** The events about files that report why a server offers no TLS. */
const REPORT_MISSING_TLS: readonly (readonly [number, Reports])[] = [
  [NOTHING_USABLE, endsTls],
  [EXPIRED, hasNoNamedFile],
];

/**
 * By event about a server: the events about files that report the same problem, each with the check
 * that must be true.
 */
const REPORTED_BY: ReadonlyMap<number, readonly (readonly [number, Reports])[]> = new Map([
  [starttlsNotOffered.eventId, REPORT_MISSING_TLS],
  [starttlsWithdrawn.eventId, REPORT_MISSING_TLS],
  [
    servedCertificateExpired.eventId,
    [
      [EXPIRED, isSameCertificate],
      [NOTHING_USABLE, isRejected],
    ],
  ],
  [
    servedCertificateExpiresSoon.eventId,
    [
      [starttlsCertificateExpiresSoon.eventId, isSameCertificate],
      [NOT_LOADED, isSameCertificate],
    ],
  ],
  [
    servedNameMismatch.eventId,
    [
      [nameOnlyInCommonName.eventId, isSameCertificate],
      [NOTHING_USABLE, isRejected],
      [NOT_LOADED, isSameCertificate],
    ],
  ],
  [
    servedChainUntrusted.eventId,
    [
      [untrustedChain.eventId, isSameCertificate],
      [chainCertificateExpired.eventId, isSameCertificate],
      [NOTHING_USABLE, isRejected],
    ],
  ],
  [certificateNotYetValid.eventId, [[NOT_LOADED, isSameCertificate]]],
  [servedAddressesDiffer.eventId, [[NOT_LOADED, isListedCertificate]]],
]);

/**
 * By event: the event that reports the same problem of the same connector while it is undecided.
 */
const UNDECIDED_AS: ReadonlyMap<number, number> = new Map([[starttlsWithdrawn.eventId, starttlsNotOffered.eventId]]);

function namesOf({ connector, connectors = [] }: NamedConnectorsData): readonly string[] {
  return connector === undefined ? connectors : [connector];
}

/**
 * Returns whether another open condition about the same connector already reports the problem of a
 * finding (the result of a rule), and its rule could not decide about it in this scan. Without this
 * check, an address that DNS returns only sometimes would replace one condition by the other each
 * time.
 * @param open the open conditions, by `conditionIdentityOf`
 * @param undecided the conditions that their rules could not decide, by `conditionIdentityOf`
 */
export function isReportedByUndecided(
  { event, subject }: Finding,
  open: ReadonlyMap<string, Condition>,
  undecided: ReadonlySet<string> = new Set(),
): boolean {
  const equivalentEventId = UNDECIDED_AS.get(event.eventId);
  if (equivalentEventId === undefined) return false;
  const identity = conditionIdentityOf(equivalentEventId, subject);
  return open.has(identity) && undecided.has(identity);
}

/**
 * Returns whether an open condition about files already reports the problem that a probe found. The
 * condition must be about all connectors of the finding, and at least as urgent. It only counts
 * while its files are unavailable, so that they cannot be compared with the served certificate.
 * @param open the open conditions without a finding whose store or inventory is unavailable
 * @param notServingDisk connectors whose servers do not serve the certificate on disk; no condition
 * about files reports what they serve
 */
export function isReportedByOpen(
  { event, facts, urgency = 0 }: Finding,
  open: readonly Condition[],
  notServingDisk: ReadonlySet<string>,
): boolean {
  const reporting = REPORTED_BY.get(event.eventId);
  if (reporting === undefined || open.length === 0) return false;
  const names = namesOf(facts);
  if (names.some((name) => notServingDisk.has(name))) return false;
  return open.some((condition) => {
    const reportedNames = new Set(namesOf(condition.facts));
    return (
      urgency <= condition.urgency &&
      names.every((name) => reportedNames.has(name)) &&
      reporting.some(([eventId, reports]) => eventId === condition.eventId && reports(condition.facts, facts))
    );
  });
}
