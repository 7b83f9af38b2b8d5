import { mayHaveKey, type StoredCertificate, type Thumbprint } from '../certificate/certificate.ts';
import { canonicalNamesOf } from '../certificate-index/name-index.ts';
import { isConnectorFile } from '../connector/certificate-file.ts';
import { coverageOf } from '../observation/coverage.ts';
import {
  type FileHistory,
  MAX_REMEMBERED_NAMES,
  type Memory,
  type RememberedCertificate,
} from '../observation/memory.ts';
import type { Instant } from '../time.ts';
import type { Assessment } from './assess.ts';
import { certificatesToRemember, locationsWithCertificate, rememberedLocations } from './file-histories.ts';
import { isRecentChange, previousCertificate } from './renewal-changes.ts';

/** Maximum number of remembered locations in searched stores that contain no certificate now. */
const MAX_EMPTY_LOCATIONS = 1000;

function toRememberedCertificate(stored: StoredCertificate): RememberedCertificate {
  const { thumbprint, issuer } = stored.certificate;
  return { thumbprint, names: [...canonicalNamesOf(stored)].slice(0, MAX_REMEMBERED_NAMES).sort(), issuer };
}

/**
 * Returns the thumbprint of the internal transport certificate (for mail between Exchange servers)
 * if one is recorded or configured, and no store that connectors search contains it. The history of
 * its last location is then kept, so that its replacement there can be found.
 */
function missingInternalThumbprint({
  observation: { internalTransport },
  internalCertificate,
}: Assessment): Thumbprint | undefined {
  return internalCertificate === undefined && 'thumbprint' in internalTransport
    ? internalTransport.thumbprint
    : undefined;
}

/**
 * Returns the histories of locations in available stores that contain no certificate now. They are
 * remembered for a week, because a renewal may remove the file before it writes the new one.
 */
function emptyLocations(assessment: Assessment): readonly (readonly [string, FileHistory])[] {
  const { now } = assessment.observation;
  let searchedLocations = 0;
  return rememberedLocations(assessment).flatMap(({ key, history, stored }) => {
    if (stored !== undefined) return [];
    // If the system clock was ahead, `emptySince` is in the future and would never expire.
    const emptySince = Math.min(history.emptySince ?? now, now);
    if (!isRecentChange(emptySince, now)) return [];
    if (!isConnectorFile(history.store)) {
      searchedLocations += 1;
      if (searchedLocations > MAX_EMPTY_LOCATIONS) return [];
    }
    return [[key, history.emptySince === emptySince ? history : { ...history, emptySince }] as const];
  });
}

/**
 * Returns the history of a location that contains a certificate now; the same object if the history
 * is unchanged. A certificate without its key changes only `awaitsKey`, and ends `emptySince`.
 */
function updateHistory(history: FileHistory, stored: StoredCertificate, now: Instant): FileHistory {
  if (!mayHaveKey(stored.key)) {
    const { emptySince, ...withoutEmptySince } = history;
    const isAwaitingKey = history.awaitsKey === true && emptySince === undefined;
    return isAwaitingKey ? history : { ...withoutEmptySince, awaitsKey: true };
  }
  const previous = previousCertificate(history, stored, now);
  const isUnchanged =
    history.thumbprint === stored.certificate.thumbprint &&
    history.previous === previous &&
    !history.awaitsKey &&
    history.emptySince === undefined;
  return isUnchanged
    ? history
    : { ...toRememberedCertificate(stored), store: history.store, location: history.location, previous };
}

/**
 * Returns the file histories (the last certificate at each location) for the next scan:
 * - the updated histories of locations that contain a certificate
 * - the unchanged histories of locations in unavailable stores
 * - that of a missing internal transport certificate
 * - those of locations that are empty for less than a week
 * - new histories of certificates with a key
 */
export function nextFileHistories(assessment: Assessment): Memory['fileHistories'] {
  const { observation } = assessment;
  const coverage = coverageOf(observation);
  const nextHistories = new Map<string, FileHistory>();
  const missingInternal = missingInternalThumbprint(assessment);
  for (const [key, history] of observation.memory.fileHistories) {
    if (coverage(`store:${history.store}`) === 'unavailable' || history.thumbprint === missingInternal)
      nextHistories.set(key, history);
  }
  for (const { key, history, stored } of locationsWithCertificate(assessment)) {
    nextHistories.set(key, updateHistory(history, stored, observation.now));
  }
  for (const [key, history] of emptyLocations(assessment)) {
    if (!nextHistories.has(key)) nextHistories.set(key, history);
  }
  for (const [key, stored] of certificatesToRemember(assessment)) {
    if (nextHistories.has(key) || !mayHaveKey(stored.key)) continue;
    const { path, block } = stored.location;
    nextHistories.set(key, {
      ...toRememberedCertificate(stored),
      store: stored.store,
      location: { path, block },
      previous: undefined,
    });
  }
  return nextHistories;
}
