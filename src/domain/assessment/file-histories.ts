import { mayHaveKey, type StoredCertificate, type Thumbprint } from '../certificate/certificate.ts';
import { wildcardFor } from '../certificate/dns-name.ts';
import type { CertificateIndex } from '../certificate-index/certificate-index.ts';
import { canonicalNamesOf } from '../certificate-index/name-index.ts';
import { isFileStore } from '../connector/certificate-file.ts';
import { coverageOf } from '../observation/coverage.ts';
import {
  type FileHistory,
  locationKey,
  type Memory,
  NAMES_REMEMBERED,
  type RememberedCertificate,
} from '../observation/memory.ts';
import { DAY, type Instant } from '../time.ts';
import type { Assessment } from './assess.ts';

/**
 * Time for which changes by a renewal are reported, and for which an empty location is remembered;
 * then they are accepted as intended.
 */
const ACCEPTED_AFTER: number = 7 * DAY;

/** Returns the certificate that is now at a remembered location; undefined if there is none. */
export function certificateAt(key: string, index: CertificateIndex): StoredCertificate | undefined {
  const hash = key.lastIndexOf('#');
  const block = Number(key.slice(hash + 1));
  return index.inFile(key.slice(0, hash)).find(({ location }) => location.block === block);
}

/** Returns whether a change is not yet accepted as intended. */
function isRecent(at: Instant, now: Instant): boolean {
  return now - at < ACCEPTED_AFTER;
}

function digestOf(stored: StoredCertificate): RememberedCertificate {
  const { thumbprint, issuer } = stored.certificate;
  return { thumbprint, names: [...canonicalNamesOf(stored)].slice(0, NAMES_REMEMBERED).sort(), issuer };
}

/** Returns the names that a certificate does not match, not even by a wildcard. */
export function missingNames(names: readonly string[], stored: StoredCertificate): readonly string[] {
  const certificateNames = canonicalNamesOf(stored);
  return names.filter((name) => {
    const wildcard = wildcardFor(name);
    return !certificateNames.has(name) && (wildcard === undefined || !certificateNames.has(wildcard));
  });
}

/**
 * Returns the organization of an issuer, if it has one, because CAs often change the names of their
 * issuing certificates.
 */
function issuerOrganization(issuer: string): string {
  return /(?:^|,)O=((?:\\.|[^,\\])*)/.exec(issuer)?.[1] ?? issuer;
}

/** Returns whether the issuer's organization differs from that of the previous certificate. */
export function isOtherIssuer(previous: RememberedCertificate, { certificate }: StoredCertificate): boolean {
  return issuerOrganization(previous.issuer) !== issuerOrganization(certificate.issuer);
}

/**
 * Returns the previous certificate of a location, if names were lost or the issuer changed and this
 * must be reported. After several renewals in a row, the first one counts until nothing is missing
 * any more.
 */
export function previousCertificate(
  history: FileHistory,
  stored: StoredCertificate,
  now: Instant,
): FileHistory['before'] {
  const isUnchanged = stored.certificate.thumbprint === history.thumbprint;
  const { thumbprint, names, issuer } = history;
  const previous = history.before ?? (isUnchanged ? undefined : { thumbprint, names, issuer, replacedAt: now });
  if (previous === undefined || !isRecent(previous.replacedAt, now)) return undefined;
  const isReported = missingNames(previous.names, stored).length > 0 || isOtherIssuer(previous, stored);
  // The system clock may have been ahead; the report must not stay forever.
  return isReported ? { ...previous, replacedAt: Math.min(previous.replacedAt, now) } : undefined;
}

/**
 * Returns the certificates to remember, by location: selected ones, the internal one, and the first
 * thousand with a key in personal stores.
 */
function certificatesToRemember({
  selections,
  internal,
  index,
  context,
}: Assessment): ReadonlyMap<string, StoredCertificate> {
  const certificates = new Map<string, StoredCertificate>();
  for (const { selection } of selections) {
    if (selection.kind === 'chosen') certificates.set(locationKey(selection.chosen), selection.chosen);
  }
  if (internal !== undefined) certificates.set(locationKey(internal), internal);
  for (const stored of index.keyed) if (context.isPersonal(stored.store)) certificates.set(locationKey(stored), stored);
  return certificates;
}

type KnownLocation = readonly [key: string, history: FileHistory, stored: StoredCertificate | undefined];

/** Cache, because the locations are needed several times in each scan. */
const LOCATIONS: WeakMap<Assessment, readonly KnownLocation[]> = new WeakMap();

/** Returns the remembered locations in available stores, with their current certificates. */
function knownLocations(assessment: Assessment): readonly KnownLocation[] {
  const locations = LOCATIONS.get(assessment) ?? findLocations(assessment);
  LOCATIONS.set(assessment, locations);
  return locations;
}

function findLocations(assessment: Assessment): readonly KnownLocation[] {
  const { observation, index } = assessment;
  if (observation.before.occupants.size === 0) return [];
  const certificates = certificatesToRemember(assessment);
  const coverage = coverageOf(observation);
  return [...observation.before.occupants]
    .filter(([, { store }]) => coverage(`store:${store}`) === 'available')
    .map(([key, history]) => [key, history, certificates.get(key) ?? certificateAt(key, index)]);
}

/** Returns the known locations that contain a certificate now, usable or not. */
export function knownFiles(assessment: Assessment): readonly (readonly [string, FileHistory, StoredCertificate])[] {
  return knownLocations(assessment).flatMap(([key, history, stored]) =>
    stored === undefined ? [] : [[key, history, stored] as const],
  );
}

/**
 * Returns the locations in named files that contain no certificate now, and whose last renewal must
 * be reported. A server needs the file, so it is expected to return. A file of a searched store may
 * be removed on purpose.
 */
export function emptyRenewedLocations(assessment: Assessment): readonly string[] {
  const { now } = assessment.observation;
  return knownLocations(assessment).flatMap(([key, { store, before: previous }, stored]) =>
    stored === undefined && isFileStore(store) && previous !== undefined && isRecent(previous.replacedAt, now)
      ? [key]
      : [],
  );
}

/**
 * Returns whether a renewal seems to be in progress: the certificate at a remembered location has
 * no key, or still the previous one. Only one scan waits for this. The order in which certificate
 * and key are written does not matter.
 */
export function isRenewing(assessment: Assessment): boolean {
  if (!assessment.observation.service.willScanAgain) return false;
  return knownFiles(assessment).some(([, { awaitsKey }, stored]) => !mayHaveKey(stored.key) && !awaitsKey);
}

/**
 * Returns the recorded internal transport certificate if it is missing: its last location is still
 * needed.
 */
function lostThumbprint({ observation: { internalTransport }, internal }: Assessment): Thumbprint | undefined {
  return internal === undefined && 'thumbprint' in internalTransport ? internalTransport.thumbprint : undefined;
}

/** Maximum number of locations without a certificate that are remembered in searched stores. */
const EMPTY_REMEMBERED = 1000;

/**
 * Returns the histories of locations in available stores that contain no certificate now. They are
 * remembered for a week, because a renewal may remove the file before it writes the new one.
 */
function emptyLocations(assessment: Assessment): readonly (readonly [string, FileHistory])[] {
  const { now } = assessment.observation;
  let inStores = 0;
  return knownLocations(assessment).flatMap(([key, history, stored]) => {
    if (stored !== undefined) return [];
    // The system clock may have been ahead; a location must not be remembered forever.
    const emptySince = Math.min(history.emptySince ?? now, now);
    if (!isRecent(emptySince, now)) return [];
    if (!isFileStore(history.store)) {
      inStores += 1;
      if (inStores > EMPTY_REMEMBERED) return [];
    }
    return [[key, history.emptySince === emptySince ? history : { ...history, emptySince }] as const];
  });
}

/**
 * Returns the history of a location that contains a certificate now; the same object if it is
 * unchanged.
 */
function updateHistory(history: FileHistory, stored: StoredCertificate, now: Instant): FileHistory {
  if (!mayHaveKey(stored.key)) {
    const { emptySince, ...withoutEmptySince } = history;
    const isWaiting = history.awaitsKey === true && emptySince === undefined;
    return isWaiting ? history : { ...withoutEmptySince, awaitsKey: true };
  }
  const previous = previousCertificate(history, stored, now);
  const isUnchanged =
    history.thumbprint === stored.certificate.thumbprint &&
    history.before === previous &&
    !history.awaitsKey &&
    history.emptySince === undefined;
  return isUnchanged ? history : { ...digestOf(stored), store: history.store, before: previous };
}

/**
 * Returns the file histories for the next scan. Those of unavailable stores and empty locations are
 * kept.
 */
export function rememberFiles(assessment: Assessment): Memory['occupants'] {
  const { observation } = assessment;
  const { occupants: histories } = observation.before;
  const coverage = coverageOf(observation);
  const after = new Map<string, FileHistory>();
  const lost = lostThumbprint(assessment);
  for (const [key, history] of histories) {
    if (coverage(`store:${history.store}`) === 'unavailable' || history.thumbprint === lost) after.set(key, history);
  }
  for (const [key, history, stored] of knownFiles(assessment)) {
    after.set(key, updateHistory(history, stored, observation.now));
  }
  for (const [key, history] of emptyLocations(assessment)) if (!after.has(key)) after.set(key, history);
  for (const [key, stored] of certificatesToRemember(assessment)) {
    if (after.has(key) || !mayHaveKey(stored.key)) continue;
    after.set(key, { ...digestOf(stored), store: stored.store, before: undefined });
  }
  return after;
}
