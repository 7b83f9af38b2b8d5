import type { Assessment } from '../assessment/assess.ts';
import type { StoredCertificate, Thumbprint } from '../certificate/certificate.ts';
import { wildcardFor } from '../certificate/dns-name.ts';
import type { CertificateIndex } from '../certificate-index/certificate-index.ts';
import { presentedNames } from '../certificate-index/name-index.ts';
import { DAY, type Instant } from '../time.ts';
import { coverageOf } from './coverage.ts';
import { type FileHistory, locationKey, type Memory, NAMES_REMEMBERED, type RememberedCertificate } from './memory.ts';

/** Time for which changes by a renewal are reported; then they are accepted as intended. */
const ACCEPTED_AFTER: number = 7 * DAY;

/** Returns the certificate that is now at a remembered location; undefined if there is none. */
export function historyAt(place: string, index: CertificateIndex): StoredCertificate | undefined {
  const hash = place.lastIndexOf('#');
  const block = Number(place.slice(hash + 1));
  return index.inFile(place.slice(0, hash)).find(({ location }) => location.block === block);
}

/** Returns whether a certificate can be used: its key exists, readable or not. */
export function hasArrived({ key: { kind } }: StoredCertificate): boolean {
  return kind === 'matches' || kind === 'unreadable';
}

function digestOf(stored: StoredCertificate): RememberedCertificate {
  const { thumbprint, issuer } = stored.certificate;
  return { thumbprint, names: [...presentedNames(stored)].slice(0, NAMES_REMEMBERED).sort(), issuer };
}

/** Returns the names that a certificate does not match, not even by a wildcard. */
export function namesLost(names: readonly string[], stored: StoredCertificate): readonly string[] {
  const now = presentedNames(stored);
  return names.filter((name) => {
    const wildcard = wildcardFor(name);
    return !now.has(name) && (wildcard === undefined || !now.has(wildcard));
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
export function isOtherIssuer(before: RememberedCertificate, { certificate }: StoredCertificate): boolean {
  return issuerOrganization(before.issuer) !== issuerOrganization(certificate.issuer);
}

/**
 * Returns the previous certificate of a location, if names were lost or the issuer changed and this
 * must be reported. After several renewals in a row, the first one counts until nothing is missing
 * any more.
 */
export function previousCertificate(
  occupant: FileHistory,
  stored: StoredCertificate,
  now: Instant,
): FileHistory['before'] {
  const isSame = stored.certificate.thumbprint === occupant.thumbprint;
  const { thumbprint, names, issuer } = occupant;
  const before = occupant.before ?? (isSame ? undefined : { thumbprint, names, issuer, replacedAt: now });
  if (before === undefined || now - before.replacedAt >= ACCEPTED_AFTER) return undefined;
  const isTold = namesLost(before.names, stored).length > 0 || isOtherIssuer(before, stored);
  // The system clock may have been ahead; the report must not stay forever.
  return isTold ? { ...before, replacedAt: Math.min(before.replacedAt, now) } : undefined;
}

/**
 * Returns the certificates to remember, by location: selected ones, the internal one, and the first
 * thousand with a key in personal stores.
 */
function standing({
  selections,
  internal,
  index,
  context: ground,
}: Assessment): ReadonlyMap<string, StoredCertificate> {
  const places = new Map<string, StoredCertificate>();
  for (const { selection } of selections) {
    if (selection.kind === 'chosen') places.set(locationKey(selection.chosen), selection.chosen);
  }
  if (internal !== undefined) places.set(locationKey(internal), internal);
  for (const stored of index.keyed) if (ground.isPersonal(stored.store)) places.set(locationKey(stored), stored);
  return places;
}

/**
 * Returns the remembered locations in available stores, with their current certificates, usable or
 * not.
 */
export function knownFiles(assessment: Assessment): readonly (readonly [string, FileHistory, StoredCertificate])[] {
  const { observation, index } = assessment;
  if (observation.before.occupants.size === 0) return [];
  const places = standing(assessment);
  const coverage = coverageOf(observation);
  return [...observation.before.occupants].flatMap(([place, occupant]) => {
    if (coverage(`store:${occupant.store}`) !== 'seen') return [];
    const stored = places.get(place) ?? historyAt(place, index);
    return stored === undefined ? [] : [[place, occupant, stored] as const];
  });
}

/**
 * Returns whether a renewal seems to be in progress: the certificate at a remembered location has
 * no key, or still the previous one. Only one scan waits for this. The order in which certificate
 * and key are written does not matter.
 */
export function isRenewing(assessment: Assessment): boolean {
  if (!assessment.observation.service.goesOn) return false;
  return knownFiles(assessment).some(([, { awaitsKey }, stored]) => !hasArrived(stored) && !awaitsKey);
}

/**
 * Returns the recorded internal transport certificate if it is missing: its last location is still
 * needed.
 */
function lostThumbprint({ observation: { internalTransport }, internal }: Assessment): Thumbprint | undefined {
  return internal === undefined && 'thumbprint' in internalTransport ? internalTransport.thumbprint : undefined;
}

/** Returns the file histories for the next scan. Those of unavailable stores are kept. */
export function rememberFiles(assessment: Assessment): Memory['occupants'] {
  const { observation } = assessment;
  const { occupants } = observation.before;
  const coverage = coverageOf(observation);
  const after = new Map<string, FileHistory>();
  const lost = lostThumbprint(assessment);
  for (const [place, occupant] of occupants) {
    if (coverage(`store:${occupant.store}`) === 'blind' || occupant.thumbprint === lost) after.set(place, occupant);
  }
  for (const [place, occupant, stored] of knownFiles(assessment)) {
    if (!hasArrived(stored)) {
      after.set(place, occupant.awaitsKey ? occupant : { ...occupant, awaitsKey: true });
      continue;
    }
    const before = previousCertificate(occupant, stored, observation.now);
    const isSame =
      occupant.thumbprint === stored.certificate.thumbprint && occupant.before === before && !occupant.awaitsKey;
    after.set(place, isSame ? occupant : { ...digestOf(stored), store: occupant.store, before });
  }
  for (const [place, stored] of standing(assessment)) {
    if (after.has(place) || !hasArrived(stored)) continue;
    after.set(place, { ...digestOf(stored), store: stored.store, before: undefined });
  }
  return after;
}
