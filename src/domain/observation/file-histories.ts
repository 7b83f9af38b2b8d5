import type { Assessment } from '../assessment/assess.ts';
import type { StoredCertificate, Thumbprint } from '../certificate/certificate.ts';
import { wildcardFor } from '../certificate/dns-name.ts';
import type { CertificateIndex } from '../certificate-index/certificate-index.ts';
import { presentedNames } from '../certificate-index/name-index.ts';
import { DAY, type Instant } from '../time.ts';
import { coverageOf } from './coverage.ts';
import { type FileHistory, locationKey, type Memory, NAMES_REMEMBERED, type RememberedCertificate } from './memory.ts';

/** For how long what a renewal changed is told of; then it is taken as meant. */
const ACCEPTED_AFTER: number = 7 * DAY;

/** What stands in a remembered place now; undefined: nothing. */
export function historyAt(place: string, index: CertificateIndex): StoredCertificate | undefined {
  const hash = place.lastIndexOf('#');
  const block = Number(place.slice(hash + 1));
  return index.inFile(place.slice(0, hash)).find(({ location }) => location.block === block);
}

/** Whether it can be used: one whose key has yet to come does not stand there yet. */
export function hasArrived({ key: { kind } }: StoredCertificate): boolean {
  return kind === 'matches' || kind === 'unreadable';
}

function digestOf(stored: StoredCertificate): RememberedCertificate {
  const { thumbprint, issuer } = stored.certificate;
  return { thumbprint, names: [...presentedNames(stored)].slice(0, NAMES_REMEMBERED).sort(), issuer };
}

/** The names that a certificate does not carry, by a wildcard neither. */
export function namesLost(names: readonly string[], stored: StoredCertificate): readonly string[] {
  const now = presentedNames(stored);
  return names.filter((name) => {
    const wildcard = wildcardFor(name);
    return !now.has(name) && (wildcard === undefined || !now.has(wildcard));
  });
}

/** Who issues, as people mean it: the organisation where one is named, for authorities change their issuing names often. */
function issuerOrganization(issuer: string): string {
  return /(?:^|,)O=((?:\\.|[^,\\])*)/.exec(issuer)?.[1] ?? issuer;
}

/** Whether another house issued it than the one before. */
export function isOtherIssuer(before: RememberedCertificate, { certificate }: StoredCertificate): boolean {
  return issuerOrganization(before.issuer) !== issuerOrganization(certificate.issuer);
}

/**
 * Who stood in a place before, if names went or the issuer changed with what stands there now, and that is to be told of;
 * when it happened. Of several renewals in a row the first counts, until nothing of it is lacking any more.
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
  // A clock that was ahead must not keep it for ever.
  return isTold ? { ...before, replacedAt: Math.min(before.replacedAt, now) } : undefined;
}

/** What is to be remembered now: what is presented, the internal one, and the first thousand with a key that may be. */
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

/** Every remembered place in a store that was seen, and what stands there, with its key or not yet. */
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
 * Whether a renewal seems to be under way: in a remembered place a certificate stands without its key, or with the key that
 * came before it, and no pass has waited for that yet. One waits, whichever of the two files is written first.
 */
export function isRenewing(assessment: Assessment): boolean {
  if (!assessment.observation.service.goesOn) return false;
  return knownFiles(assessment).some(([, { awaitsKey }, stored]) => !hasArrived(stored) && !awaitsKey);
}

/** The internal transport certificate that somebody recorded and that is not there: where it stood is not forgotten. */
function lostThumbprint({ observation: { internalTransport }, internal }: Assessment): Thumbprint | undefined {
  return internal === undefined && 'thumbprint' in internalTransport ? internalTransport.thumbprint : undefined;
}

/** What this pass leaves for the next to know about who stands where. A place in a store that is not seen is not forgotten. */
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
