import { mayHaveKey, type StoredCertificate } from '../certificate/certificate.ts';
import { locationKey } from '../certificate/location-key.ts';
import type { CertificateIndex } from '../certificate-index/certificate-index.ts';
import { isConnectorFile } from '../connector/certificate-file.ts';
import { coverageOf } from '../observation/coverage.ts';
import type { FileHistory } from '../observation/memory.ts';
import type { Assessment } from './assess.ts';
import { isRecentChange } from './renewal-changes.ts';

/**
 * A location (a block of a file) with the last certificate that earlier scans found there. It is
 * remembered to detect what a renewal changes.
 */
export interface RememberedLocation {
  /** The location as `locationKey` returns it. */
  readonly key: string;
  readonly history: FileHistory;
  /** The certificate that is there now; undefined if there is none. */
  readonly stored: StoredCertificate | undefined;
}

/** A remembered location that contains a certificate now. */
export interface LocationWithCertificate extends RememberedLocation {
  readonly stored: StoredCertificate;
}

/** Returns the certificate that is now at a remembered location; undefined if there is none. */
export function certificateAtLocation(
  { path, block }: FileHistory['location'],
  index: CertificateIndex,
): StoredCertificate | undefined {
  return index.inFile(path).find(({ location }) => location.block === block);
}

/**
 * Returns the certificates to remember, by location: the selected certificates, the internal
 * transport certificate (for mail between Exchange servers), and the certificates of
 * `index.withKey` (at most a thousand) in stores that connectors search.
 */
export function certificatesToRemember({
  selections,
  internalCertificate,
  index,
  context,
}: Assessment): ReadonlyMap<string, StoredCertificate> {
  const certificates = new Map<string, StoredCertificate>();
  for (const { selection } of selections) {
    if (selection.kind === 'chosen') certificates.set(locationKey(selection.chosen.location), selection.chosen);
  }
  if (internalCertificate !== undefined)
    certificates.set(locationKey(internalCertificate.location), internalCertificate);
  for (const stored of index.withKey)
    if (context.isSearched(stored.store)) certificates.set(locationKey(stored.location), stored);
  return certificates;
}

/** Cached, because the locations are needed several times in each scan. */
const LOCATIONS_OF_ASSESSMENT: WeakMap<Assessment, readonly RememberedLocation[]> = new WeakMap();

/** Returns the remembered locations in available stores, with their current certificates. */
export function rememberedLocations(assessment: Assessment): readonly RememberedLocation[] {
  const locations = LOCATIONS_OF_ASSESSMENT.get(assessment) ?? findLocations(assessment);
  LOCATIONS_OF_ASSESSMENT.set(assessment, locations);
  return locations;
}

function findLocations(assessment: Assessment): readonly RememberedLocation[] {
  const { observation, index } = assessment;
  const { fileHistories } = observation.memory;
  if (fileHistories.size === 0) return [];
  const certificates = certificatesToRemember(assessment);
  const coverage = coverageOf(observation);
  return [...fileHistories]
    .filter(([, { store }]) => coverage(`store:${store}`) === 'available')
    .map(([key, history]) => ({
      key,
      history,
      stored: certificates.get(key) ?? certificateAtLocation(history.location, index),
    }));
}

function hasCertificate(location: RememberedLocation): location is LocationWithCertificate {
  return location.stored !== undefined;
}

/** Returns the remembered locations that contain a certificate now, usable or not. */
export function locationsWithCertificate(assessment: Assessment): readonly LocationWithCertificate[] {
  return rememberedLocations(assessment).filter(hasCertificate);
}

/**
 * Returns the remembered locations that contain no certificate now, and whose last renewal is still
 * reported, in files that connectors name. The report stays open until the certificate returns,
 * because a server needs the file. Files in other stores are left out, because they may be removed
 * on purpose.
 */
export function emptyRenewedLocations(assessment: Assessment): readonly string[] {
  const { now } = assessment.observation;
  return rememberedLocations(assessment)
    .filter(
      ({ stored, history: { store, previous } }) =>
        stored === undefined &&
        isConnectorFile(store) &&
        previous !== undefined &&
        isRecentChange(previous.replacedAt, now),
    )
    .map(({ key }) => key);
}

/**
 * Returns whether a renewal seems to be in progress: the certificate at a remembered location has
 * no matching key, so probably only one of the two has been replaced yet. A location does not count
 * if an earlier scan has already waited for its key.
 */
export function isRenewing(assessment: Assessment): boolean {
  // Without another scan, nothing would decide later.
  if (!assessment.observation.service.willScanAgain) return false;
  return locationsWithCertificate(assessment).some(
    ({ history: { awaitsKey: hasAlreadyWaited }, stored }) => !mayHaveKey(stored.key) && !hasAlreadyWaited,
  );
}
